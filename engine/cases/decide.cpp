#include "engine/cases/decide.hpp"

#include "engine/cases/authority.hpp"
#include "engine/cases/automation.hpp"
#include "engine/cases/consequences.hpp"
#include "engine/cases/derive.hpp"
#include "engine/cases/fix.hpp"
#include "engine/cases/item_verdicts.hpp"
#include "engine/cases/reported_fix.hpp"
#include "engine/rules/scope.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress {
namespace {

constexpr std::string_view expiry = "deadline_passed";
constexpr std::string_view differs_flag = "platform_due_differs";
constexpr std::string_view unknown_flag = "status_unknown";

// The guard of every row comes here: which rules speak of this move, and does one of them refuse?
class BookAsker final : public RowAsker {
 public:
  BookAsker(World const& world, Facts& facts, Attempt const& attempt)
      : world_(world), facts_(facts), attempt_(attempt) {}

  bool allows(RowSpec const& row) override {
    given = given_by(row, world_, attempt_, facts_);
    facts_.set("event.refund_minor", given.refund_minor);
    facts_.set("event.compensation_minor", given.compensation_minor);
    rules::Situation const situation{facts_, world_.evidence};
    auto const at = rules_at(world_);
    verdicts = rules::consult(world_.book, world_.workflow.kind(), row.on->name, situation, at);
    for (auto const& verdict : verdicts)
      if (verdict.refuses(by_manager()) && passes(attempt_, *verdict.rule)) overridden.push_back(verdict.rule->id);
    bool const barred = std::ranges::any_of(verdicts, [&](auto const& each) { return refuses(each); });
    if (is_automated(*row.on, attempt_.actor)) {
      auto licences = rules::consult_automation(world_.book, world_.workflow.kind(), row.on->name, situation, at);
      licence = licence_from(licences, world_.automation_off);
      std::ranges::move(licences, std::back_inserter(verdicts));
    }
    return licence == Licence::given && !barred;
  }

  bool refuses(rules::RuleVerdict const& verdict) const {
    return verdict.refuses(by_manager()) && !passes(attempt_, *verdict.rule);
  }
  bool by_manager() const { return attempt_.actor.role == Role::manager; }

  std::vector<rules::RuleVerdict> verdicts;
  std::vector<std::string> overridden;
  Given given;
  Licence licence = Licence::given;

