#include "workflows/rulebook_loader/example.hpp"

#include "workflows/rulebook_loader/condition.hpp"
#include "workflows/rulebook_loader/spelling.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace redress::rules {
namespace {

constexpr Instant without_dates{1'767'225'600'000};  // 2026-01-01T00:00:00Z

// The same reading as a caller's facts get: through JSON of the fact's type.
std::optional<boost::json::value> json_of(FactType type, YamlNode const& node, FileCheck& check) {
  switch (type) {
    case FactType::boolean:
      if (node.plain && (node.text == "true" || node.text == "false")) return boost::json::value(node.text == "true");
      check.add(node.place, "应为 true 或 false", "must be true or false");
      return std::nullopt;
    case FactType::integer:
      if (auto const number = integer_of(node, check)) return boost::json::value(*number);
      return std::nullopt;
    case FactType::texts: {
      boost::json::array texts;
      for (auto const& item : items_of(node, check)) texts.emplace_back(text_of(item, check));
      return texts;
    }
    case FactType::text:
    case FactType::instant:
      break;
  }
  return boost::json::value(text_of(node, check));
}

void read_fact(YamlMember const& member, Facts& facts, FileCheck& check) {
  auto const index = fact_index(member.name);
  if (!index) {
    std::vector<std::string_view> paths;
    for (auto const& spec : fact_schema()) paths.push_back(spec.path);
    auto const meant = did_you_mean(member.name, paths);
    check.add(member.place, fmt::format("没有名为“{}”的事实{}", member.name, meant.zh),
              fmt::format("there is no fact \"{}\"{}", member.name, meant.en));
    return;
  }
  if (member.value.kind == YamlNode::Kind::null) return;  // written out as unknown
  auto const type = fact_schema()[*index].type;
  auto const before = check.count();
  auto const json = json_of(type, member.value, check);
  if (!json || check.count() != before) return;
  auto value = fact_from_json(type, *json, member.name);
  if (!value) return check.add(member.value.place, value.error().says);
  auto const* text = std::get_if<std::string>(&*value);
  auto const values = values_of_fact(member.name);
  if (text && !values.empty() && std::ranges::find(values, *text) == values.end()) {
    auto const meant = did_you_mean(*text, values);
    check.add(member.value.place, fmt::format("{} 不会是“{}”{}", member.name, *text, meant.zh),
              fmt::format("{} is never \"{}\"{}", member.name, *text, meant.en));
  }
  facts.set(member.name, std::move(*value));
}

Facts read_facts(Members const& example) {
  Facts facts;
  auto const* node = example.find("facts", Need::optional);
  if (!node || node->kind == YamlNode::Kind::null) return facts;
  if (node->kind != YamlNode::Kind::map)
    example.check().add(node->place, "应为映射（事实: 值）", "must be a map of facts to values");
  for (auto const& member : node->members) read_fact(member, facts, example.check());
  return facts;
}

std::vector<Evidence> read_evidence(Members const& example) {
  std::vector<Evidence> evidence;
  auto const* node = example.find("evidence", Need::optional);
  if (!node) return evidence;
  for (auto const& item : items_of(*node, example.check())) {
    Evidence piece;
    piece.kind = text_of(item, example.check());
    check_evidence_kind(piece.kind, item.place, example.check());
    evidence.push_back(std::move(piece));
  }
  return evidence;
}

Instant moment_of(Members const& members, Facts const& facts, Span const& span) {
  if (auto const at = members.instant("at")) return *at;
  if (auto const now = facts.instant("now")) return *now;
  if (span.from) return *span.from;
  return span.until ? *span.until + -1 : without_dates;
}

}  // namespace

std::vector<Example> read_examples(Members const& item, Span const& span,
                                   std::initializer_list<std::string_view> answers) {
  std::vector<Example> examples;
  auto const* list = item.find("examples", Need::required);
  if (!list) return examples;
  for (auto const& node : items_of(*list, item.check())) {
    auto const before = item.check().count();
    std::vector<std::string_view> known{"facts", "evidence", "at"};
    known.insert(known.end(), answers);
    Members const members(node, item.check(), known);
    auto facts = read_facts(members);
    auto evidence = read_evidence(members);
    auto const at = moment_of(members, facts, span);
    if (!facts.known("now")) facts.set("now", at);
    if (item.check().count() == before) examples.push_back({members, std::move(facts), std::move(evidence), at});
  }
  if (list->kind == YamlNode::Kind::sequence && list->items.empty())
    item.check().add(list->place, "至少要有一个例子", "there must be at least one example");
  return examples;
}

std::string why(RuleVerdict const& verdict) {
  std::vector<std::string> reasons;
  for (auto const& clause : verdict.failed)
    reasons.push_back(fmt::format("{}: expected {}, actual {}", clause.expression, clause.expected, clause.actual));
  for (auto const& missing : verdict.missing)
    reasons.push_back(missing.what == Missing::What::error ? missing.name : fmt::format("missing {}", missing.name));
  return fmt::format("{}", fmt::join(reasons, "; "));
}

}  // namespace redress::rules
