#include "engine/cases/attempt.hpp"

#include "engine/base/utf8.hpp"
#include "engine/rules/consult.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress {
namespace {

// Callers' clocks run ahead a little; a move said to have happened later than this is a mistake.
constexpr std::int64_t clock_skew_ms = 5 * minute_ms;
constexpr std::string_view message = "message";
constexpr std::string_view when_it_happened = "at";

std::string position_of(std::string_view name) { return fmt::format("params.{}", name); }

Fault mistyped(std::string_view name, std::string_view zh, std::string_view en) {
  return invalid_params(position_of(name), fmt::format("参数 {} 须为{}", name, zh),
                        fmt::format("{} must be {}", name, en));
}

Result<FactValue> read_money(ParamSpec const& param, boost::json::value const& json, Case const& case_) {
  auto const money = money_from_json(json, position_of(param.name));
  if (!money) return money.error();
  if (money->currency != case_.currency)
    return mistyped(param.name, fmt::format(" {} 金额", case_.currency.code()),
                    fmt::format("an amount in {}", case_.currency.code()));
  if (money->minor <= 0) return mistyped(param.name, "大于零的金额", "an amount above zero");
  return FactValue{money->minor};
}

Result<FactValue> read_text(ParamSpec const& param, boost::json::value const& json) {
  if (!json.is_string()) return mistyped(param.name, "文本", "a text");
  std::string_view const text = json.get_string();
  if (code_points(text) > static_cast<std::int64_t>(param.chars_max))
    return mistyped(param.name, fmt::format("不超过 {} 字的文本", param.chars_max),
                    fmt::format("a text of at most {} characters", param.chars_max));
  return FactValue{std::string(text)};
}

Result<FactValue> read_instant(ParamSpec const& param, boost::json::value const& json) {
  if (!json.is_string()) return mistyped(param.name, " RFC 3339 时间", "an RFC 3339 time");
  auto const at = parse_rfc3339(json.get_string());
  if (!at) return Fault{at.error().kind, at.error().says, position_of(param.name)};
  return FactValue{*at};
}

Result<FactValue> read_choice(ParamSpec const& param, boost::json::value const& json) {
  if (json.is_string() && std::ranges::find(param.choices, std::string_view{json.get_string()}) != param.choices.end())
    return FactValue{std::string(json.get_string())};
  auto const list = fmt::format("{}", fmt::join(param.choices, ", "));
  return mistyped(param.name, fmt::format("以下之一：{}", list), fmt::format("one of: {}", list));
}

Result<FactValue> read_param(ParamSpec const& param, boost::json::value const& json, Case const& case_) {
  switch (param.type) {
    case ParamType::money:
      return read_money(param, json, case_);
    case ParamType::text:
      return read_text(param, json);
    case ParamType::instant:
      return read_instant(param, json);
    case ParamType::choice:
      return read_choice(param, json);
    case ParamType::integer:
      if (!json.is_int64() || json.get_int64() < 0)
        return mistyped(param.name, "非负整数", "a whole number, not negative");
      return fact_from_json(FactType::integer, json, position_of(param.name));
    case ParamType::boolean:
      if (!json.is_bool()) return mistyped(param.name, " true 或 false", "true or false");
      return FactValue{json.get_bool()};
  }
  return mistyped(param.name, "已知类型", "of a known type");
}

constexpr ParamSpec at_param{
    .name = when_it_happened, .type = ParamType::instant, .zh = "发生时间", .en = "when it happened"};

ParamSpec const* find_param(EventSpec const& event, std::string_view name) {
  auto const at = std::ranges::find(event.params, name, &ParamSpec::name);
  if (at != event.params.end()) return &*at;
  return name == when_it_happened && !event.stamps.empty() ? &at_param : nullptr;
}

std::string known_params(EventSpec const& event) {
  std::vector<std::string_view> names;
  for (auto const& param : event.params) names.push_back(param.name);
  if (!event.stamps.empty() && !find_param({.name = {}, .params = event.params}, when_it_happened))
    names.push_back(when_it_happened);
  return fmt::format("{}", fmt::join(names, ", "));
}

Result<void> take(Attempt& attempt, ParamSpec const& param, boost::json::value const& json, Case const& case_,
                  Instant now) {
  auto value = read_param(param, json, case_);
  if (!value) return value.error();
  if (param.name == when_it_happened && param.type == ParamType::instant) {
    attempt.at = std::get<Instant>(*value);
    if (attempt.at > now + clock_skew_ms)
      return mistyped(param.name, "已经发生的时间", "a time that has already passed");
  }
  if (param.personal) {
    auto const& text = std::get<std::string>(*value);
    attempt.personal.emplace_back(param.name, text);
    if (param.fact.empty()) return {};
  } else {
    attempt.plain_params.emplace(param.name, json);
  }
  if (!param.fact.empty()) attempt.facts.emplace_back(param.fact, std::move(*value));
  return {};
}

FactValue value_of(FactSetting const& set) {
  if (auto const* flag = std::get_if<bool>(&set.value)) return *flag;
  return std::string(std::get<std::string_view>(set.value));
}

}  // namespace

