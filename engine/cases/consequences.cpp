#include "engine/cases/consequences.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace redress {
namespace {

WhyNot over_refund(std::int64_t asked_minor, std::int64_t left_minor, Currency currency) {
  auto const asked = format_major(Money{asked_minor, currency});
  auto const left = format_major(Money{left_minor, currency});
  return {
      .code = "over_refund",
      .kind = FaultKind::over_refund,
      .says = {fmt::format("退款 {} 超过本申请还可退的 {} {}（含其他案件已退与退款中）", asked, left, currency.code()),
               fmt::format("{} is more than the {} {} still refundable here, all cases of the order counted", asked,
                           left, currency.code())},
      .expected = fmt::format("<= {}", left_minor),
      .actual = fmt::format("{}", asked_minor)};
}

WhyNot too_many_pieces(OverQuantity const& over) {
  return {.code = "over_quantity",
          .kind = FaultKind::over_quantity,
          .says = {fmt::format("子订单 {} 申请 {} 件，仅剩 {} 件可处理", over.line_id, over.asked, over.left),
                   fmt::format("line {} asks for {} pieces, {} are left", over.line_id, over.asked, over.left)},
          .expected = fmt::format("<= {}", over.left),
          .actual = fmt::format("{}", over.asked)};
}

WhyNot no_amount() {
  return {.code = "amount_missing",
          .kind = FaultKind::rule_blocked,
          .says = {"规则未能算出赔付金额，请用参数 amount 填写",
                   "the rulebook computes no sum here: give the parameter amount"},
          .missing = {"event.amount_minor"}};
}

WhyNot amount_differs(std::int64_t told_minor, std::int64_t pending_minor) {
  return {.code = "amount_differs",
          .kind = FaultKind::event_not_allowed,
          .says = {"回报的金额与待付金额不一致", "the amount reported is not the amount that is pending"},
          .expected = fmt::format("{}", pending_minor),
          .actual = fmt::format("{}", told_minor)};
}

// Pieces that other cases brought back are gone for a case that moves goods; a review of them, or a claim that they
// came late, is about all that was bought.
std::optional<OverQuantity> over_claimed(World const& world, std::span<ClaimLine const> lines) {
  bool const moves_goods = std::ranges::any_of(world.workflow.rows(), [](RowSpec const& row) {
    return std::ranges::find(row.effects, EffectKind::reserve_goods) != row.effects.end();
  });
  return moves_goods ? over_quantity(world.account, lines) : over_quantity(account_of(world.account.order), lines);
}

class Consequences {
 public:
  Consequences(World const& world, Facts const& facts, Decision& decision)
      : world_(world), facts_(facts), after_(decision.after), decision_(decision) {}

  std::optional<WhyNot> apply(EffectKind effect) {
    switch (effect) {
      case EffectKind::restart_clock:  // decide() enters the state once more
        return std::nullopt;
      case EffectKind::reserve_goods:
        return reserve_goods();
      case EffectKind::adopt_offer:
        return adopt_offer();
      case EffectKind::order_payout:
        return pay_out(effect, payout_minor());
      case EffectKind::repeat_payout:
        return repeat_payout();
      case EffectKind::refund_price_difference:
        return pay_out(effect, -facts_.integer("replacement.price_difference_minor"));
      case EffectKind::settle_payout:
        return settle_payout();
      case EffectKind::cancel_payout:
        return cancel_payout();
      case EffectKind::order_compensation:
        return compensate();
      case EffectKind::settle_compensation:
        return settle_compensation();
      case EffectKind::cancel_compensation:
        post(effect, after_.account.compensation_pending_minor);
        after_.account.compensation_pending_minor = 0;
        return std::nullopt;
      case EffectKind::open_refund_case:
        set_fact("claim.refund_opened", true);
        order(effect, {});
        return std::nullopt;
      case EffectKind::collect_price_difference:
        order(effect,
              {{"amount", to_json(Money{facts_.integer("replacement.price_difference_minor"), after_.currency})}});
        return std::nullopt;
      default:
        order(effect, {});
        return std::nullopt;
    }
  }

  // What a deadline's passing makes owed, as the rules that were asked about it say: a trace that broke off is dated,
  // and what counts as a shortage from now on is named so. Fake dispatch and a raised price stay what they are.
  void name_breach() {
    constexpr std::array gives_way{"", "late", "trace_timeout", "trace_abnormal"};
    if ((is_owed("trace_timeout") || is_owed("trace_abnormal")) && !after_.facts.known("logistics.trace_breach_at"))
      set_fact("logistics.trace_breach_at", world_.case_.due ? world_.case_.due->at : world_.now);
    if (is_owed("shortage") &&
        std::ranges::find(gives_way, after_.facts.text("compensation.breach")) != gives_way.end())
      set_fact("compensation.breach", std::string("shortage"));
  }

 private:
  bool is_owed(std::string_view breach) const {
    return std::ranges::any_of(decision_.verdicts, [&](rules::RuleVerdict const& verdict) {
      return verdict.applies && verdict.verdict == rules::Verdict::holds && verdict.rule->compensation == breach;
    });
  }

  void order(EffectKind effect, boost::json::object content) {
    content.emplace("event", facts_.text("event.name"));
    content.emplace("order_id", after_.order_id);
    decision_.effects.push_back({std::string(spec_of(effect).name), std::move(content)});
  }

