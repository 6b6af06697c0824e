// What form alone shows of a shop's book: every member that would be laxer than the book below, or replace it.
#include "engine/rules/consult.hpp"
#include "workflows/rulebook_loader/layering.hpp"
#include "workflows/rulebook_loader/override_terms.hpp"
#include "workflows/rulebook_loader/spelling.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace redress::rules {
namespace {

class LayerCheck {
 public:
  LayerCheck(Layers const& layers, std::vector<Finding>& findings)
      : layers_(layers), shop_(layers.shop.part), findings_(findings) {}

  void run() {
    for (auto const& placed : shop_.tightenings) check_tightening(placed);
    for (auto const& removal : shop_.removals) check_removal(removal);
    for (auto const& placed : shop_.rules) check_own(placed);
    for (auto const& placed : shop_.authority) check_id(placed);
    check_twice();
    for (auto const& placed : shop_.deadlines) check_deadline(placed);
    for (auto const& placed : shop_.evidence_needs) check_need(placed);
    for (auto const& placed : shop_.vocabularies) check_vocabulary(placed);
    for (auto const& placed : shop_.compensations) check_compensation(placed);
  }

 private:
  void add(Place place, std::string zh, std::string en) {
    findings_.push_back({shop_.name, place, {std::move(zh), std::move(en)}});
  }

  void laxer(Place place, std::string_view id, std::string const& below, std::string_view zh, std::string_view en) {
    auto const own = clause_at(id, shop_.name, place);
    add(place, fmt::format("{} 比平台手册的 {} 更松：{}", own, below, zh),
        fmt::format("{} is laxer than {} of the platform's book: {}", own, below, en));
  }

  std::vector<Below<Rule>> rules_below(std::string_view id, Place place) {
    auto found = find_below(layers_, &Part::rules, id);
    if (!found.empty()) return found;
    std::vector<std::string_view> ids;
    for (auto const& rule : layers_.book_below.rules) ids.push_back(rule.id);
    auto const meant = did_you_mean(id, ids);
    add(place, fmt::format("{} 里没有规则 {}{}", layers_.book_below.id, id, meant.zh),
        fmt::format("there is no rule {} in {}{}", id, layers_.book_below.id, meant.en));
    return found;
  }

  void check_tightening(Placed<Tightening> const& placed) {
    auto const& [by, place, margin] = placed;
    for (auto const& below : rules_below(by.id, place)) {
      check_effect(by, place, below);
      check_demand(by, place, below);
      check_terms(by, place, below);
      if (!permits(below.item->effect) && reach_of(*below.item, layers_.names).sellers.empty())
        add(place, fmt::format("{} 不涉及卖家的动作，店铺无权从严：{}", by.id, below.clause()),
            fmt::format("{} speaks of no move of the seller's, so it is not the shop's to tighten: {}", by.id,
                        below.clause()));
    }
  }

  void check_effect(Tightening const& by, Place place, Below<Rule> const& below) {
    auto const& rule = *below.item;
    if (!by.effect) return;
    if (permits(rule.effect))
      return laxer(place, by.id, below.clause(), "这是一条许可，不能改 effect；不要它请写在 remove 里",
                   "it is a permission; to do without it name it under `remove`");
    if (rank_of(*by.effect) < rank_of(rule.effect))
      return laxer(place, by.id, below.clause(),
                   fmt::format("effect 由 {} 变为 {}", name_of(rule.effect), name_of(*by.effect)),
                   fmt::format("its effect goes from {} to {}", name_of(rule.effect), name_of(*by.effect)));
    bool const guess = rule.confidence == Confidence::low || rule.confidence == Confidence::unverified;
    if (rank_of(*by.effect) > 0 && guess)
      add(place, fmt::format("{} 的可信度是 {}，不能据此拒绝：{}", by.id, name_of(rule.confidence), below.clause()),
          fmt::format("{} is {}, and nothing may be refused for it: {}", by.id, name_of(rule.confidence),
                      below.clause()));
  }

  void check_demand(Tightening const& by, Place place, Below<Rule> const& below) {
    auto const& rule = *below.item;
    if (!by.require) return;
    if (rule.effect == RuleEffect::calculate)
      laxer(place, by.id, below.clause(), "应赔多少不由店铺决定", "what is owed is not the shop's to say");
    if (!permits(rule.effect) && !rule.require)
      laxer(place, by.id, below.clause(), "它无条件拒绝，加上 require 反而会放行",
            "it refuses whatever the facts, and a demand would open a way through");
  }