Party party_of(Command const& command, EventSpec const& event) {
  if (command.party) return *command.party;
  bool const sellers_side = command.actor.role == Role::agent || command.actor.role == Role::manager;
  return sellers_side ? Party::seller : event.party;
}

Result<Attempt> read_attempt(EventSpec const& event, Command const& command, Case const& case_, Instant now) {
  Attempt attempt{.event = &event, .party = party_of(command, event), .actor = command.actor, .at = now};
  for (auto const& member : command.params) {
    auto const* param = find_param(event, member.key());
    if (!param)
      return invalid_params(
          position_of(member.key()),
          fmt::format("{} 没有参数 {}（可用：{}）", event.name, std::string_view{member.key()}, known_params(event)),
          fmt::format("{} has no parameter {} (it has: {})", event.name, std::string_view{member.key()},
                      known_params(event)));
    if (auto const taken = take(attempt, *param, member.value(), case_, now); !taken) return taken.error();
  }
  for (auto const& param : event.params)
    if (param.required && !command.params.contains(param.name))
      return invalid_params(position_of(param.name), fmt::format("{} 缺少参数 {}", event.name, param.name),
                            fmt::format("{} needs the parameter {}", event.name, param.name));
  if (!event.stamps.empty()) attempt.facts.emplace_back(event.stamps, attempt.at);
  for (auto const& set : event.sets) attempt.facts.emplace_back(set.fact, value_of(set));
  return attempt;
}

void add_message_facts(Attempt& attempt, rules::Rulebook const& book, std::span<std::string const> buyer_values) {
  auto const at =
      std::ranges::find(attempt.personal, message, [](auto const& each) { return std::string_view{each.first}; });
  if (at == attempt.personal.end()) return;
  auto const& text = at->second;
  bool const names_buyer = std::ranges::any_of(
      buyer_values, [&](std::string const& value) { return !value.empty() && text.find(value) != std::string::npos; });
  attempt.facts.emplace_back("event.message_chars", code_points(text));
  attempt.facts.emplace_back("event.message_bytes", static_cast<std::int64_t>(text.size()));
  attempt.facts.emplace_back("event.message_has_personal", names_buyer);
  attempt.facts.emplace_back("event.message_terms", rules::matching_vocabularies(book, text));
}

void add_proof_facts(Attempt& attempt, std::span<Evidence const> attached) {
  auto const largest = std::ranges::max_element(attached, {}, &Evidence::size_bytes);
  if (largest == attached.end()) return;
  attempt.facts.emplace_back("event.proof_bytes", largest->size_bytes);
  attempt.facts.emplace_back("event.proof_mime", largest->mime);
}

}  // namespace redress
