// What the office's entries say of users' second factors, held against the rows that are: whose secret it is, since
// when it is in force, which recovery codes there are and which are used.
//
// Read once, at one moment with the ledger's size; entries of after it are left aside. Shares nothing with what sets
// factors but how a secret and a set of codes are named. The newest step taken is in no entry.
#pragma once

#include "engine/audit/ledger_walk.hpp"
#include "engine/cases/second_factors.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace redress::api {

class SecondFactorTable {
 public:
  SecondFactorTable(std::vector<SecondFactor> factors, std::int64_t entries)
      : factors_(std::move(factors)), entries_(entries) {}

  /// Every entry of the office, in the order of seq.
  void take(audit::ToldEntry const& entry);

  /// All differences, after the last entry.
  void compare(std::vector<audit::Finding>& findings) const;

  /// Secrets that could not be held against the entries, as the store's key is not there.
  std::int64_t closed() const;
  std::int64_t factors() const { return static_cast<std::int64_t>(factors_.size()); }
  static constexpr std::int64_t columns = 6;

 private:
  struct Told {
    std::string shop, secret_sha256, begun_at, confirmed_at, recovery_sha256;
    std::set<std::int64_t> used;  // numbers of recovery codes, from 1
  };

  std::vector<SecondFactor> factors_;
  std::int64_t entries_;
  std::map<std::string, Told, std::less<>> told_;  // by user, those that were not taken off
};

}  // namespace redress::api
