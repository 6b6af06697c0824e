// What the office's entries say of the console's users, held against the rows that are.
//
// Users are read once, at one moment with the ledger's size; entries of after it are left aside. Shares nothing with
// what makes users.
#pragma once

#include "engine/audit/ledger_walk.hpp"
#include "engine/cases/users.hpp"

#include <map>
#include <string>
#include <vector>

namespace redress::api {

class UserTable {
 public:
  UserTable(std::vector<User> users, std::int64_t entries) : users_(std::move(users)), entries_(entries) {}

  /// Every entry of the office, in the order of seq.
  void take(audit::ToldEntry const& entry);

  /// All differences, after the last entry.
  void compare(std::vector<audit::Finding>& findings) const;

  std::int64_t users() const { return static_cast<std::int64_t>(users_.size()); }
  static constexpr std::int64_t columns = 7;

 private:
  struct Told {
    bool created = false;
    std::string name, role, shop, created_at, password_at, password_sha256, disabled_at;
  };

  std::vector<User> users_;
  std::int64_t entries_;
  std::map<std::string, Told, std::less<>> told_;  // by id
};

}  // namespace redress::api
