// One decision explained: every rule with its proof, the facts with their sources, what was assumed, the nearest yes.
//
// Made on request from the same `decide` that case.apply asks, or from a recorded entry's facts. It holds more than any
// one reader may see; only telling it to a reader (below) leaves the house. Pure; borrows from the book.
#pragma once

#include "engine/cases/nearest_yes.hpp"
#include "engine/rules/telling.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace redress {

/// Where a stored fact was set last.
struct FactSource {
  std::string entry_id;
  std::int64_t case_seq = 0;
  std::string event;
  std::string at;
  std::string told_by = {};  // `source` of case.facts; else empty
};
using FactSources = std::map<std::string, FactSource, std::less<>>;

/// Something only supposed: a fact, a parameter ("params.amount"), a kind of evidence. JSON null: not known.
struct Assumed {
  std::string what;
  boost::json::value was;
  boost::json::value is;
};

/// Of an explanation of an entry: how judging again compares with what stands there.
struct Recorded {
  std::string entry_id;
  std::string hash = {};
  std::string actor = {};
  bool book_at_hand = true;
  std::vector<std::string> differs = {};  // ids of rules whose verdict is not the recorded one
  boost::json::array verdicts = {};       // as recorded, where the book is not at hand
};

struct Explanation {
  std::string case_id;
  std::string kind;
  std::string event;
  Says event_says = {};
  Party party = Party::seller;  // whose move the event is
  std::string state;
  std::string to = {};  // where the case goes, or went; empty if refused
  Instant at;
  bool accepted = false;
  std::vector<WhyNot> reasons = {};  // those that are no rule's: state, party, deadline, money
  std::vector<rules::RuleProof> proofs = {};
  std::vector<Evidence> evidence = {};
  FactSources sources = {};
  std::vector<Assumed> assumed = {};
  std::optional<NearestYes> nearest = {};
  std::optional<Recorded> recorded = {};
  std::string book = {};
  std::string digest = {};
};

/// What would be decided now.
Result<Explanation> explain_decision(World const& world, Question const& question, GuardValues const& guard_values);

/// What the rules alone say of an event, whatever the state and whoever's move; `attempt` may be null.
Explanation explain_rules(World const& world, std::string_view event, Actor const& actor, Attempt const* attempt);

/// For programs. Every sentence has both languages; `text` has the lines for people in those asked for. No fact, kind
/// of evidence or rule that the reader may not see is in it in any form.
boost::json::object tell(Explanation const& explanation, rules::Reader reader,
                         std::optional<rules::Language> language = std::nullopt);

/// For people: an indented tree, one line an item.
std::vector<std::string> tell_lines(Explanation const& explanation, rules::Reader reader, rules::Language language);

/// Facts and kinds of evidence by their own table; parameters are the shop's.
bool may_see_assumed(Assumed const& assumed, rules::Reader reader);

/// The sets of the nearest yes that this reader is told of: whole ones only.
std::vector<std::vector<Change> const*> sets_for(Explanation const& explanation, rules::Reader reader);

}  // namespace redress
