// Runs the rules of one entry again: out of the rulebook's texts and what the entry says they read, nothing else.
//
// For receipts, on a machine that has no store. Every rule the entry consulted is judged anew on the facts and counts
// of evidence recorded with it, and must come to the verdict recorded; and the outcome must follow from the verdicts:
// no rule refuses what was accepted without being passed, and one refuses what a rule is said to have refused. Pure.
#pragma once

#include "engine/base/says.hpp"
#include "engine/ledger/rulebook_text.hpp"

#include <boost/json.hpp>

#include <span>
#include <string>
#include <vector>

namespace redress::api {

struct RulesAgain {
  enum class Outcome {
    same,       // every rule came to its verdict
    otherwise,  // one did not, or the outcome does not follow
    untold,     // this program cannot read that rulebook
  } outcome = Outcome::same;
  std::size_t run = 0;
  Says says = {};
  std::vector<std::string> differs = {};  // ids of the rules
  std::vector<std::string> untold = {};   // rules whose evidence was not recorded, by older versions of this program
};

std::string_view name_of(RulesAgain::Outcome outcome);

/// `entry` must have the form of an entry (engine/ledger/entry_form.hpp).
RulesAgain run_rules_again(boost::json::object const& entry, std::span<ledger::RulebookText const> texts);

}  // namespace redress::api
