#include "api/service/second_factors.hpp"

#include "api/service/commit.hpp"
#include "api/service/recovery_codes.hpp"
#include "api/service/totp.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::api {
namespace {

constexpr std::size_t typed_bytes_max = 64;

Fault unreadable() {
  return {
      FaultKind::internal,
      {"两步验证的密钥无法解开：数据被改动，或 personal.key 不是原来的那一份；请用恢复码，或由管理员关闭",
       "the secret of the second factor cannot be decrypted: its row was changed, or personal.key is another; use a "
       "recovery code, or let an admin take it off"}};
}

// Six digits, with or without blanks between: what apps show. Empty for anything else.
std::string digits_in(std::string_view typed) {
  std::string digits{typed};
  std::erase(digits, ' ');
  bool const all = std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
  return all && std::ssize(digits) == totp::code_digits ? digits : std::string{};
}

}  // namespace

std::string digest_of_secret(std::string_view user, std::string_view secret) {
  return ledger::hex(ledger::sha256(fmt::format("redress second factor\n{}\n{}", user, secret)));
}

std::optional<CodeMatch> match_code(SecondFactor const& factor, std::string_view typed, Instant now) {
  if (typed.size() > typed_bytes_max) return std::nullopt;
  if (auto const digits = digits_in(typed); !digits.empty()) {
    if (!factor.secret) throw FaultError(unreadable());
    auto const step = totp::step_matching(ledger::as_bytes(*factor.secret), digits, now, factor.last_step);
    if (!step) return std::nullopt;
    CodeMatch match{.kind = CodeKind::app, .after = factor};
    match.after.last_step = *step;
    return match;
  }
  auto const kept = kept_of_recovery_code(factor.user, typed);
  std::optional<CodeMatch> match;
  for (std::size_t i = 0; i < factor.recovery.size(); ++i) {
    auto const& code = factor.recovery[i];
    bool const same = ledger::constant_time_equal(ledger::as_bytes(code.sha256), ledger::as_bytes(kept));
    if (!same || code.used_at) continue;
    match = CodeMatch{.kind = CodeKind::recovery, .recovery_index = i, .after = factor};
    match->after.recovery[i].used_at = now;
  }
  return match;
}

std::optional<SecondFactor> SecondFactors::in_force(std::string_view user) const {
  std::optional<SecondFactor> factor;
  store_.read([&](StoreReader& reader) {
    if (auto* const factors = second_factors_of(reader)) factor = factors->find_second_factor(user);
  });
  return factor && factor->confirmed_at ? factor : std::nullopt;
}

bool SecondFactors::take(User const& user, std::string_view typed) const {
  auto const seen = in_force(user.id);
  auto const now = clock_.now();
  if (!seen || !match_code(*seen, typed, now)) return false;  // a wrong one costs no write
  bool right = false;
  commit(store_, [&](StoreWriter& writer) {
    auto const factor = second_factors_of(writer)->find_second_factor(user.id);
    auto const match = factor && factor->confirmed_at ? match_code(*factor, typed, now) : std::nullopt;
    right = match.has_value();
    if (!match) return;
    second_factors_of_writer(writer)->use_second_factor(match->after);
    if (match->kind == CodeKind::recovery)
      writer.record_office(office_.draft(
          {user.id, user.role, user.shop}, {},
          {.shop = user.shop,
           .event = "recovery_code_used",
           .params = {
               {"id", user.id}, {"number", match->recovery_index + 1}, {"left", unused(match->after.recovery)}}}));
  });
  return right;
}

}  // namespace redress::api
