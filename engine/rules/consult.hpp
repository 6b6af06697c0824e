// Asks a rulebook about one event: every rule that speaks of it gives a verdict, with the facts it read.
//
// Pure and total: a rule that cannot be evaluated is `unproven`, never skipped and never an exception.
#pragma once

#include "engine/base/money.hpp"
#include "engine/rules/rulebook.hpp"
#include "engine/rules/situation.hpp"

#include <optional>
#include <string>
#include <vector>

namespace redress::rules {

enum class Verdict { holds, fails, unproven };

std::string_view name_of(Verdict verdict);

struct FactRead {
  std::string path;
  std::optional<FactValue> value;  // empty: it was not known
};

struct Missing {
  enum class What { fact, evidence } what;
  std::string name;  // fact path, or evidence kind
};

/// A part of the condition that did not hold, with the numbers: expected "<= 20000", actual "25000".
struct FailedClause {
  std::string expression;
  std::string expected;
  std::string actual;
};

struct RuleVerdict {
  Rule const* rule;  // of the book that was asked
  Verdict verdict;
  bool applies;  // false: outside the rule's scope; the verdict is then `holds`
  std::vector<FactRead> facts_read;
  std::vector<Missing> missing = {};
  std::vector<FailedClause> failed = {};
  Says says;  // the rule's sentence with {path} filled in

  /// Fails or unproven, and the rule's effect refuses (a manager's attempt passes `route`).
  bool refuses(bool by_manager) const;
};

/// Every rule in force at `at` that covers `kind`.`event`, in the book's order.
std::vector<RuleVerdict> consult(Rulebook const& book, std::string_view kind, std::string_view event,
                                 Situation const& situation, Instant at);

/// Events that automation may apply now, after `event` was accepted: those of `advance` rules that apply and hold.
std::vector<std::string> advances(std::vector<RuleVerdict> const& verdicts);

/// The `advance` rules in force that license automation to apply `event`, asked now; one that applies and holds is needed.
std::vector<RuleVerdict> consult_automation(Rulebook const& book, std::string_view kind, std::string_view event,
                                            Situation const& situation, Instant at);

struct Due {
  Deadline const* deadline;
  Instant at;
  std::vector<FactRead> facts_read;
};

/// The first deadline of the slot that is in force and whose `when` holds; nothing if the book has none or its
/// condition or due time is not known.
std::optional<Due> find_due(Rulebook const& book, std::string_view slot, Situation const& situation, Instant at);

struct CompensationOwed {
  Compensation const* compensation;
  Money amount;
  std::vector<FactRead> facts_read;
};

/// What the fact compensation.breach costs on order.paid_minor, if the book knows; C-rates of low confidence are
/// answered too, and the caller shows their mark.
std::optional<CompensationOwed> compensation_owed(Rulebook const& book, Situation const& situation, Instant at);

struct NeedVerdict {
  EvidenceNeed const* need;
  struct Group {
    std::vector<std::string> kinds;
    bool present;
  };
  std::vector<Group> groups;
};

/// The evidence needs that apply; `event` empty asks for the case as a whole and all its events.
std::vector<NeedVerdict> evidence_needs(Rulebook const& book, std::string_view kind, std::string_view event,
                                        Situation const& situation);

/// Names of the book's vocabularies that occur in a text (plain substring after lower-casing ASCII), sorted.
std::vector<std::string> matching_vocabularies(Rulebook const& book, std::string_view text);

}  // namespace redress::rules
