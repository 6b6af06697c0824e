#include "api/webhooks/signature.hpp"

#include <fmt/format.h>

#include <charconv>

namespace redress::api::webhooks {
namespace {

constexpr std::string_view prefix = "whsec_";
constexpr std::string_view version = "v1,";

ledger::Digest signature_of(ledger::Bytes secret, std::string_view id, std::string_view timestamp,
                            std::string_view body) {
  return ledger::hmac_sha256(secret, ledger::as_bytes(fmt::format("{}.{}.{}", id, timestamp, body)));
}

}  // namespace

Result<std::vector<std::uint8_t>> secret_from(std::string_view text) {
  auto bytes = text.starts_with(prefix) ? ledger::from_base64(text.substr(prefix.size()))
                                        : Result<std::vector<std::uint8_t>>(Fault{});
  if (bytes && bytes->size() >= secret_bytes_min && bytes->size() <= secret_bytes_max) return bytes;
  return invalid_params(
      "params.secret", fmt::format("密钥须为 whsec_ 加上 {} 至 {} 字节的 base64", secret_bytes_min, secret_bytes_max),
      fmt::format("a secret is whsec_ and base64 of {} to {} bytes", secret_bytes_min, secret_bytes_max));
}

std::string secret_text(ledger::Bytes bytes) { return std::string(prefix) + ledger::base64(bytes); }

std::string fingerprint_of_secret(std::string_view text) {
  constexpr std::size_t characters = 8;
  return ledger::hex(ledger::sha256(text)).substr(0, characters);
}

std::string signatures(std::span<std::string const> secrets, std::string_view id, std::int64_t timestamp_s,
                       std::string_view body) {
  auto const timestamp = std::to_string(timestamp_s);
  std::string field;
  for (auto const& text : secrets)
    field += fmt::format("{}{}{}", field.empty() ? "" : " ", version,
                         ledger::base64(signature_of(secret_from(text).value(), id, timestamp, body)));
  return field;
}

SignatureVerdict verify(ledger::Bytes secret, std::string_view id, std::string_view timestamp, std::string_view field,
                        std::string_view body, std::int64_t now_s, std::int64_t tolerance_s) {
  std::int64_t at_s = 0;
  auto const [end, failed] = std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), at_s);
  if (failed != std::errc{} || end != timestamp.data() + timestamp.size()) return SignatureVerdict::no_timestamp;
  auto const expected = ledger::base64(signature_of(secret, id, timestamp, body));
  bool holds = false;
  while (!field.empty()) {
    auto const blank = field.find(' ');
    auto const one = field.substr(0, blank);
    field.remove_prefix(blank == std::string_view::npos ? field.size() : blank + 1);
    if (one.starts_with(version))
      holds |= ledger::constant_time_equal(ledger::as_bytes(one.substr(version.size())), ledger::as_bytes(expected));
  }
  if (!holds) return SignatureVerdict::fails;
  if (tolerance_s > 0 && at_s < now_s - tolerance_s) return SignatureVerdict::too_old;
  if (tolerance_s > 0 && at_s > now_s + tolerance_s) return SignatureVerdict::too_new;
  return SignatureVerdict::holds;
}

}  // namespace redress::api::webhooks
