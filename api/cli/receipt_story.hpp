// What a receipt shows, told: who decided what, when at the earliest and the latest, under which clauses, whether the
// proof holds and the rules come to the same again. For people in both languages, and as JSON.
#pragma once

#include "api/service/rules_again.hpp"
#include "engine/ledger/receipt_check.hpp"

#include <optional>
#include <string>

namespace redress::cli {

struct ReceiptStory {
  ledger::ReceiptReport report;
  std::optional<boost::json::object> entry = {};  // where it has the form of one
  std::optional<api::RulesAgain> rules = {};      // where the entry and its rulebook belong together

  /// The proof holds, and the rules do not come to something else.
  bool ok() const;
};

ReceiptStory story_of(ledger::Receipt const& receipt, std::optional<ledger::VerifierKey> const& pinned,
                      ledger::DatePolicy const& policy);

/// The report's JSON, with {decision, clauses, rules: {outcome, run, says, differs, untold}}.
boost::json::object to_json(ReceiptStory const& story);

std::string to_text(ReceiptStory const& story);

}  // namespace redress::cli
