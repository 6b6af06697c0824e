#include "workflows/model/step_checks.hpp"

#include "engine/cases/derive.hpp"
#include "workflows/model/promise_conditions.hpp"
#include "workflows/model/promises.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

namespace redress::model {
namespace {

constexpr std::string_view expiry = "deadline_passed";

void add(std::vector<Finding>& found, std::string_view code, std::string_view where, std::string zh, std::string en) {
  found.push_back({std::string(code), std::string(where), {std::move(zh), std::move(en)}});
}

std::vector<std::string_view> words_of(std::string_view list) {
  std::vector<std::string_view> words;
  while (!list.empty()) {
    auto const end = std::min(list.find(' '), list.size());
    if (end > 0) words.push_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return words;
}

bool has_word(std::string_view list, std::string_view word) {
  auto const words = words_of(list);
  return std::ranges::find(words, word) != words.end();
}

bool speaks_of(std::string_view kind, std::string_view of) { return kind == "*" || kind == of; }

bool ordered(Decision const& decision, std::string_view kind) {
  return std::ranges::any_of(decision.effects, [&](EffectOrder const& order) { return order.kind == kind; });
}

bool pays_refund(EffectOrder const& order) {
  return order.kind == "order_payout" || order.kind == "refund_price_difference";
}

bool pays(EffectOrder const& order) { return pays_refund(order) || order.kind == "order_compensation"; }

void check_event_promises(Step const& step, std::vector<Finding>& found) {
  auto const& event = *step.row.on;
  auto const facts = facts_at(step.before, &step.attempt, BookFacts::none);
  for (auto const& promise : event_promises()) {
    if (!rules::covers(promise.on, step.before.workflow.kind(), event.name)) continue;
    if (!promise.from.empty() && !has_word(promise.from, step.row.from->name)) continue;
    if (!promise.when.empty() && !promise_holds(promise.when, facts)) continue;
    bool const leads = promise.leads_to.empty() || has_word(promise.leads_to, step.decision.to) ||
                       (has_word(promise.leads_to, "=") && step.decision.to == step.decision.from);
    if (!leads)
      add(found, "leads_elsewhere", event.name,
          fmt::format("“{}”应到 {}，却到了 {}", event.zh, promise.leads_to, step.decision.to),
          fmt::format("\"{}\" is to lead to {}, and led to {}", event.en, promise.leads_to, step.decision.to));
    if (!promise.only_when.empty() && !promise_holds(promise.only_when, facts))
      add(found, "accepted_out_of_place", event.name,
          fmt::format("“{}”只应在 {} 时被接受", event.zh, promise.only_when),
          fmt::format("\"{}\" is to be accepted only when {}", event.en, promise.only_when));
    for (auto const order : words_of(promise.orders))
      if (!ordered(step.decision, order))
        add(found, "order_missing", event.name, fmt::format("“{}”没有发出 {}", event.zh, order),
            fmt::format("\"{}\" did not order {}", event.en, order));
  }
}

void check_state_promises(Step const& step, std::vector<Finding>& found) {
  if (step.decision.from == step.decision.to) return;
  auto const& state = *step.row.to;
  for (auto const& promise : state_promises()) {
    if (!speaks_of(promise.kind, step.before.workflow.kind()) || promise.state != state.name) continue;
    auto const orders = words_of(promise.orders);
    if (!orders.empty() && std::ranges::none_of(orders, [&](auto order) { return ordered(step.decision, order); }))
      add(found, "entered_without_order", state.name, fmt::format("进入“{}”时没有发出 {}", state.zh, promise.orders),
          fmt::format("\"{}\" was entered without the order {}", state.en, promise.orders));
    if (promise.holds.empty()) continue;
    World const after{step.before.workflow, step.before.book, step.decision.after, step.before.account, {},
                      step.before.now};
    if (!promise_holds(promise.holds, facts_at(after, nullptr, BookFacts::none)))
      add(found, "entered_out_of_place", state.name, fmt::format("进入“{}”时 {} 不成立", state.zh, promise.holds),
          fmt::format("\"{}\" was entered although {} does not hold", state.en, promise.holds));
  }
}

// Every rule in force that speaks of the event, asked one by one, whatever indexes and askers there are on decide's
// way.
void check_rules(Step const& step, std::vector<Finding>& found) {
  auto facts = facts_at(step.before, &step.attempt);
  facts.set("event.refund_minor", step.decision.given.refund_minor);
  facts.set("event.compensation_minor", step.decision.given.compensation_minor);
  auto const& kind = step.before.workflow.kind();
  bool const by_manager = step.attempt.actor.role == Role::manager;
  auto const at = step.before.book.version_selector == rules::VersionSelector::at_conduct_time
                      ? step.before.case_.opened_at
                      : step.before.now;
  bool const money = std::ranges::any_of(step.decision.effects, pays);
  for (auto const& rule : step.before.book.rules) {
    if (!rule.span.holds_at(at)) continue;
    if (std::ranges::none_of(rule.on, [&](auto const& on) { return rules::covers(on, kind, step.row.on->name); }))
      continue;
    auto const asked =
        std::ranges::any_of(step.decision.verdicts, [&](rules::RuleVerdict const& each) { return each.rule == &rule; });
    if (!asked)
      add(found, "rule_not_asked", step.row.on->name, fmt::format("“{}”没有问规则 {}", step.row.on->zh, rule.id),
          fmt::format("\"{}\" was accepted and the rule {} was not asked", step.row.on->en, rule.id));
    bool const may_refuse = rule.effect != rules::RuleEffect::warn && !rules::permits(rule.effect);
    if (!may_refuse || !rules::judge(rule, {facts, step.before.evidence}).refuses(by_manager)) continue;
    add(found, money ? "payout_past_rule" : "accepted_past_rule", step.row.on->name,
        fmt::format("规则 {} 不允许，“{}”却被接受", rule.id, step.row.on->zh),
        fmt::format("the rule {} refuses it, and \"{}\" was accepted", rule.id, step.row.on->en));
  }
}

// What an automation did a rule must have allowed.
void check_licence(Step const& step, std::vector<Finding>& found) {
  if (step.row.on->party != Party::timer || step.row.on->name == expiry) return;
  bool const licensed = std::ranges::any_of(step.decision.verdicts, [&](rules::RuleVerdict const& verdict) {
    return verdict.rule->effect == rules::RuleEffect::advance && verdict.rule->advances == step.row.on->name &&
           verdict.applies && verdict.verdict == rules::Verdict::holds;
  });
  if (!licensed)
    add(found, "automation_without_licence", step.row.on->name,
        fmt::format("没有规则允许自动执行“{}”", step.row.on->zh),
        fmt::format("no rule allowed automation to do \"{}\"", step.row.on->en));
}

std::int64_t minor_of(EffectOrder const& order) {
  auto const* amount = order.content.if_contains("amount");
  return amount ? amount->at("minor").as_int64() : 0;
}

// What this step should pay by the words of whoever decided it: a sum named with the event, else the claim as it then
// stands, else all that is left.
std::int64_t sum_to_pay(Step const& step, EffectOrder const& order) {
  auto const facts = facts_at(step.before, &step.attempt);
  if (order.kind == "refund_price_difference") return -facts.integer("replacement.price_difference_minor");
  if (facts.known("event.amount_minor")) return facts.integer("event.amount_minor");
  if (step.row.on->name == "retry_payout") return step.before.case_.facts.integer("payout.failed_minor");
  auto const left = refundable_on(step.before.account, step.before.case_.claim_lines);
  if (step.row.on->name == "accept_offer" && facts.text("offer.kind") == "partial_refund")
    return facts.integer("offer.amount_minor", left);
  return facts.integer("claim.amount_minor", left);
}

void check_money(Step const& step, std::vector<Finding>& found) {
  auto const& before = step.before.case_.account;
  auto const payouts = std::ranges::count_if(step.decision.effects, pays_refund);
  if (payouts > 1 || (payouts > 0 && before.pending_minor > 0))
    add(found, "paid_twice", step.row.on->name, "同一笔退款下达了两次", "one refund was ordered twice");
  if (std::ranges::count_if(step.decision.effects, [](auto const& each) { return each.kind == "order_compensation"; }) >
      (before.compensation_pending_minor > 0 ? 0 : 1))
    add(found, "paid_twice", step.row.on->name, "同一笔赔付下达了两次", "one compensation was ordered twice");
  for (auto const& order : step.decision.effects)
    if (pays_refund(order) && minor_of(order) != sum_to_pay(step, order))
      add(found, "wrong_sum", step.row.on->name,
          fmt::format("应付 {} 分，却下达 {} 分", sum_to_pay(step, order), minor_of(order)),
          fmt::format("{} minor units were to be paid, and {} were ordered", sum_to_pay(step, order), minor_of(order)));
  if (step.row.on->name == "settle" && step.attempt.plain_params.contains("amount") &&
      std::ranges::none_of(step.decision.effects, pays))
    add(found, "wrong_sum", step.row.on->name, "约定了金额却没有付款", "a sum was agreed on, and nothing was ordered");
  auto const& after = step.decision.after.account;
  auto const paid = after.refunded_minor + after.compensation_paid_minor;
  if (paid != before.refunded_minor + before.compensation_paid_minor && step.row.on->party != Party::payments)
    add(found, "settled_without_word", step.row.on->name, "没有支付方的回报就记为已付",
        "money counts as paid without payments' word");
}

// The answer to a changed claim has the whole time again, and so has a second round of evidence in a state of its own.
void check_clock(Step const& step, std::vector<Finding>& found) {
  bool const stays = step.decision.from == step.decision.to;
  bool const restarts = step.row.on->name == "modify_request" && step.row.to->owed_by == Party::seller;
  if ((!stays || restarts) && step.decision.after.state_entered_at != step.attempt.at)
    add(found, "clock_not_started", step.row.on->name, "时限没有重新计起", "the clock was not started anew");
}

// Whom the next move falls to by the doing of somebody else is told of it.
void check_told(Step const& step, std::vector<Finding>& found) {
  if (step.decision.from == step.decision.to || step.row.to->final || step.row.to->owed_by != Party::buyer) return;
  if (step.row.on->party != Party::seller) return;
  for (auto const* word : {"notify_buyer", "send_return_address", "collect_price_difference"})
    if (ordered(step.decision, word)) return;
  add(found, "buyer_not_told", step.row.on->name, fmt::format("“{}”后轮到买家处理，却没有告知买家", step.row.on->zh),
      fmt::format("after \"{}\" the buyer owes the next move and was not told", step.row.on->en));
}

void check_sums(World const& world, std::vector<Finding>& found) {
  auto const& account = world.case_.account;
  auto const& order = world.account.order;
  auto const others_refunded = world.account.refunded_minor;  // of all cases, this one as it stands
  if (others_refunded + world.account.pending_minor > order.paid_minor || account.refunded_minor < 0 ||
      account.pending_minor < 0)
    add(found, "over_refund", world.case_.state,
        fmt::format("已退 {} 加待付 {} 超过实付 {}", others_refunded, world.account.pending_minor, order.paid_minor),
        fmt::format("{} refunded and {} pending exceed the {} that was paid", others_refunded,
                    world.account.pending_minor, order.paid_minor));
  for (std::size_t i = 0; i < order.lines.size(); ++i)
    if (world.account.line_moved_minor[i] > order.lines[i].paid_minor)
      add(found, "over_refund", order.lines[i].id, "子订单退款超过实付", "a line was refunded above what was paid");
  auto const moved = std::accumulate(account.moved.begin(), account.moved.end(), std::int64_t{0},
                                     [](std::int64_t sum, LineAmount const& part) { return sum + part.minor; });
  if (moved != account.pending_minor + account.refunded_minor)
    add(found, "account_torn", world.case_.state, "账目分行与总额不符", "the account's lines do not add up to its sum");
  auto const& slot = world.workflow.find_state(world.case_.state)->deadline;
  if (slot.ends_with("buyer_ships_back") && !account.goods_reserved)
    add(found, "goods_not_set_aside", world.case_.state, "等待买家寄回，却没有锁定件数",
        "the goods are to come back, and were not set aside");
  bool const pending = account.pending_minor > 0 || account.compensation_pending_minor > 0;
  auto const* state = world.workflow.find_state(world.case_.state);
  if (pending && state->final)
    add(found, "closed_unsettled", state->name, "结案时仍有待付款项", "the case has ended with money pending");
  if (!pending && state->owed_by == Party::payments)
    add(found, "payment_not_ordered", state->name, "轮到支付方，却没有待付款项",
        "payments owe the next move, and nothing is pending");
  if (pending && !state->final && state->owed_by != Party::payments)
    add(found, "pending_unwatched", state->name, "款项待付，却没有轮到支付方",
        "money is pending, and payments do not owe the next move");
}

bool left_open(World const& world, rules::BookNotes const* notes, std::string_view slot) {
  if (std::ranges::any_of(open_slots(), [&](OpenSlot const& open) {
        return open.slot == slot &&
               (open.when.empty() || promise_holds(open.when, facts_at(world, nullptr, BookFacts::none)));
      }))
    return true;
  if (!notes) return false;
  auto const dot = slot.find('.');
  return std::ranges::any_of(notes->silent_on, [&](std::string const& name) {
    return name == slot || rules::covers(name, slot.substr(0, dot), slot.substr(dot + 1));
  });
}

void check_deadline(World const& world, StateSpec const& state, rules::BookNotes const* notes,
                    std::vector<Finding>& found) {
  auto const& due = world.case_.due;
  auto const open_end = std::ranges::find_if(open_ends(), [&](OpenEnd const& end) {
    return end.state == state.name && speaks_of(end.kind, world.workflow.kind());
  });
  if (state.deadline.empty() && open_end == open_ends().end())
    add(found, "no_deadline", state.name, "没有时限，也没有写明原因", "it has no deadline, and no reason is stated");
  if (!state.deadline.empty() && open_end != open_ends().end())
    add(found, "reason_is_stale", state.name, "写明了没有时限的原因，却有时限",
        "a reason is stated for having no deadline, and it has one");
  if (!state.deadline.empty() && !due && !left_open(world, notes, state.deadline))
    add(found, "no_deadline", state.name, fmt::format("时限位 {} 在此没有时限", state.deadline),
        fmt::format("the slot {} has no deadline here", state.deadline));
  if (due && due->at <= world.case_.state_entered_at && due->on_expiry == state.name)
    add(found, "rings_for_ever", state.name, "到期后仍停留原状态，会一直到期", "its expiry leaves it due for ever");
  if (due && due->on_expiry.empty() && world.workflow.find_event(expiry))
    add(found, "expiry_leads_nowhere", state.name, "到期时没有任何规则行成立", "no row holds at its expiry");
}

// Names of slots and of the platform's own statuses say who is waited for: refund.seller_answer,
// WAIT_BUYER_RETURN_GOODS.
void check_owing(World const& world, StateSpec const& state, std::vector<Finding>& found) {
  auto const in_words_of = [&](std::string_view party) {
    auto const part = state.deadline.substr(std::min(state.deadline.find('.') + 1, state.deadline.size()));
    return part.starts_with(party);
  };
  auto const wrong = [&](std::string_view zh, std::string_view en) {
    add(found, "wrong_party_owes", state.name, std::string(zh), std::string(en));
  };
  auto const owed_by = state.owed_by;
  if ((in_words_of("seller_") && owed_by != Party::seller) || (in_words_of("buyer_") && owed_by != Party::buyer))
    wrong("时限名所说的一方不是责任方", "its deadline is named after a party that does not owe the move");
  auto const raw = state.raw_status;
  if (raw.starts_with("WAIT_SELLER") && owed_by != Party::seller)
    wrong("平台状态说等待卖家，责任方却不是卖家", "the platform waits for the seller, who does not owe the move");
  if (raw.starts_with("WAIT_BUYER") && owed_by != Party::buyer)
    wrong("平台状态说等待买家，责任方却不是买家", "the platform waits for the buyer, who does not owe the move");
  for (auto const& promise : owed_states())
    if (speaks_of(promise.kind, world.workflow.kind()) && has_word(promise.states, state.name) && promise.by != owed_by)
      wrong("责任方与约定不符", "another party than was written down owes the move");
  bool const can_move = std::ranges::any_of(world.workflow.rows(), [&](RowSpec const& row) {
    return row.from->name == state.name && row.on->party == owed_by;
  });
  if (!can_move) wrong("责任方在此没有任何动作", "the party that owes the move has no move there");
}

}  // namespace

void check_step(Step const& step, std::vector<Finding>& found) {
  check_event_promises(step, found);
  check_state_promises(step, found);
  check_rules(step, found);
  check_licence(step, found);
  check_money(step, found);
  check_clock(step, found);
  check_told(step, found);
}

void check_refusal(World const& before, EventSpec const& event, Decision const& decision, std::vector<Finding>& found) {
  auto const& reasons = decision.refusal->why_not;
  bool const told = !reasons.empty() && std::ranges::all_of(reasons, [](WhyNot const& each) {
    return !each.code.empty() && !each.says.zh.empty() && !each.says.en.empty();
  });
  if (!told) add(found, "refused_without_reason", event.name, "拒绝没有说明原因", "it was refused without a reason");
  if (decision.after != before.case_ || !decision.effects.empty() || !decision.postings.empty())
    add(found, "refusal_changed_something", event.name, "拒绝却改变了案件",
        "it was refused, and yet changed something");
}

void check_standing(World const& world, rules::BookNotes const* notes, std::vector<Finding>& found) {
  auto const* state = world.workflow.find_state(world.case_.state);
  check_sums(world, found);
  if (world.case_.final != state->final)
    add(found, "end_not_marked", state->name, "终态与案件不符", "the case and its state disagree on the end");
  if (state->final || state->name == world.workflow.initial().name) return;
  check_deadline(world, *state, notes, found);
  check_owing(world, *state, found);
}

}  // namespace redress::model