 private:
  World const& world_;
  Facts& facts_;  // gets what the row under question would give away, which no guard and no effect reads
  Attempt const& attempt_;
};

Decision unchanged(World const& world) {
  Decision decision;
  decision.from = decision.to = world.case_.state;
  decision.after = world.case_;
  return decision;
}

Decision refuse(Decision decision, std::vector<WhyNot> reasons) {
  rank(reasons);
  decision.to = decision.from;
  decision.effects.clear();
  decision.facts_set.clear();
  decision.postings.clear();
  decision.refusal = Refusal{std::move(reasons)};
  return decision;
}

Decision refuse(Decision decision, WhyNot reason) {
  std::vector<WhyNot> reasons;
  reasons.push_back(std::move(reason));
  return refuse(std::move(decision), std::move(reasons));
}

WhyNot case_is_final(World const& world) {
  return {.code = "case_final",
          .kind = FaultKind::case_final,
          .says = {fmt::format("案件已结束（{}），不能再操作", world.case_.state),
                   fmt::format("the case has ended ({}); nothing can be done in it", world.case_.state)}};
}

WhyNot unknown_event(World const& world, std::string_view event) {
  return {.code = "unknown_event",
          .kind = FaultKind::event_not_allowed,
          .says = {fmt::format("{} 流程没有动作 {}", world.case_.kind, event),
                   fmt::format("the workflow {} has no event {}", world.case_.kind, event)}};
}

WhyNot not_due_yet(World const& world) {
  auto const due = world.case_.due ? format_rfc3339(world.case_.due->at) : std::string("-");
  return {.code = "not_due_yet",
          .kind = FaultKind::event_not_allowed,
          .says = {fmt::format("尚未到期（{}）", due), fmt::format("the deadline has not passed ({})", due)},
          .expected = fmt::format(">= {}", due),
          .actual = format_rfc3339(world.now)};
}

WhyNot wrong_state(World const& world, EventSpec const& event) {
  auto const* state = world.workflow.find_state(world.case_.state);
  auto const zh = state ? state->zh : std::string_view{};
  return {.code = "wrong_state",
          .kind = FaultKind::event_not_allowed,
          .says = {fmt::format("当前状态 {}（{}）下没有动作“{}”", world.case_.state, zh, event.zh),
                   fmt::format("\"{}\" is no move in state {}", event.en, world.case_.state)},
          .actual = world.case_.state};
}

WhyNot structural(GuardSpec const& guard) {
  return {.code = std::string(guard.name),
          .kind = FaultKind::event_not_allowed,
          .says = {fmt::format("条件不满足：{}", guard.zh), fmt::format("the condition does not hold: {}", guard.en)},
          .expected = std::string(guard.name)};
}

WhyNot automation_is_off(EventSpec const& event) {
  return {.code = "automation_off",
          .kind = FaultKind::rule_blocked,
          .says = {fmt::format("本店已关闭自动执行“{}”，请人工处理", event.zh),
                   fmt::format("the shop switched off the automation that would {}: a person decides", event.en)}};
}

WhyNot not_licensed(EventSpec const& event) {
  return {.code = "not_automatic",
          .kind = FaultKind::rule_blocked,
          .says = {fmt::format("没有规则允许自动执行“{}”", event.zh),
                   fmt::format("no rule lets automation do \"{}\"", event.en)}};
}

// What the event's parameters say about facts the store keeps.
void keep_facts(Attempt const& attempt, Decision& decision) {
  for (auto const& [path, value] : attempt.facts) {
    if (!settable(fact_schema()[*fact_index(path)])) continue;
    decision.after.facts.set(path, value);
    decision.facts_set[path] = to_json(value);
  }
}

bool begins_a_stay(RowSpec const& row) {
  return row.to != row.from || std::ranges::find(row.effects, EffectKind::restart_clock) != row.effects.end();
}

// A platform's deadline speaks of the stay it was reported in; the next one has its own.
void enter_state(Decision& decision, StateSpec const& to, Instant at) {
  auto& after = decision.after;
  after.state = to.name;
  after.final = to.final;
  after.state_entered_at = at;
  if (after.facts.known("platform.due_at")) {
    after.facts.clear("platform.due_at");
    decision.facts_set["platform.due_at"] = nullptr;
  }
  if (!to.final || after.account.refunded_minor > 0 || !after.account.goods_reserved) return;
  after.account.goods_reserved = false;
  decision.postings.push_back(boost::json::object{{"kind", "free_goods"}});
}

// What the order's account will be once this decision is recorded: other cases as they are, this one as it became.
void renew_due(World const& world, Case& after) {
  World const next{world.workflow, world.book, after, world.account, world.evidence, world.now, world.automation_off};
  auto const* state = world.workflow.find_state(after.state);
  auto const wanted = state ? read_by_deadlines(world.book, state->deadline, rules_at(next)) : BookFacts::none;
  auto const facts = facts_at(next, nullptr, wanted);
  after.due = due_of(next, facts);
  std::erase(after.flags, differs_flag);
  if (platform_due_differs(next, facts)) after.flags.emplace_back(differs_flag);
  std::erase(after.flags, unknown_flag);
  if (platform_status_unknown(after)) after.flags.emplace_back(unknown_flag);
}

// Guards read what is stored or follows from it, so what is left are the rules that may be asked and the one effect
// that pays what the book computes.
BookFacts read_by_move(World const& world, EventSpec const& event) {
  auto const at = rules_at(world);
  auto most = read_by(rules::rules_on(world.book, world.workflow.kind(), event.name, at));
  most = std::max(most, read_by(rules::rules_advancing(world.book, world.workflow.kind(), event.name, at)));
  for (auto const& row : world.workflow.rows())
    if (row.on->name == event.name &&
        std::ranges::find(row.effects, EffectKind::order_compensation) != row.effects.end())
      most = std::max(most, BookFacts::compensation);
  return most;
}

// What a fix of this attempt is made from; made only for a refusal.
struct FixMaker {
  World const& world;
  Attempt const& attempt;
  boost::json::object example =
      example_params(*attempt.event, world.case_, world.account.refundable_minor(), world.now);

