#include "api/service/recovery_codes.hpp"

#include "api/service/totp.hpp"
#include "engine/ledger/hash.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::api {
namespace {

std::string grouped(std::string const& text) {
  constexpr std::size_t group = 4;
  std::string groups;
  for (std::size_t from = 0; from < text.size(); from += group)
    groups += (groups.empty() ? "" : "-") + text.substr(from, group);
  return groups;
}

}  // namespace

DrawnRecovery draw_recovery_codes(Ids& ids, std::string_view user) {
  DrawnRecovery drawn;
  while (drawn.codes.size() < recovery_codes_drawn) {
    auto const bytes = ledger::from_hex(ids.random_hex(recovery_code_bytes)).value();
    drawn.codes.push_back(grouped(totp::base32(bytes)));
    drawn.kept.push_back({.sha256 = kept_of_recovery_code(user, drawn.codes.back())});
  }
  return drawn;
}

std::string kept_of_recovery_code(std::string_view user, std::string_view typed) {
  std::string plain;
  for (char const c : typed)
    if (c != ' ' && c != '-') plain += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return ledger::hex(ledger::sha256(fmt::format("redress recovery code\n{}\n{}", user, plain)));
}

std::string digest_of(std::vector<RecoveryCode> const& codes) {
  std::string all = "redress recovery codes\n";
  for (auto const& each : codes) all += each.sha256 + "\n";
  return ledger::hex(ledger::sha256(all));
}

std::int64_t unused(std::vector<RecoveryCode> const& codes) {
  return std::ranges::count_if(codes, [](RecoveryCode const& each) { return !each.used_at; });
}

}  // namespace redress::api
