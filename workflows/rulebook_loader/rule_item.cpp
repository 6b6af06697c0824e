#include "workflows/rulebook_loader/example.hpp"
#include "workflows/rulebook_loader/items.hpp"
#include "workflows/rulebook_loader/override_terms.hpp"
#include "workflows/rulebook_loader/spelling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace redress::rules {
namespace {

constexpr std::string_view out_of_scope = "out_of_scope";
constexpr std::array<std::string_view, 4> answers{"holds", "fails", "unproven", out_of_scope};

bool decides(RuleEffect effect) { return effect != RuleEffect::warn && effect != RuleEffect::calculate; }

// The event an `advance` rule names must be one of a workflow the rule speaks of.
bool is_event_of(std::string_view event, std::vector<std::string> const& on, Names const& names) {
  return std::ranges::any_of(names.events, [&](std::string_view name) {
    auto const dot = name.find('.');
    return name.substr(dot + 1) == event && std::ranges::any_of(on, [&](std::string_view pattern) {
             auto const kind = pattern.substr(0, pattern.find('.'));
             return kind == "*" || kind == name.substr(0, dot);
           });
  });
}

// Automation has nobody to ask, so what the event cannot do without stands in the rule.
void check_params(Rule const& rule, Place place, FileCheck& check) {
  auto const given = [&](std::string_view name) {
    return std::ranges::any_of(rule.params, [&](auto const& param) { return param.first == name; });
  };
  for (auto const& [event, params] : check.names().params) {
    auto const dot = event.find('.');
    if (std::string_view(event).substr(dot + 1) != rule.advances || !is_event_of(rule.advances, rule.on, {{event}, {}}))
      continue;
    for (auto const& name : params.required)
      if (!given(name))
        check.add(place, fmt::format("{} 需要参数 {}，请写在 params 里", event, name),
                  fmt::format("{} needs the parameter {}: give it in `params`", event, name));
    for (auto const& [name, value] : rule.params)
      if (!params.texts.contains(name))
        check.add(place, fmt::format("{} 没有文本参数 {}", event, name),
                  fmt::format("{} has no parameter {} that is a text", event, name));
  }
}

void check_effect(Members const& members, Rule const& rule) {
  auto& check = members.check();
  auto const place = [&](std::string_view name) {
    auto const* node = members.find(name, Need::optional);
    return node ? node->place : members.place();
  };
  if (decides(rule.effect) && !may_decide(rule.confidence))
    check.add(place("confidence"), fmt::format("{} 只能用于可信度 high 或 design 的规则", name_of(rule.effect)),
              fmt::format("only rules of confidence high or design may {}", name_of(rule.effect)));
  bool const advances = rule.effect == RuleEffect::advance;
  if (advances && rule.advances.empty())
    check.add(place("effect"), "advance 规则缺少 advances", "a rule of effect advance names its event in `advances`");
  if (!advances && !rule.advances.empty())
    check.add(place("advances"), "advances 只用于 effect: advance", "`advances` is for effect advance only");
  if (advances && !rule.advances.empty() && !is_event_of(rule.advances, rule.on, check.names()))
    check.add(place("advances"), fmt::format("“{}”不是这些流程的事件", rule.advances),
              fmt::format("\"{}\" is no event of these workflows", rule.advances));
  if (!advances && !rule.params.empty())
    check.add(place("params"), "params 只用于 effect: advance", "`params` is for effect advance only");
  if (advances && !rule.advances.empty()) check_params(rule, place("advances"), check);
  if (!advances && !rule.automation.empty())
    check.add(place("automation"), "automation 只用于 effect: advance", "`automation` is for effect advance only");
  if (rule.override_terms) check_override(rule.id, rule.effect, place("override"), check);
  if (rule.effect != RuleEffect::calculate && !rule.compensation.empty())
    check.add(place("compensation"), "compensation 只用于 effect: calculate",
              "`compensation` is for effect calculate only");
}

// A risk score asks for a person and no more: the loader holds what the engine relies on.
void check_risk(Members const& members, Rule const& rule) {
  auto& check = members.check();
  auto const reads_risk = [](std::optional<cel::Program> const& condition) {
    return condition &&
           std::ranges::any_of(condition->variables(), [](std::string_view path) { return path.starts_with("risk."); });
  };
  auto const* culprit = reads_risk(rule.when) ? "when" : reads_risk(rule.require) ? "require" : nullptr;
  if (!culprit) return;
  auto const place = members.find(culprit, Need::required)->place;
  if (rule.effect == RuleEffect::block || rule.effect == RuleEffect::require_evidence)
    check.add(place, fmt::format("风险分只能提示、转人工或放缓自动处理，不能用于 {}", name_of(rule.effect)),
              fmt::format("a risk score may warn, route or hold automation back, but not {}", name_of(rule.effect)));
  if (rule.effect != RuleEffect::route) return;
  for (auto const& event : check.names().buyer_events) {
    auto const dot = event.find('.');
    auto const covered = std::ranges::any_of(
        rule.on, [&](auto const& pattern) { return covers(pattern, event.substr(0, dot), event.substr(dot + 1)); });
    if (covered)
      check.add(place, fmt::format("风险分不能拦下买家的动作 {}", event),
                fmt::format("a risk score may not stop what the buyer does: {}", event));
  }
}

void read_breach(Members const& members, Rule& rule, ItemContext& context) {
  auto const* node = members.find("compensation", Need::optional);
  if (!node) return;
  rule.compensation = text_of(*node, members.check());
  if (!rule.compensation.empty()) context.breaches_named.push_back({rule.compensation, node->place});
}

// An example's answer: the verdict, or out_of_scope for a rule that is not in force or does not apply.
std::string_view answer_of(Rule const& rule, RuleVerdict const& verdict, Instant at) {
  return rule.span.holds_at(at) && verdict.applies ? name_of(verdict.verdict) : out_of_scope;
}

void try_example(Rule const& rule, Example const& example) {
  auto const* node = example.members.find("verdict", Need::required);
  if (!node) return;
  auto& check = example.members.check();
  if (std::ranges::find(answers, node->text) == answers.end()) {
    auto const meant = did_you_mean(node->text, answers);
    return check.add(node->place,
                     fmt::format("“{}”不是 holds、fails、unproven、out_of_scope 之一{}", node->text, meant.zh),
                     fmt::format("\"{}\" is none of holds, fails, unproven, out_of_scope{}", node->text, meant.en));
  }
  auto const verdict = judge(rule, example.situation());
  auto const answer = answer_of(rule, verdict, example.at);
  if (answer == node->text) return;
  auto const reasons = rule.span.holds_at(example.at) ? why(verdict) : "not in force at " + format_rfc3339(example.at);
  auto const because = reasons.empty() ? "" : " (" + reasons + ")";
  check.add(node->place, fmt::format("例子应为 {}，规则的回答是 {}{}", node->text, answer, because),
            fmt::format("the example says {}, the rule answers {}{}", node->text, answer, because));
}

// One example must show the rule saying yes and one must show it saying no, or nobody sees where its border runs.
void check_variety(Members const& members, Rule const& rule, std::vector<Example> const& examples) {
  bool yes = false, no = false;
  for (auto const& example : examples) {
    auto const* node = example.members.find("verdict", Need::optional);
    if (!node) return;  // reported already
    // What lies outside shows the border only of a rule whose scope is all it has.
    if (node->text == out_of_scope && rule.require) continue;
    bool const outside = node->text == out_of_scope;
    (node->text == "holds" || (outside && !permits(rule.effect)) ? yes : no) = true;
  }
  auto const place = members.find("examples", Need::required)->place;
  if (!yes) members.check().add(place, "缺少规则放行的例子", "there is no example in which the rule says yes");
  if (!no) members.check().add(place, "缺少规则不放行的例子", "there is no example in which the rule says no");
}

}  // namespace