  void check_terms(Tightening const& by, Place place, Below<Rule> const& below) {
    auto const& rule = *below.item;
    if (!by.override_terms) return;
    if (rank_of(rule.effect) > 0 && may_decide(rule.confidence))
      laxer(place, by.id, below.clause(), "平台的拦截不能由店铺准许破例",
            "a refusal of the platform's cannot be made passable by a shop");
    else if (rank_of(by.effect.value_or(rule.effect)) < 1)
      add(place, "override 只用于会拒绝的规则", "`override` is for rules that refuse");
    if (by.id.starts_with("CN-") || by.id.starts_with("AL-"))
      add(place, fmt::format("{} 是法定权利或底线承诺，不能破例：{}", by.id, below.clause()),
          fmt::format("{} is the law or a promise of ours and cannot be overridden: {}", by.id, below.clause()));
  }

  void check_removal(PlacedText const& removal) {
    for (auto const& below : rules_below(removal.text, removal.place))
      if (below.item->effect != RuleEffect::advance)
        laxer(removal.place, removal.text, below.clause(), "店铺手册不能删除它", "a shop's book cannot remove it");
  }

  // The platform's rule stays what it is; the shop's own has an id of its own.
  void check_id(Placed<Rule> const& placed) {
    for (auto const& below : find_below(layers_, &Part::rules, placed.item.id))
      laxer(placed.place, placed.item.id, below.clause(), "不能取代平台手册的规则；从严请写在 tighten 里",
            "it would take that rule's place; what is stricter goes under `tighten`");
  }

  void check_own(Placed<Rule> const& placed) {
    check_id(placed);
    auto const& [rule, place, margin] = placed;
    if (rule.effect == RuleEffect::calculate)
      add(place, fmt::format("{}：应赔多少不由店铺决定", rule.id),
          fmt::format("{}: what is owed is not the shop's to say", rule.id));
    if (rule.effect == RuleEffect::advance) return check_automation(rule, place);
    if (rank_of(rule.effect) < 1) return;
    auto const reach = reach_of(rule, layers_.names);
    if (!reach.others.empty())
      add(place, fmt::format("{} 会拒绝 {}，那不是卖家的动作，店铺无权拒绝", rule.id, reach.others.front()),
          fmt::format("{} would refuse {}, which is no move of the seller's", rule.id, reach.others.front()));
  }

  void check_automation(Rule const& rule, Place place) {
    for (auto const& event : layers_.names.events) {
      auto const dot = event.find('.');
      if (std::string_view(event).substr(dot + 1) != rule.advances || layers_.names.sellers_events.contains(event))
        continue;
      bool const of_kind = std::ranges::any_of(rule.on, [&](std::string_view pattern) {
        auto const kind = pattern.substr(0, pattern.find('.'));
        return kind == "*" || kind == std::string_view(event).substr(0, dot);
      });
      if (of_kind) return not_the_shops(rule, place, event);
    }
    auto const& reads = rule.require ? rule.require->variables() : std::vector<std::string>{};
    if (std::ranges::none_of(reads, [](std::string_view name) { return name.ends_with("_minor"); }))
      add(place, fmt::format("{} 让系统自动操作，却没有金额上限（require 中要有 …_minor）", rule.id),
          fmt::format("{} lets automation act without a limit: its `require` names no amount (..._minor)", rule.id));
  }

  void not_the_shops(Rule const& rule, Place place, std::string_view event) {
    auto const licences = find_below_if(layers_, &Part::rules, [&](Rule const& below) {
      return below.effect == RuleEffect::advance && below.advances == rule.advances;
    });
    if (licences.empty())
      return add(place, fmt::format("{} 要自动执行 {}，那不是卖家的动作", rule.id, event),
                 fmt::format("{} would let automation apply {}, which is no move of the seller's", rule.id, event));
    for (auto const& below : licences)
      laxer(place, rule.id, below.clause(), fmt::format("何时可自动执行 {} 由平台决定", event),
            fmt::format("when {} may be automatic is the platform's to say", event));
  }

  void check_twice() {
    std::set<std::string_view> seen;
    auto const see = [&](std::string_view id, Place place) {
      if (!seen.insert(id).second)
        add(place, fmt::format("{} 在本手册中出现两次", id), fmt::format("{} is given twice in this book", id));
    };
    for (auto const& placed : shop_.tightenings) see(placed.item.id, placed.place);
    for (auto const& removal : shop_.removals) see(removal.text, removal.place);
    for (auto const& placed : shop_.authority) {
      auto const same = [&](auto const& other) { return other.item.id == placed.item.id; };
      if (std::ranges::any_of(shop_.rules, same)) seen.insert(placed.item.id);
      see(placed.item.id, placed.place);
    }
  }

