// What the office's entries say of reply templates, saved views and scorecards, held against the settings that keep
// them.
//
// Shares nothing with what writes them: which setting an act belongs to, and what an item must be, is said here anew.
// Errors: none; a setting that is no such JSON is a difference.
#pragma once

#include "engine/audit/ledger_walk.hpp"

#include <boost/json.hpp>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace redress::api {

class OfficeLists {
 public:
  /// Every entry, in the order of seq.
  void take(audit::ToldEntry const& entry);

  /// All differences, after the last entry.
  std::vector<audit::Finding> compare(audit::StoreRows& rows) const;

 private:
  struct Told {
    std::string entry_id;
    boost::json::object params;
    boost::json::object commitments;
  };
  using Items = std::map<std::string, Told, std::less<>>;  // by id

  void compare_list(std::string const& setting, Items const& told, audit::StoreRows& rows,
                    std::vector<audit::Finding>& findings) const;

  std::map<std::string, Items, std::less<>> lists_;                            // by setting
  std::map<std::string, std::set<std::string>, std::less<>> scored_in_month_;  // case ids, by setting
};

}  // namespace redress::api
