// What the examples of a shop's rules show when they are put to the book below: automation that the platform's book
// refuses, and a shop's refusal that leaves no way out.
#include "engine/rules/consult.hpp"
#include "workflows/rulebook_loader/layering.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace redress::rules {
namespace {

// Who may not agree and may not refuse either has no move left.
struct Opposites {
  std::string_view agreeing;
  std::string_view refusing;
};
constexpr std::array opposites{Opposites{"agree_refund", "refuse"}, Opposites{"agree_return", "refuse"},
                               Opposites{"agree_exchange", "refuse"}, Opposites{"confirm_return", "refuse_return"},
                               Opposites{"pay_compensation", "refuse_compensation"}};

std::string_view kind_of(std::string_view name) { return name.substr(0, name.find('.')); }
std::string_view event_of(std::string_view name) { return name.substr(name.find('.') + 1); }

class ContradictionCheck {
 public:
  ContradictionCheck(Layers const& layers, std::vector<Finding>& findings) : layers_(layers), findings_(findings) {}

  void run() {
    for (auto const& placed : layers_.shop.part.rules)
      for (auto const& tried : layers_.shop.part.tried)
        if (tried.id == placed.item.id && placed.item.span.holds_at(tried.at)) check(placed, tried);
    for (auto const& [by, place, margin] : layers_.shop.part.tightenings)
      for (auto const* file : layers_.below) check_tightened(by, place, file->part);
  }

 private:
  // The platform's own examples of the rule show where its stricter form refuses.
  void check_tightened(Tightening const& by, Place place, Part const& below) {
    for (auto const& [rule, its_place, margin] : below.rules) {
      if (rule.id != by.id || permits(rule.effect)) continue;
      Placed<Rule> const stricter{tightened(rule, by, layers_.shop.part), place};
      for (auto const& tried : below.tried)
        if (tried.id == rule.id && rule.span.holds_at(tried.at)) check(stricter, tried);
    }
  }

  void check(Placed<Rule> const& placed, Tried const& tried) {
    auto const& rule = placed.item;
    auto const verdict = judge(rule, tried.situation());
    if (!verdict.applies) return;
    for (auto const& event : layers_.names.events) {
      bool const of_kind = std::ranges::any_of(rule.on, [&](std::string_view pattern) {
        return kind_of(pattern) == "*" || kind_of(pattern) == kind_of(event);
      });
      if (!of_kind) continue;
      if (rule.effect == RuleEffect::advance && verdict.verdict == Verdict::holds && event_of(event) == rule.advances)
        for_refusals(event, tried, [&](std::string const& below) { barred(placed, event, below); });
      if (rule.effect == RuleEffect::block && !rule.override_terms && verdict.verdict == Verdict::fails)
        check_way_out(placed, event, tried);
    }
  }

  void check_way_out(Placed<Rule> const& placed, std::string_view event, Tried const& tried) {
    for (auto const& [agreeing, refusing] : opposites) {
      bool const speaks = std::ranges::any_of(
          placed.item.on, [&](auto const& pattern) { return covers(pattern, kind_of(event), agreeing); });
      if (event_of(event) != refusing || !speaks) continue;
      for_refusals(event, tried, [&](std::string const& below) { no_way_out(placed, event, below); });
    }
  }

  // Rules of the platform's book that say a definite no there; automation is no manager and passes nothing.
  template <class Tell>
  void for_refusals(std::string_view event, Tried const& tried, Tell tell) {
    auto const verdicts = consult(layers_.book_below, kind_of(event), event_of(event), tried.situation(), tried.at);
    for (auto const& each : verdicts) {
      if (!each.applies || each.verdict != Verdict::fails || !each.refuses(false)) continue;
      auto const below = find_below_if(layers_, &Part::rules, [&](Rule const& rule) {
        return rule.id == each.rule->id && rule.span.holds_at(tried.at);
      });
      if (!below.empty()) tell(below.front().clause());
    }
  }

  std::string own(Placed<Rule> const& placed) const {
    return clause_at(placed.item.id, layers_.shop.part.name, placed.place);
  }

  void barred(Placed<Rule> const& placed, std::string_view event, std::string const& below) {
    add(placed,
        fmt::format("{} 与平台手册的 {} 矛盾：它的例子要自动执行 {}，而平台手册拒绝", own(placed), below, event),
        fmt::format(
            "{} contradicts {} of the platform's book: its example lets automation apply {}, which that refuses",
            own(placed), below, event));
  }

  void no_way_out(Placed<Rule> const& placed, std::string_view event, std::string const& below) {
    add(placed, fmt::format("{} 与平台手册的 {} 矛盾：它的例子里既不能同意，也不能 {}", own(placed), below, event),
        fmt::format("{} contradicts {} of the platform's book: in its example neither agreeing nor {} is possible",
                    own(placed), below, event));
  }

  void add(Placed<Rule> const& placed, std::string zh, std::string en) {
    findings_.push_back({layers_.shop.part.name, placed.place, {std::move(zh), std::move(en)}});
  }

  Layers const& layers_;
  std::vector<Finding>& findings_;
};

}  // namespace

void check_contradictions(Layers const& layers, std::vector<Finding>& findings) {
  ContradictionCheck(layers, findings).run();
}

}  // namespace redress::rules
