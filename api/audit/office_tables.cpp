#include "api/audit/office_tables.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::api {
namespace {

using audit::Finding;
using audit::row_differs;
using audit::text_in;

// Older entries do not tell the moment itself; the row's was read from the clock just before.
constexpr std::int64_t recorded_within_ms = minute_ms;

std::string shown(std::optional<Instant> at) { return at ? format_rfc3339(*at) : std::string("-"); }

// Where the moment is told it must be that; otherwise the row's must be of just before the entry.
bool is_of(std::optional<Instant> at, std::string const& told, std::string const& recorded_at) {
  if (recorded_at.empty()) return !at;
  if (!at) return false;
  if (!told.empty()) return format_rfc3339(*at) == told;
  auto const recorded = parse_rfc3339(recorded_at).value();
  return *at <= recorded && recorded - *at <= recorded_within_ms;
}

// The one that a store's first start draws; nobody's act, so no entry tells of it.
bool is_first(TokenRow const& row) { return row.role == Role::admin && row.shop.empty() && row.label == "first"; }

}  // namespace

void OfficeTables::take(audit::ToldEntry const& entry) {
  if (!entry.of_office()) return;
  lists_.take(entry);
  users_.take(entry);
  factors_.take(entry);
  auto const event = entry.text("event");
  auto const& params = entry.object("params");
  if (event == "automation_switched") {
    if (auto const* off = params.if_contains("off"))
      off_[std::string(entry.text("shop"))] = boost::json::serialize(*off);
  }
  if (entry.seq >= entries_) return;
  auto const id = std::string(text_in(params, "id"));
  if (event == "token_created")
    told_[id] = {.shop = std::string(entry.text("shop")),
                 .role = std::string(text_in(params, "role")),
                 .recorded_at = std::string(entry.text("at")),
                 .created_at = std::string(text_in(params, "created_at")),
                 .expires_at = std::string(text_in(params, "expires_at")),
                 .revoke_recorded_at = {},
                 .revoked_at = {}};
  if (event == "token_revoked") {
    auto& told = told_[id];  // the first token is revoked without ever having been told of
    told.revoke_recorded_at = entry.text("at");
    told.revoked_at = text_in(params, "revoked_at");
  }
}

void OfficeTables::compare_token(ToldToken const& told, TokenRow const& row, std::vector<Finding>& findings) const {
  auto const differs = [&](std::string_view column, std::string expected, std::string actual) {
    findings.push_back(row_differs("tokens", row.id, column, std::move(expected), std::move(actual)));
  };
  if (!is_of(row.revoked_at, told.revoked_at, told.revoke_recorded_at))
    differs("revoked_ms", told.revoke_recorded_at.empty() ? "-" : told.revoke_recorded_at, shown(row.revoked_at));
  if (told.recorded_at.empty()) return;
  if (told.role != name_of(row.role)) differs("role", told.role, std::string(name_of(row.role)));
  if (told.shop != row.shop) differs("shop", told.shop, row.shop);
  if (!is_of(row.created_at, told.created_at, told.recorded_at))
    differs("created_ms", told.recorded_at, shown(row.created_at));
  if (auto const expires = told.expires_at.empty() ? "-" : told.expires_at; expires != shown(row.expires_at))
    differs("expires_ms", expires, shown(row.expires_at));
}

std::vector<Finding> OfficeTables::compare(audit::StoreRows& rows) const {
  std::vector<Finding> findings;
  bool first_seen = false;
  for (auto const& row : tokens_) {
    auto const told = told_.find(row.id);
    if (told == told_.end() || told->second.recorded_at.empty()) {
      if (!is_first(row) || first_seen) {
        findings.push_back(audit::row_surplus("tokens", row.id));
        continue;
      }
      first_seen = true;
    }
    compare_token(told == told_.end() ? ToldToken{} : told->second, row, findings);
  }
  for (auto const& [id, told] : told_)
    if (std::ranges::find(tokens_, id, &TokenRow::id) == tokens_.end())
      findings.push_back(audit::row_missing("tokens", id));
  users_.compare(findings);
  factors_.compare(findings);
  for (auto const& [shop, off] : off_) {
    auto const name = fmt::format("automation.{}", shop);
    auto const kept = rows.setting(name);
    boost::system::error_code failed;
    auto const value = kept ? boost::json::parse(*kept, failed) : boost::json::value{};
    auto const* members = failed ? nullptr : value.if_object();
    auto const* there = members ? members->if_contains("off") : nullptr;
    auto const actual = there ? boost::json::serialize(*there) : std::string("-");
    if (actual != off) findings.push_back(row_differs("settings", name, "value.off", off, actual));
  }
  for (auto& finding : lists_.compare(rows)) findings.push_back(std::move(finding));
  return findings;
}

}  // namespace redress::api
