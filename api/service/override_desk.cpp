// Overrides that wait for a second person: the proposal, which is an entry and moves nothing, and its confirmation,
// which decides the event anew.
#include "api/service/case_desk_parts.hpp"
#include "api/service/override_register.hpp"
#include "engine/cases/authority.hpp"

#include <algorithm>
#include <limits>

namespace redress::api {
namespace {

using boost::json::object;

constexpr std::string_view kept_call = "override_call";

std::vector<std::string> texts_of(boost::json::value const& list) {
  std::vector<std::string> texts;
  for (auto const& each : list.as_array()) texts.emplace_back(each.as_string());
  return texts;
}

// A misspelt id would pass nothing and leave its sender wondering.
void check_rule_ids(rules::Rulebook const& book, std::vector<std::string> const& ids, std::string_view position) {
  for (auto const& id : ids)
    if (std::ranges::find(book.rules, id, &rules::Rule::id) == book.rules.end())
      throw CallFault{invalid_params(std::string(position), fmt::format("{} 里没有规则 {}", book.id, id),
                                     fmt::format("there is no rule {} in {}", id, book.id))};
}

// What the named rules ask for together: the shortest wait counts, and a manager where one of them wants one.
rules::OverrideTerms terms_of(rules::Rulebook const& book, std::vector<std::string> const& ids) {
  rules::OverrideTerms together{.expires_hours = std::numeric_limits<int>::max()};
  for (auto const& rule : book.rules) {
    if (!rule.override_terms || std::ranges::find(ids, rule.id) == ids.end()) continue;
    auto const& terms = *rule.override_terms;
    together.expires_hours = std::min(together.expires_hours, terms.expires_hours);
    if (terms.second_person && together.second_person != Role::manager) together.second_person = terms.second_person;
  }
  return together;
}

WhyNot refusing(std::string code, std::string zh, std::string en) {
  return {.code = std::move(code), .kind = FaultKind::rule_blocked, .says = {std::move(zh), std::move(en)}};
}

Decision refused(Case const& case_, WhyNot reason) {
  Decision decision;
  decision.from = decision.to = case_.state;
  decision.after = case_;
  decision.refusal = Refusal{{std::move(reason)}};
  return decision;
}

object kept_of(DeskCall const& call) {
  object kept;
  for (auto const* name : {"case_id", "event", "party", "params", "evidence"})
    if (auto const* found = call.params.if_contains(name)) kept.emplace(name, *found);
  return kept;
}

// Who may not say yes may not say no either.
std::optional<WhyNot> not_the_second_person(rules::Rulebook const& book, Proposal const& proposal,
                                            Actor const& second) {
  auto const wanted = terms_of(book, proposal.rules).second_person;
  if (!wanted || rules::role_may(second.role, *wanted)) return std::nullopt;
  return refusing("needs_second_person", "须由规则指定的复核人确认或否决",
                  "only the second person the rule asks for confirms or declines it");
}

// Why a proposal that was found cannot be answered by this caller now.
std::optional<WhyNot> obstacle(Proposal const& proposal, Case const& case_, Actor const& second, Instant now) {
  if (!proposal.confirmed_in.empty())
    return refusing("override_done", "这项提议已经确认过", "this proposal was confirmed already");
  if (!proposal.declined_in.empty())
    return refusing("override_declined", "这项提议已被否决，如仍需要请重新提出",
                    "this proposal was declined: propose again if it is still wanted");
  if (proposal.expires_at <= now)
    return refusing("override_expired",
                    fmt::format("提议已于 {} 过期，请重新提出", format_rfc3339(proposal.expires_at)),
                    fmt::format("the proposal expired at {}: propose again", format_rfc3339(proposal.expires_at)));
  if (proposal.proposed_by == second.id)
    return refusing("override_own", "提议人不能复核自己的提议，须由另一人确认或否决",
                    "whoever proposed it cannot answer it: another person must");
  if (proposal.state != case_.state)
    return refusing("override_stale", fmt::format("案件已从 {} 变为 {}，请重新提出", proposal.state, case_.state),
                    fmt::format("the case went from {} to {}: propose again", proposal.state, case_.state));
  return std::nullopt;
}

}  // namespace

std::optional<OverrideRequest> override_asked(DeskCall const& call) {
  auto const* asked = call.params.if_contains("override");
  if (!asked) return std::nullopt;
  return OverrideRequest{.rules = texts_of(asked->at("rules"))};
}

std::string reason_of_override(DeskCall const& call) {
  if (auto const* asked = call.params.if_contains("override")) return text_of(asked->as_object(), "reason");
  return text_of(call.params, "reason");
}

CaseDesk::Prepared CaseDesk::prepare_proposal(StoreReader& store, DeskCall const& call) {
  auto loaded = load(store, call, call);
  check_version(call, loaded.case_);
  auto const now = clock_.now();
  auto const named = texts_of(call.params.at("rules"));
  check_rule_ids(*loaded.book, named, "params.rules");
  std::vector<Evidence> added;
  auto const items = attached(store, call, loaded, added);
  auto const command = command_of(call);
  auto const* event = loaded.workflow->find_event(command.event);
  if (!event || event->name == "open")
    throw CallFault{invalid_params("params.event", fmt::format("流程没有动作 {}", command.event),
                                   fmt::format("the workflow has no event {}", command.event))};
  auto tried = must(read_attempt(*event, command, loaded.case_, now));
  tried.override_request = OverrideRequest{.rules = named, .proposing = true};
  add_message_facts(tried, *loaded.book, loaded.buyer_values);
  add_proof_facts(tried, items);
  auto would = decide(loaded.world(now), tried);
  auto const terms = terms_of(*loaded.book, would.overridden);
  if (would.accepted() && (would.overridden.empty() || !terms.second_person))
    throw CallFault{invalid_params("params.rules", "这一步不需要第二个人，请直接调用 case.apply",
                                   "this step wants no second person: call case.apply")};
  object plain{{"event", command.event}, {"params", tried.plain_params}};
  std::vector<std::pair<std::string, std::string>> personal;
  if (would.refusal) {
    auto decision = refused(loaded.case_, would.refusal->why_not.front());
    decision.refusal = std::move(would.refusal);
    decision.verdicts = std::move(would.verdicts);
    return compose(call, loaded, std::move(decision), tried.party, "override_proposed", std::move(plain), {}, {});
  }
  personal.emplace_back(override_reason, reason_of_override(call));
  personal.emplace_back(kept_call, boost::json::serialize(kept_of(call)));
  add_note(call, personal);
  auto decision = redress::report_facts(loaded.world(now), {}, loaded.case_.facts);
  decision.verdicts = std::move(would.verdicts);
  decision.overridden = std::move(would.overridden);
  auto const expires_at = format_rfc3339(now + terms.expires_hours * hour_ms);
  auto prepared = compose(call, loaded, std::move(decision), tried.party, "override_proposed", std::move(plain),
                          std::move(personal), {});
  auto& record = prepared.record.entry.members.at("override").as_object();
  record.emplace("event", command.event);
  record.emplace("expires_at", expires_at);
  record.emplace("refund_minor", would.given.refund_minor);
  record.emplace("compensation_minor", would.given.compensation_minor);
  prepared.more.emplace("override", object{{"id", prepared.record.entry_id},
                                           {"status", "waiting"},
                                           {"second_person", name_of(*terms.second_person)},
                                           {"expires_at", expires_at}});
  return prepared;
}

// Confirmed or declined: both answer a proposal, and what was kept of it says which case and move it is about.
CaseDesk::Prepared CaseDesk::prepare_confirmation(StoreReader& store, DeskCall const& call) {
  auto const id = text_of(call.params, "override_id");
  auto const proposal = find_proposal(store, id);
  if (!proposal || !may_see(call.actor, proposal->shop))
    throw CallFault{{FaultKind::not_found, {"没有这项提议", "there is no such proposal"}, "params.override_id"}};
  auto const texts = store.personal_of(proposal->case_id);
  auto const kept = std::ranges::find_if(
      texts, [&](PersonalText const& text) { return text.entry_id == id && text.name == kept_call; });
  if (kept == texts.end())
    throw CallFault{{FaultKind::not_found,
                     {"提议的内容已被删除，请重新提出", "what was proposed has been erased: propose again"},
                     "params.override_id"}};
  DeskCall const move{{proposal->proposed_by, proposal->proposer_role, proposal->shop},
                      "case.apply",
                      boost::json::parse(kept->text).as_object()};
  auto const now = clock_.now();
  auto const loaded = load(store, call, move);
  auto blocked = obstacle(*proposal, loaded.case_, call.actor, now);
  auto const event = text_of(move.params, "event");
  Prepared prepared;
  bool const declines = call.method == "override.decline";
  if (!blocked && declines) blocked = not_the_second_person(*loaded.book, *proposal, call.actor);
  if (!blocked && declines) {
    prepared = compose(call, loaded, redress::report_facts(loaded.world(now), {}, loaded.case_.facts), Party::seller,
                       std::string(declined_event), {{"event", event}},
                       {{std::string(override_reason), reason_of_override(call)}}, {});
    prepared.more.emplace("override", object{{"id", id}, {"status", "declined"}});
  } else if (!blocked) {
    prepared = attempt(store, call, move, OverrideRequest{.rules = proposal->rules, .confirmed_by = call.actor});
    bool const grew = prepared.given.refund_minor > proposal->given.refund_minor ||
                      prepared.given.compensation_minor > proposal->given.compensation_minor;
    if (grew && !prepared.refusal)
      blocked = refusing("override_stale", "金额已超过提议时的金额，请重新提出",
                         "the sum is larger than the one proposed: propose again");
  }
  if (blocked)
    prepared = compose(call, loaded, refused(loaded.case_, std::move(*blocked)), Party::seller,
                       declines ? std::string(declined_event) : event, {}, {}, {});
  auto& members = prepared.record.entry.members;
  if (!members.contains("override")) members.emplace("override", object{{"rules", boost::json::array{}}});
  auto& record = members.at("override").as_object();
  record.emplace("proposal", id);
  record.emplace("proposed_by", proposal->proposed_by);
  return prepared;
}

}  // namespace redress::api