std::optional<Rule> read_rule(YamlNode const& node, ItemContext& context) {
  auto const before = context.check.count();
  Members const members(node, context.check,
                        {"id", "cites", "confidence", "effect", "on", "when", "require", "from", "to", "says",
                         "advances", "params", "automation", "compensation", "override", "examples", "gap", "accepts"});
  auto head = read_head(members, context);
  auto const effect =
      members.one_of("effect", &rule_effect_from,
                     {"block", "require_evidence", "route", "warn", "advance", "calculate"}, RuleEffect::warn);
  Rule rule{.id = std::move(head.id),
            .version = context.version,
            .cites = std::move(head.cites),
            .confidence = head.confidence,
            .effect = effect,
            .on = read_patterns(members, Need::required),
            .when = std::move(head.when),
            .require = read_condition(members, "require", cel::Type::boolean(), Need::optional, context),
            .span = head.span,
            .says = std::move(head.says),
            .advances = members.text("advances", Need::optional),
            .params = read_params(members),
            .automation = read_automation(members),
            .override_terms = read_override(members)};
  rule.calendar = calendar_for({&rule.when, &rule.require}, context.check);
  read_breach(members, rule, context);
  check_effect(members, rule);
  check_risk(members, rule);
  auto const examples = read_examples(members, rule.span, {"verdict"});
  if (context.check.count() != before) return std::nullopt;
  for (auto const& example : examples) try_example(rule, example);
  for (auto const& example : examples) context.tried.push_back({rule.id, example.facts, example.evidence, example.at});
  if (context.check.count() == before) check_variety(members, rule, examples);
  if (context.check.count() != before) return std::nullopt;
  return rule;
}

}  // namespace redress::rules
