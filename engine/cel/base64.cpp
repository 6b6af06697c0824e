#include "engine/cel/base64.hpp"

#include <openssl/evp.h>

#include <algorithm>

namespace redress::cel {

std::string to_base64(std::string_view octets) {
  std::string text(4 * ((octets.size() + 2) / 3) + 1, '\0');
  int const length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<unsigned char const*>(octets.data()), static_cast<int>(octets.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::size_t const digits = std::min(text.find_first_not_of(alphabet), text.size());
  std::size_t const padding = text.size() - digits;
  if (text.find_first_not_of('=', digits) != std::string_view::npos || digits % 4 == 1) return std::nullopt;
  if (padding != 0 && (padding > 2 || text.size() % 4 != 0)) return std::nullopt;
  std::size_t const missing = (4 - digits % 4) % 4;
  std::string padded(text.substr(0, digits));
  padded.append(missing, '=');
  std::string octets(padded.size() / 4 * 3 + 1, '\0');
  int const length =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(octets.data()),
                      reinterpret_cast<unsigned char const*>(padded.data()), static_cast<int>(padded.size()));
  if (length < 0) return std::nullopt;
  octets.resize(static_cast<std::size_t>(length) - missing);
  return octets;
}

}  // namespace redress::cel