  FixContext context() const {
    return {world.case_.id, world.case_.version,   attempt.event->name,
            example,        &attempt.plain_params, attempt.actor.role};
  }

  // What the order has left, or a sum where the book knows none.
  std::optional<Fix> of_money(WhyNot const& reason) const {
    auto const left_minor = refundable_on(world.account, world.case_.claim_lines);
    if (reason.code == "over_refund" && left_minor > 0)
      return same_call_over(context(), attempt, left_minor, world.case_.currency);
    if (reason.code == "amount_missing") return same_call_over(context(), attempt, std::nullopt, world.case_.currency);
    return std::nullopt;
  }

  // Whoever works for the shop or its systems may report what another party did; a deadline passes by itself.
  std::optional<Fix> of_other_party() const {
    auto const party = attempt.event->party;
    if (!may_apply(attempt.actor.role) || party == Party::timer) return std::nullopt;
    return same_call_by(context(), attempt, party);
  }

  // Of rules that miss nothing that is plainly missing; `reasons` are those of the asker's verdicts.
  void complete(std::vector<WhyNot>& reasons, BookAsker const& asker, Facts const& facts) const {
    for (auto& reason : reasons) {
      if (reason.override_offer) as_asked(reason.override_offer->call, attempt);
      if (reason.fix && reason.override_offer && reason.fix->method == reason.override_offer->call.method)
        reason.fix = reason.override_offer->call;
      if (reason.fix) continue;
      auto const& verdict =
          *std::ranges::find(asker.verdicts, reason.rule, [](auto const& each) { return each.rule->id; });
      reason.fix = report_turning(verdict, facts, world, attempt, context());
      bool const about_attempt =
          std::ranges::any_of(verdict.facts_read, [](auto const& read) { return read.path.starts_with("event."); });
      if (!reason.fix && about_attempt) reason.fix = change_params(context(), attempt, verdict.facts_read);
    }
  }
};

WhyNot other_partys_move(World const& world, Attempt const& attempt) {
  auto const& event = *attempt.event;
  auto const theirs = in_words(event.party);
  auto const caller = in_words(attempt.party);
  // A timer's move that somebody reports in the timer's name: it is the system that must see the deadline pass.
  Says says{fmt::format("“{}”到期由系统自动进行，任何人不能代做", event.zh),
            fmt::format("\"{}\" happens by itself when it is due; nobody does it by hand", event.en)};
  if (event.party != Party::timer)
    says = {fmt::format("“{}”由{}进行，{}不能代做", event.zh, theirs.zh, caller.zh),
            fmt::format("\"{}\" is for {} to do, not for {}", event.en, theirs.en, caller.en)};
  return {.code = "other_partys_move",
          .kind = FaultKind::event_not_allowed,
          .says = std::move(says),
          .expected = std::string(name_of(event.party)),
          .actual = std::string(name_of(attempt.party)),
          .fix = FixMaker{world, attempt}.of_other_party()};
}

std::vector<WhyNot> reasons_of(Step const& step, World const& world, Attempt const& attempt, BookAsker const& asker,
                               Facts const& facts) {
  std::vector<WhyNot> reasons;
  FixMaker const fixes{world, attempt};
  switch (step.outcome) {
    case Step::Outcome::refused: {
      reasons = why_not_of(asker.verdicts, asker.by_manager(), fixes.context());
      fixes.complete(reasons, asker, facts);
      std::erase_if(reasons, [&](WhyNot const& each) {
        return std::ranges::find(asker.overridden, each.rule) != asker.overridden.end();
      });
      name_inadmissible_items(reasons, world);
      if (asker.licence == Licence::none) reasons.push_back(not_licensed(*attempt.event));
      if (asker.licence == Licence::switched_off) reasons.push_back(automation_is_off(*attempt.event));
      break;
    }
    case Step::Outcome::no_guard:
      std::ranges::transform(step.unmet, std::back_inserter(reasons), structural);
      reasons.front().fix = report_turning_guards(world, attempt, fixes.context());
      break;
    default:
      reasons.push_back(wrong_state(world, *attempt.event));
      break;
  }
  return reasons;
}

}  // namespace

