#include "api/server/content_digest.hpp"

#include "api/http/field_values.hpp"
#include "engine/ledger/hash.hpp"

namespace redress::api {
namespace {

constexpr std::string_view algorithm = "sha-256";

Fault misread() {
  return invalid_params({}, "Content-Digest 中的 sha-256 不是 32 字节的 base64",
                        "the sha-256 of Content-Digest is not 32 bytes in base64");
}

// One item, "sha-256=:BASE64:" or with `old` "SHA-256=BASE64"; parameters behind a semicolon say nothing more.
Result<std::optional<std::string>> told_by(std::string_view item, bool old) {
  auto const equals = item.find('=');
  if (equals == std::string_view::npos || !http::same_word(item.substr(0, equals), algorithm))
    return std::optional<std::string>{};
  auto value = http::without_blanks(item.substr(equals + 1, item.find(';') - equals - 1));
  if (!old) {
    if (value.size() < 2 || !value.starts_with(':') || !value.ends_with(':')) return misread();
    value = value.substr(1, value.size() - 2);
  }
  auto const bytes = ledger::digest_from_base64(value);
  if (!bytes) return misread();
  return std::optional(ledger::hex(*bytes));
}

}  // namespace

Result<std::optional<std::string>> sha256_told(std::string_view content_digest, std::string_view digest) {
  std::optional<std::string> found;
  for (bool const old : {false, true}) {
    auto list = old ? digest : content_digest;
    while (!list.empty()) {
      auto told = told_by(http::next_item(list), old);
      if (!told) return told.error();
      if (found && *told && **told != *found) return misread();
      if (*told) found = std::move(*told);
    }
  }
  return found;
}

}  // namespace redress::api
