#include "api/service/recorded_entry.hpp"

#include "api/service/answer.hpp"
#include "api/service/fact_sources.hpp"
#include "workflows/catalogue.hpp"

#include <algorithm>

namespace redress::api {
namespace {

using boost::json::object;

// The version that was in force when it was decided.
rules::Rule const* find_rule(rules::Rulebook const& book, std::string_view id, Instant at) {
  auto const found = std::ranges::find_if(
      book.rules, [&](rules::Rule const& rule) { return rule.id == id && rule.span.holds_at(at); });
  return found == book.rules.end() ? nullptr : &*found;
}

// What every rule of the entry read; they were judged on one moment's facts, so they agree.
Facts facts_of(boost::json::array const& verdicts) {
  Facts facts;
  for (auto const& verdict : verdicts)
    for (auto const& read : verdict.at("facts_read").as_object()) {
      auto const index = fact_index(read.key());
      if (!index || read.value().is_null()) continue;
      auto const& spec = fact_schema()[*index];
      if (auto value = fact_from_json(spec.type, read.value(), std::string(spec.path)))
        facts.set(spec.path, std::move(*value));
    }
  return facts;
}

Says says_of(object const& verdict) {
  auto const& says = verdict.at("says").as_object();
  return {text_of(says, "zh"), text_of(says, "en")};
}

class Recording {
 public:
  Recording(Case const& of_case, Entry const& entry, TrailReading trail)
      : case_(of_case), entry_(entry), json_(boost::json::parse(entry.bytes).as_object()), trail_(std::move(trail)) {}

  Explanation explain(rules::Rulebook const* book) && {
    Explanation made{.case_id = case_.id,
                     .kind = case_.kind,
                     .event = text_of(json_, "event"),
                     .state = text_of(json_, "from"),
                     .at = parse_rfc3339(text_of(json_, "at")).value(),
                     .accepted = text_of(json_, "outcome") == "accepted",
                     .evidence = trail_.evidence,
                     .book = text_of(json_, "rulebook"),
                     .digest = text_of(json_, "rulebook_digest")};
    if (made.accepted) made.to = text_of(json_, "to");
    made.event_says = {made.event, made.event};
    made.party = party_from(text_of(json_, "party")).value_or(Party::seller);
    if (auto const* workflow = workflows::find_workflow(case_.kind))
      if (auto const* event = workflow->find_event(made.event))
        made.event_says = {std::string(event->zh), std::string(event->en)};
    made.recorded = Recorded{.entry_id = entry_.id, .hash = entry_.hash, .actor = text_of(json_, "actor")};
    if (book)
      judge_again(*book, made);
    else
      set_aside(made);
    made.sources = std::move(trail_.sources);
    add_reason(made);
    return made;
  }

 private:
  boost::json::array const& verdicts() const { return json_.at("rules").as_array(); }

  void judge_again(rules::Rulebook const& book, Explanation& made) const {
    auto const facts = facts_of(verdicts());
    rules::Situation const situation{facts, trail_.evidence};
    bool const by_manager = text_of(json_, "role") == name_of(Role::manager);
    auto const at = book.version_selector == rules::VersionSelector::at_conduct_time ? case_.opened_at : made.at;
    for (auto const& each : verdicts()) {
      auto const& recorded = each.as_object();
      auto const id = text_of(recorded, "id");
      auto const* rule = find_rule(book, id, at);
      if (!rule) {
        made.recorded->differs.push_back(id);
        continue;
      }
      auto proof = rules::prove(*rule, situation, by_manager);
      bool const same = rules::name_of(proof.verdict.verdict) == text_of(recorded, "verdict") &&
                        proof.verdict.applies == recorded.at("applies").as_bool();
      if (!same) made.recorded->differs.push_back(id);
      proof.verdict.says = says_of(recorded);
      made.proofs.push_back(std::move(proof));
    }
  }

  void set_aside(Explanation& made) const {
    made.recorded->book_at_hand = false;
    made.recorded->verdicts = verdicts();
  }

  // A refusal that no rule made has its code in the entry.
  void add_reason(Explanation& made) const {
    auto const* refusal = json_.if_contains("refusal");
    if (!refusal || std::ranges::any_of(made.proofs, &rules::RuleProof::refuses)) return;
    auto const code = text_of(refusal->as_object(), "code");
    made.reasons.push_back({.code = code,
                            .kind = FaultKind::event_not_allowed,
                            .says = {"记录的拒绝原因：" + code, "recorded as refused: " + code}});
  }

  Case const& case_;
  Entry const& entry_;
  object json_;
  TrailReading trail_;
};

}  // namespace

Explanation explain_recorded(StoreReader& store, rules::Rulebook const* book, Case const& case_, Entry const& entry) {
  return Recording{case_, entry, read_trail(store, case_.id, entry.case_seq)}.explain(book);
}

}  // namespace redress::api