Instant rules_at(World const& world) {
  return world.book.version_selector == rules::VersionSelector::at_conduct_time ? world.case_.opened_at : world.now;
}

Facts facts_at(World const& world, Attempt const* attempt) { return facts_at(world, attempt, BookFacts::risk); }

Facts facts_at(World const& world, Attempt const* attempt, BookFacts wanted) {
  Facts facts = world.case_.facts;
  if (attempt) {
    for (auto const& [path, value] : attempt->facts) facts.set(path, value);
    facts.set("event.name", std::string(attempt->event->name));
    facts.set("actor.role", std::string(name_of(attempt->actor.role)));
    facts.set("actor.party", std::string(name_of(attempt->party)));
  }
  derive(facts, world, wanted);
  return facts;
}

Decision decide(World const& world, Attempt const& attempt) {
  auto decision = unchanged(world);
  auto const& event = *attempt.event;
  if (world.case_.final) return refuse(std::move(decision), case_is_final(world));
  bool const by_runner = attempt.actor.role == Role::runner;
  if (attempt.party != event.party || (event.party == Party::timer && !by_runner))
    return refuse(std::move(decision), other_partys_move(world, attempt));
  bool const due = world.case_.due && world.case_.due->at <= world.now;
  if (event.name == expiry && !due) return refuse(std::move(decision), not_due_yet(world));

  auto facts = facts_at(world, &attempt, read_by_move(world, event));
  BookAsker asker{world, facts, attempt};
  auto const step = world.workflow.step(world.case_.state, event.name, facts, asker);
  decision.given = asker.given;
  auto reasons =
      step.outcome == Step::Outcome::moved ? std::vector<WhyNot>{} : reasons_of(step, world, attempt, asker, facts);
  decision.verdicts = std::move(asker.verdicts);
  if (step.outcome != Step::Outcome::moved) return refuse(std::move(decision), std::move(reasons));

  keep_facts(attempt, decision);
  bool const claims_anew =
      decision.facts_set.contains("claim.amount_minor") || world.case_.state == world.workflow.initial().name;
  auto reason = claims_anew ? claim_exceeds_order(world, decision.after) : std::nullopt;
  if (!reason) reason = carry_out(*step.row, world, facts, decision);
  if (reason) {
    decision.after = world.case_;
    reason->fix = FixMaker{world, attempt}.of_money(*reason);
    return refuse(std::move(decision), std::move(*reason));
  }
  decision.to = step.row->to->name;
  if (begins_a_stay(*step.row)) enter_state(decision, *step.row->to, attempt.at);
  renew_due(world, decision.after);
  decision.overridden = std::move(asker.overridden);
  std::ranges::move(advance_orders(decision.verdicts, event.name, world), std::back_inserter(decision.effects));
  return decision;
}

Decision refuse_unknown_event(World const& world, std::string_view event) {
  return refuse(unchanged(world), world.case_.final ? case_is_final(world) : unknown_event(world, event));
}

Decision report_facts(World const& world, boost::json::object const& facts_set, Facts facts_after) {
  auto decision = unchanged(world);
  if (facts_set.contains("claim.amount_minor")) {
    auto claim = world.case_;
    claim.facts = facts_after;
    if (auto reason = claim_exceeds_order(world, claim)) {
      auto const left_minor = refundable_on(world.account, claim.claim_lines);
      boost::json::object const no_params;
      if (left_minor > 0)
        reason->fix = report_fact({world.case_.id, world.case_.version, "facts_reported", no_params},
                                  "claim.amount_minor", left_minor);
      return refuse(std::move(decision), std::move(*reason));
    }
  }
  decision.facts_set = facts_set;
  decision.after.facts = std::move(facts_after);
  renew_due(world, decision.after);
  return decision;
}

}  // namespace redress
