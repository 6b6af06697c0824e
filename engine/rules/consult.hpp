// Asks a rulebook about one event: every rule that speaks of it gives a verdict, with the facts it read.
//
// Pure and total: a rule that cannot be evaluated is `unproven`, never skipped and never an exception. What one rule
// answers, with U for a condition that is not known (a fact or a proof is missing, or it errs):
//
//   restricting effects (block, require_evidence, route, warn)     permitting effects (advance, calculate)
//
//     when \ require   true       false      U          none         true       false      U          none
//     true, none       holds      fails      unproven   fails        holds      fails      unproven   holds
//     false            out of scope in every column                  out of scope in every column
//     U                holds      unproven   unproven   unproven     unproven   fails      unproven   unproven
//
// Out of scope is `holds` with `applies` false. So a restriction is an implication and a permission a conjunction, and
// nothing is ever permitted on a fact that is not known.
#pragma once

#include "engine/base/money.hpp"
#include "engine/rules/rulebook.hpp"
#include "engine/rules/situation.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace redress::rules {

enum class Verdict { holds, fails, unproven };

std::string_view name_of(Verdict verdict);
std::optional<Verdict> verdict_from(std::string_view name);

struct FactRead {
  std::string path;
  std::optional<FactValue> value;  // empty: it was not known
};

/// That a rule asked for evidence of a kind, and how many pieces there were.
struct EvidenceRead {
  std::string kind;
  std::int64_t count = 0;
};

struct Missing {
  enum class What { fact, evidence, error } what;
  std::string name;  // fact path, or evidence kind; of an error its sentence in English
};

/// A part of the condition that did not hold, with the numbers: expected "<= 20000", actual "25000". Instants are
/// RFC 3339, spans of time "2 d 3 h", both readable in either language.
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
  std::vector<Missing> missing = {};  // of `unproven`; of `fails` the kinds of evidence there is too little of
  std::vector<FailedClause> failed = {};
  Says says;  // the rule's sentence with {path} filled in
  std::vector<EvidenceRead> evidence_read = {};

  /// Fails or unproven, and the rule's effect refuses (a manager's attempt passes `route`), and it is sure enough to.
  bool refuses(bool by_manager) const;
};

/// What one rule answers, whatever its dates and its events. The verdict points to `rule`.
RuleVerdict judge(Rule const& rule, Situation const& situation);

/// judge() for those who tell nobody: the same verdict with what is missing for it, without its sentence and what it
/// read.
RuleVerdict judge_untold(Rule const& rule, Situation const& situation);

/// Every rule in force at `at` that covers `kind`.`event`, in the book's order.
std::vector<RuleVerdict> consult(Rulebook const& book, std::string_view kind, std::string_view event,
                                 Situation const& situation, Instant at);

/// Events that automation may apply now, after `event` was accepted: those of `advance` rules that apply and hold.
std::vector<std::string> advances(std::vector<RuleVerdict> const& verdicts);

/// The `advance` rules in force that license automation to apply `event`, asked now; one that applies and holds is
/// needed.
std::vector<RuleVerdict> consult_automation(Rulebook const& book, std::string_view kind, std::string_view event,
                                            Situation const& situation, Instant at);

struct Due {
  Deadline const* deadline;
  Instant at;
  std::vector<FactRead> facts_read;
  bool provisional = false;  // counted over a year the calendar has no notice for
};

/// The first deadline of the slot that is in force, sure enough to set a timer, and whose `when` is known to hold;
/// nothing if the book has none, or if that one's due time is not known.
std::optional<Due> find_due(Rulebook const& book, std::string_view slot, Situation const& situation, Instant at);

/// The earliest target that the shop's own book sets for the slot and whose due time is known.
std::optional<Due> find_shop_due(Rulebook const& book, std::string_view slot, Situation const& situation, Instant at);

/// When this deadline falls due, whatever its dates and its confidence; nothing if `when` does not hold or is not
/// known.
std::optional<Due> due_of(Deadline const& deadline, Situation const& situation);

struct CompensationOwed {
  Compensation const* compensation;
  Money amount;
  std::vector<FactRead> facts_read;
};

/// What the fact compensation.breach costs on order.paid_minor, if the book knows; C-rates of low confidence are
/// answered too, and the caller shows their mark. The first compensation in force whose `when` is known to hold counts.
std::optional<CompensationOwed> compensation_owed(Rulebook const& book, Situation const& situation, Instant at);

/// What this compensation comes to, whatever its dates; nothing if the case is about another breach.
std::optional<CompensationOwed> owed_by(Compensation const& compensation, Situation const& situation);

/// What one need answers: each group of kinds is a clause, met by any item of one of its kinds that is not
/// inadmissible.
struct NeedVerdict {
  EvidenceNeed const* need;
  struct Group {
    std::vector<std::string> kinds;
    bool present;
    bool strong = false;  // met by an item without a doubt about it
  };
  std::vector<Group> groups;
};

/// The evidence needs in force at `at` whose `when` is known to hold; `event` empty asks for the case as a whole and
/// all its events, an event for those that name it and those of the case as a whole.
std::vector<NeedVerdict> evidence_needs(Rulebook const& book, std::string_view kind, std::string_view event,
                                        Situation const& situation, Instant at);

/// What one need answers to these items, whatever its dates and its scope.
NeedVerdict answer_to(EvidenceNeed const& need, std::span<Evidence const> evidence);

/// Whether the lack of it counts against the seller's file: borne by the seller, and sure enough to decide.
bool is_mandatory(EvidenceNeed const& need);

/// How complete the seller's file is, 0 to 100: 100 exactly when every clause of every mandatory need is met, else the
/// share of those that are, rounded down. Another item never lowers it, because no need's `when` reads evidence.
std::int64_t sufficiency_score(std::span<NeedVerdict const> needs);

/// Names of the book's vocabularies that occur in a text (plain substring after lower-casing ASCII), sorted.
std::vector<std::string> matching_vocabularies(Rulebook const& book, std::string_view text);

}  // namespace redress::rules
