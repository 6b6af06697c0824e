#include "api/audit/user_table.hpp"

#include "engine/ledger/hash.hpp"

#include <algorithm>

namespace redress::api {

using audit::row_differs;
using audit::text_in;

void UserTable::take(audit::ToldEntry const& entry) {
  if (entry.seq >= entries_) return;
  auto const event = entry.text("event");
  if (!event.starts_with("user_")) return;
  auto const& params = entry.object("params");
  auto& told = told_[std::string(text_in(params, "id"))];
  if (event == "user_created") {
    told = {.created = true,
            .name = std::string(text_in(params, "name")),
            .role = std::string(text_in(params, "role")),
            .shop = std::string(entry.text("shop")),
            .created_at = std::string(text_in(params, "created_at")),
            .password_at = std::string(text_in(params, "created_at")),
            .password_sha256 = std::string(text_in(params, "password_sha256")),
            .disabled_at = {}};
  } else if (event == "user_changed") {
    if (params.contains("role")) told.role = text_in(params, "role");
    if (params.contains("disabled")) told.disabled_at = text_in(params, "disabled_at");  // "" once enabled again
  } else if (event == "user_password_set") {
    told.password_at = text_in(params, "password_at");
    told.password_sha256 = text_in(params, "password_sha256");
  }
}

void UserTable::compare(std::vector<audit::Finding>& findings) const {
  for (auto const& row : users_) {
    auto const at = told_.find(row.id);
    if (at == told_.end() || !at->second.created) {
      findings.push_back(audit::row_surplus("users", row.id));
      continue;
    }
    auto const& told = at->second;
    auto const hold = [&](std::string_view column, std::string const& expected, std::string const& actual) {
      if (expected != actual) findings.push_back(row_differs("users", row.id, column, expected, actual));
    };
    hold("name", told.name, row.name);
    hold("role", told.role, std::string(name_of(row.role)));
    hold("shop", told.shop, row.shop);
    hold("created_ms", told.created_at, format_rfc3339(row.created_at));
    hold("password_ms", told.password_at, format_rfc3339(row.password_at));
    hold("password", told.password_sha256, ledger::hex(ledger::sha256(row.password)));
    hold("disabled_ms", told.disabled_at, row.disabled_at ? format_rfc3339(*row.disabled_at) : std::string{});
  }
  for (auto const& [id, told] : told_)
    if (std::ranges::find(users_, id, &User::id) == users_.end()) findings.push_back(audit::row_missing("users", id));
}

}  // namespace redress::api
