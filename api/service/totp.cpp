#include "api/service/totp.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

namespace redress::api::totp {
namespace {

constexpr std::uint32_t code_limit = 1'000'000;  // ten to the power of `code_digits`

// Percent-encoded but for what RFC 3986 calls unreserved; names may be Chinese.
std::string encoded(std::string_view text) {
  constexpr std::string_view marks = "-._~";
  std::string all;
  for (char const c : text) {
    bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain || marks.find(c) != std::string_view::npos)
      all += c;
    else
      all += fmt::format("%{:02X}", static_cast<std::uint8_t>(c));
  }
  return all;
}

}  // namespace

std::uint32_t number_at(ledger::Bytes secret, std::uint64_t counter) {
  constexpr unsigned byte_bits = 8;
  std::array<std::uint8_t, 8> message{};
  for (auto at = message.rbegin(); at != message.rend(); ++at, counter >>= byte_bits)
    *at = static_cast<std::uint8_t>(counter);
  std::array<std::uint8_t, 20> mac{};
  unsigned written = 0;
  auto const* done = HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), message.data(), message.size(),
                          mac.data(), &written);
  if (!done || written != mac.size())
    throw FaultError({FaultKind::internal, {"加密库出错", "the cryptographic library failed"}});
  auto const from = static_cast<std::size_t>(mac.back() & 0x0FU);
  return (static_cast<std::uint32_t>(mac.at(from) & 0x7FU) << 24U) |
         (static_cast<std::uint32_t>(mac.at(from + 1)) << 16U) | (static_cast<std::uint32_t>(mac.at(from + 2)) << 8U) |
         static_cast<std::uint32_t>(mac.at(from + 3));
}

std::string code_at(ledger::Bytes secret, std::int64_t step) {
  return fmt::format("{:0{}}", number_at(secret, static_cast<std::uint64_t>(step)) % code_limit, code_digits);
}

std::int64_t step_of(Instant at) { return at.ms / step_ms; }

std::optional<std::int64_t> step_matching(ledger::Bytes secret, std::string_view code, Instant now,
                                          std::int64_t last_step) {
  std::optional<std::int64_t> matching;
  auto const present = step_of(now);
  for (auto step = present - skew_steps; step <= present + skew_steps; ++step) {
    auto const right = code_at(secret, step);
    bool const same = ledger::constant_time_equal(ledger::as_bytes(right), ledger::as_bytes(code));
    if (same && step > last_step) matching = step;
  }
  return matching;
}

std::string base32(ledger::Bytes bytes) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  constexpr unsigned digit_bits = 5;
  std::string text;
  unsigned held = 0, held_bits = 0;
  for (auto const byte : bytes) {
    held = (held << 8U) | byte;
    held_bits += 8;
    for (; held_bits >= digit_bits; held_bits -= digit_bits)
      text += alphabet[(held >> (held_bits - digit_bits)) & 0x1FU];
    held &= (1U << held_bits) - 1;
  }
  if (held_bits > 0) text += alphabet[(held << (digit_bits - held_bits)) & 0x1FU];
  return text;
}

std::string otpauth_uri(std::string_view issuer, std::string_view account, ledger::Bytes secret) {
  return fmt::format("otpauth://totp/{}:{}?secret={}&issuer={}&algorithm=SHA1&digits={}&period={}", encoded(issuer),
                     encoded(account), base32(secret), encoded(issuer), code_digits, step_ms / second_ms);
}

}  // namespace redress::api::totp
