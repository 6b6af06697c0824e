#include "api/audit/second_factor_table.hpp"

#include "api/service/recovery_codes.hpp"
#include "api/service/second_factors.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace redress::api {

using audit::row_differs;
using audit::text_in;

void SecondFactorTable::take(audit::ToldEntry const& entry) {
  if (entry.seq >= entries_) return;
  auto const event = entry.text("event");
  if (!event.starts_with("second_factor_") && event != "recovery_code_used") return;
  auto const& params = entry.object("params");
  auto const id = std::string(text_in(params, "id"));
  if (event == "second_factor_begun") {
    told_[id] = {.shop = std::string(entry.text("shop")),
                 .secret_sha256 = std::string(text_in(params, "secret_sha256")),
                 .begun_at = std::string(text_in(params, "begun_at")),
                 .confirmed_at = {},
                 .recovery_sha256 = {},
                 .used = {}};
  } else if (event == "second_factor_set") {
    told_[id].confirmed_at = text_in(params, "confirmed_at");
    told_[id].recovery_sha256 = text_in(params, "recovery_sha256");
  } else if (event == "recovery_code_used") {
    if (auto const* number = params.if_contains("number"); number && number->is_int64())
      told_[id].used.insert(number->get_int64());
  } else {
    told_.erase(id);
  }
}

void SecondFactorTable::compare(std::vector<audit::Finding>& findings) const {
  for (auto const& row : factors_) {
    auto const at = told_.find(row.user);
    if (at == told_.end()) {
      findings.push_back(audit::row_surplus("second_factors", row.user));
      continue;
    }
    auto const& told = at->second;
    auto const hold = [&](std::string_view column, std::string const& expected, std::string const& actual) {
      if (expected != actual) findings.push_back(row_differs("second_factors", row.user, column, expected, actual));
    };
    std::set<std::int64_t> used;
    for (std::size_t i = 0; i < row.recovery.size(); ++i)
      if (row.recovery[i].used_at) used.insert(static_cast<std::int64_t>(i) + 1);
    hold("shop", told.shop, row.shop);
    if (!row.no_key)
      hold("sealed", told.secret_sha256, row.secret ? digest_of_secret(row.user, *row.secret) : std::string("-"));
    hold("begun_ms", told.begun_at, format_rfc3339(row.begun_at));
    hold("confirmed_ms", told.confirmed_at, row.confirmed_at ? format_rfc3339(*row.confirmed_at) : std::string{});
    hold("recovery", told.recovery_sha256, row.recovery.empty() ? std::string{} : digest_of(row.recovery));
    hold("recovery.used", fmt::format("{}", fmt::join(told.used, ",")), fmt::format("{}", fmt::join(used, ",")));
  }
  for (auto const& [user, told] : told_)
    if (std::ranges::find(factors_, user, &SecondFactor::user) == factors_.end())
      findings.push_back(audit::row_missing("second_factors", user));
}

std::int64_t SecondFactorTable::closed() const { return std::ranges::count_if(factors_, &SecondFactor::no_key); }

}  // namespace redress::api
