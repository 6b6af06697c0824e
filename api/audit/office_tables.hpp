// What the office's entries say of tokens, users and their second factors, automations that are switched off and lists
// that are kept, held against the rows that are.
//
// Tokens are read once, at one moment with the ledger's size, and entries of after that moment are left aside; so a
// store in use is compared rightly. Shares nothing with what makes tokens or switches automations.
#pragma once

#include "api/audit/office_lists.hpp"
#include "api/audit/second_factor_table.hpp"
#include "api/audit/user_table.hpp"
#include "engine/audit/ledger_walk.hpp"
#include "engine/cases/store.hpp"

#include <map>
#include <string>
#include <vector>

namespace redress::api {

class OfficeTables {
 public:
  OfficeTables(std::vector<TokenRow> tokens, std::vector<User> users, std::vector<SecondFactor> factors,
               std::int64_t entries)
      : tokens_(std::move(tokens)),
        users_(std::move(users), entries),
        factors_(std::move(factors), entries),
        entries_(entries) {}

  /// Every entry, in the order of seq.
  void take(audit::ToldEntry const& entry);

  /// All differences, after the last entry.
  std::vector<audit::Finding> compare(audit::StoreRows& rows) const;

  std::int64_t users() const { return users_.users(); }
  std::int64_t factors() const { return factors_.factors(); }
  std::int64_t factors_closed() const { return factors_.closed(); }
  std::int64_t tokens() const { return static_cast<std::int64_t>(tokens_.size()); }

 private:
  struct ToldToken {
    std::string shop, role, recorded_at, created_at, expires_at, revoke_recorded_at, revoked_at;
  };
  void compare_token(ToldToken const& told, TokenRow const& row, std::vector<audit::Finding>& findings) const;

  std::vector<TokenRow> tokens_;
  UserTable users_;
  SecondFactorTable factors_;
  std::int64_t entries_;
  OfficeLists lists_;
  std::map<std::string, ToldToken, std::less<>> told_;   // by id
  std::map<std::string, std::string, std::less<>> off_;  // by shop: JSON of the names that are off
};

}  // namespace redress::api