  void check_deadline(Placed<Deadline> const& placed) {
    auto const& [target, place, margin] = placed;
    for (auto const& below : find_below(layers_, &Part::deadlines, target.id))
      laxer(place, target.id, below.clause(), "不能取代平台手册的时限；内部时限请另取编号",
            "it would take that deadline's place; a target of the shop's has an id of its own");
    if (!layers_.names.sellers_slots.contains(target.slot))
      return add(place, fmt::format("{}：{} 不是（只）由卖家处理的时限位", target.id, target.slot),
                 fmt::format("{}: {} is not a slot that the seller alone owes", target.id, target.slot));
    for (auto const at : moments_of(target))
      for (auto const& facts : probes(at))
        if (is_late(target, place, {facts}, at)) return;
    for (auto const& tried : shop_.tried)
      if (tried.id == target.id && is_late(target, place, tried.situation(), tried.at)) return;
  }

  // Now, as far as a book knows, and when the platform's next versions of the slot begin.
  std::vector<Instant> moments_of(Deadline const& target) const {
    constexpr Instant present{1'767'225'600'000};  // 2026-01-01T00:00:00Z
    std::vector<Instant> moments;
    if (target.span.holds_at(present)) moments.push_back(present);
    for (auto const& term : layers_.book_below.deadlines)
      if (term.slot == target.slot && term.span.from && *term.span.from > present &&
          target.span.holds_at(*term.span.from))
        moments.push_back(*term.span.from);
    return moments;
  }

  // A state just entered, over the facts that platforms' terms turn on.
  static std::vector<Facts> probes(Instant entered) {
    std::vector<Facts> all;
    for (bool const dispatched : {false, true})
      for (auto const* wants : {"refund_only", "return_refund", "exchange"}) {
        Facts facts;
        facts.set("now", entered);
        facts.set("case.opened_at", entered);
        facts.set("case.state_entered_at", entered);
        facts.set("order.dispatched", dispatched);
        facts.set("claim.wants", std::string(wants));
        all.push_back(std::move(facts));
      }
    return all;
  }

  bool is_late(Deadline const& target, Place place, Situation const& situation, Instant at) {
    auto const own = due_of(target, situation);
    auto const term = find_due(layers_.book_below, target.slot, situation, at);
    if (!own || !term || own->at <= term->at) return false;
    auto const below = find_below(layers_, &Part::deadlines, term->deadline->id);
    laxer(place, target.id, below.front().clause(),
          fmt::format("本店 {}，平台 {}", format_rfc3339(own->at), format_rfc3339(term->at)),
          fmt::format("it is due {}, the platform's {}", format_rfc3339(own->at), format_rfc3339(term->at)));
    return true;
  }

  void check_need(Placed<EvidenceNeed> const& placed) {
    auto const& [need, place, margin] = placed;
    for (auto const& below : find_below(layers_, &Part::evidence_needs, need.id)) {
      auto const& was = *below.item;
      auto const source = [](EvidenceNeed const& each) { return each.when ? each.when->source() : ""; };
      if (need.borne_by != was.borne_by || (need.when && source(need) != source(was)) || need.on != was.on)
        laxer(place, need.id, below.clause(), "on、when（可省略）与 borne_by 须与原条一致",
              "`on`, `borne_by` and `when` (which may be left out) stay as they are");
      for (auto const& group : was.any_of)
        if (std::ranges::none_of(need.any_of, [&](auto const& own) { return is_within(own, group); }))
          laxer(place, need.id, below.clause(), fmt::format("缺少 {} 这一组", fmt::join(group, "/")),
                fmt::format("the group {} is not asked for", fmt::join(group, "/")));
    }
  }

  static bool is_within(std::vector<std::string> const& own, std::vector<std::string> const& group) {
    return std::ranges::all_of(own, [&](auto const& kind) { return std::ranges::find(group, kind) != group.end(); });
  }

  void check_vocabulary(Placed<Vocabulary> const& placed) {
    for (auto const* file : layers_.below)
      for (auto const& [list, place, margin] : file->part.vocabularies)
        if (list.name == placed.item.name)
          laxer(placed.place, list.name, clause_at(list.name, file->part.name, place), "不能改写平台手册的词表",
                "a word list of the platform's book cannot be rewritten");
  }

  void check_compensation(Placed<Compensation> const& placed) {
    auto const& [own, place, margin] = placed;
    auto const below = find_below_if(layers_, &Part::compensations,
                                     [&](Compensation const& each) { return each.breach == own.breach; });
    if (below.empty())
      add(place, "店铺手册不能规定赔付", "a shop's book sets no compensation");
    else
      laxer(place, own.id, below.front().clause(), "应赔多少不由店铺决定", "what is owed is not the shop's to say");
  }

  Layers const& layers_;
  Part const& shop_;
  std::vector<Finding>& findings_;
};

}  // namespace

void check_layer(Layers const& layers, std::vector<Finding>& findings) { LayerCheck(layers, findings).run(); }

}  // namespace redress::rules
