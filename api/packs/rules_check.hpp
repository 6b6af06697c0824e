// The rules of every entry in a pack, run again on what the entry says they read: out of the rulebook's texts in its
// receipt, nothing else.
//
// For a pack whose steps hold (pack_check.hpp): before that, nothing it says is worth running. Pure.
#pragma once

#include "api/packs/zip_reader.hpp"
#include "api/service/rules_again.hpp"

#include <string>
#include <vector>

namespace redress::packs {

struct EntryRules {
  std::string file;  // its receipt
  std::string entry_id;
  std::int64_t seq = 0;
  api::RulesAgain rules = {};
};

/// In the order of the trail.
std::vector<EntryRules> run_rules(OpenedPack const& pack);

/// No entry's rules come to something else.
bool all_hold(std::vector<EntryRules> const& entries);

/// [{file, entry_id, seq, outcome, run, says, differs?, untold?}]
boost::json::array to_json(std::vector<EntryRules> const& entries);

}  // namespace redress::packs