  // What a reader of entries alone needs to keep the same account (docs/ledger-format.md).
  void post(EffectKind kind) { decision_.postings.push_back(boost::json::object{{"kind", spec_of(kind).name}}); }
  void post(EffectKind kind, std::int64_t minor, boost::json::array const& lines = {}) {
    boost::json::object posting{{"kind", spec_of(kind).name}, {"minor", minor}};
    if (!lines.empty()) posting.emplace("lines", lines);
    decision_.postings.push_back(std::move(posting));
  }

  void set_fact(std::string_view path, FactValue value) {
    decision_.facts_set[path] = to_json(value);
    after_.facts.set(path, std::move(value));
  }

  std::optional<WhyNot> reserve_goods() {
    if (auto const over = over_quantity(world_.account, after_.claim_lines)) return too_many_pieces(*over);
    after_.account.goods_reserved = true;
    post(EffectKind::reserve_goods);
    return std::nullopt;
  }

  std::optional<WhyNot> adopt_offer() {
    auto const kind = facts_.text("offer.kind");
    if (kind == "return_refund") set_fact("claim.wants", std::string("return_refund"));
    if (kind == "partial_refund") {
      set_fact("claim.wants", std::string("refund_only"));
      if (auto const* amount = facts_.find("offer.amount_minor")) set_fact("claim.amount_minor", *amount);
    }
    if (kind == "new_dispatch_time")
      if (auto const* at = facts_.find("offer.new_dispatch_at")) set_fact("agreement.new_dispatch_at", *at);
    return std::nullopt;
  }

  // The same order as before: what the claim says may be another amount.
  std::optional<WhyNot> repeat_payout() {
    auto const amount_minor = facts_.integer("event.amount_minor", facts_.integer("payout.failed_minor"));
    return pay_out(EffectKind::order_payout, amount_minor);
  }

  std::int64_t payout_minor() const {
    if (facts_.known("event.amount_minor")) return facts_.integer("event.amount_minor");
    return facts_.integer("claim.amount_minor", refundable_on(world_.account, after_.claim_lines));
  }

  std::optional<WhyNot> pay_out(EffectKind effect, std::int64_t amount_minor) {
    auto const left_minor = refundable_on(world_.account, after_.claim_lines);
    if (amount_minor > left_minor || amount_minor <= 0) return over_refund(amount_minor, left_minor, after_.currency);
    after_.account.pending_minor += amount_minor;
    auto placed = place_payout(world_.account, after_.claim_lines, amount_minor);
    boost::json::array lines;
    for (auto const& part : placed) lines.push_back(boost::json::object{{"id", part.line_id}, {"minor", part.minor}});
    std::ranges::move(placed, std::back_inserter(after_.account.moved));
    post(effect, amount_minor, lines);
    order(effect, {{"amount", to_json(Money{amount_minor, after_.currency})}, {"lines", std::move(lines)}});
    return std::nullopt;
  }

  std::optional<WhyNot> settle_payout() {
    auto const pending_minor = after_.account.pending_minor;
    if (auto const told = facts_.integer("event.amount_minor", pending_minor); told != pending_minor)
      return amount_differs(told, pending_minor);
    post(EffectKind::settle_payout, pending_minor);
    after_.account.refunded_minor += pending_minor;
    after_.account.pending_minor = 0;
    for (auto& part : after_.account.moved) part.settled = true;
    return std::nullopt;
  }

  std::optional<WhyNot> cancel_payout() {
    post(EffectKind::cancel_payout, after_.account.pending_minor);
    set_fact("payout.failed_minor", after_.account.pending_minor);
    after_.account.pending_minor = 0;
    std::erase_if(after_.account.moved, [](LineAmount const& part) { return !part.settled; });
    return std::nullopt;
  }

  std::optional<WhyNot> compensate() {
    auto const amount_minor = facts_.integer("event.amount_minor", facts_.integer("compensation.due_minor"));
    if (amount_minor <= 0) return no_amount();
    after_.account.compensation_pending_minor += amount_minor;
    post(EffectKind::order_compensation, amount_minor);
    order(EffectKind::order_compensation, {{"amount", to_json(Money{amount_minor, after_.currency})}});
    return std::nullopt;
  }

  std::optional<WhyNot> settle_compensation() {
    post(EffectKind::settle_compensation, after_.account.compensation_pending_minor);
    after_.account.compensation_paid_minor += after_.account.compensation_pending_minor;
    after_.account.compensation_pending_minor = 0;
    set_fact("compensation.paid_minor", after_.account.compensation_paid_minor);
    return std::nullopt;
  }

  World const& world_;
  Facts const& facts_;
  Case& after_;
  Decision& decision_;
};

}  // namespace

std::optional<WhyNot> claim_exceeds_order(World const& world, Case const& claim) {
  if (!claim.claim_lines.empty())
    if (auto const over = over_claimed(world, claim.claim_lines)) return too_many_pieces(*over);
  if (!claim.facts.known("claim.amount_minor")) return std::nullopt;
  auto const asked_minor = claim.facts.integer("claim.amount_minor");
  auto const left_minor = refundable_on(world.account, claim.claim_lines);
  if (asked_minor > left_minor) return over_refund(asked_minor, left_minor, claim.currency);
  return std::nullopt;
}

std::optional<WhyNot> carry_out(RowSpec const& row, World const& world, Facts const& facts, Decision& decision) {
  Consequences consequences{world, facts, decision};
  for (auto const effect : row.effects)
    if (auto reason = consequences.apply(effect)) return reason;
  if (row.on->name == "deadline_passed") consequences.name_breach();
  return std::nullopt;
}

}  // namespace redress
