#include "engine/rules/trial_values.hpp"

#include "engine/rules/border.hpp"
#include "engine/rules/reading.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace redress::rules {
namespace {

using cel::Node;
using cel::NodeKind;
using cel::Operator;

constexpr std::size_t values_max = 32;
constexpr std::size_t subsets_of_max = 4;  // up to this many texts looked for, every choice of them is tried

bool is_text_search(Node const& node) {
  return node.kind == NodeKind::call && node.children.size() == 2 &&
         (node.name == "startsWith" || node.name == "endsWith" || node.name == "contains");
}

std::optional<std::int64_t> whole(cel::Value const& value) {
  if (value.is(cel::Kind::int64)) return value.as_int();
  if (value.is(cel::Kind::uint64) && value.as_uint() < std::uint64_t{1} << 62)
    return static_cast<std::int64_t>(value.as_uint());
  if (value.is(cel::Kind::float64) && std::abs(value.as_double()) < 9e15)
    return static_cast<std::int64_t>(std::floor(value.as_double()));
  return std::nullopt;
}

void add(std::vector<FactValue>& values, FactValue value) {
  if (std::ranges::find(values, value) == values.end()) values.push_back(std::move(value));
}

std::vector<FactValue> integers(std::vector<cel::Value> const& borders) {
  std::vector<FactValue> values;
  for (auto const& border : borders)
    if (auto const at = whole(border))
      for (auto const each : {*at, *at + 1, *at - 1, *at + 2})
        if (each >= 0) add(values, each);
  for (auto const each : {0, 1}) add(values, std::int64_t{each});
  return values;
}

std::vector<FactValue> instants(std::vector<cel::Value> const& borders, Instant now) {
  std::vector<FactValue> values;
  for (auto const& border : borders) {
    if (!border.is(cel::Kind::timestamp)) continue;
    auto const at = cel::instant_from(border.as_timestamp());
    for (auto const each : {at, at + 1, at + -1}) add(values, each);
  }
  for (auto const each : {now, now + -1}) add(values, each);
  return values;
}

std::vector<FactValue> texts(std::vector<cel::Value> const& borders) {
  std::vector<FactValue> values;
  std::string other = "other";  // what no condition names
  for (auto const& border : borders)
    if (border.is(cel::Kind::string)) add(values, border.as_string());
  while (std::ranges::find(values, FactValue{other}) != values.end()) other += "_2";
  add(values, other);
  return values;
}

using TextList = std::vector<std::string>;

TextList with_and_without(TextList list, std::string const& text, bool with) {
  std::erase(list, text);
  if (with) list.push_back(text);
  return list;
}

std::vector<FactValue> text_lists(std::set<std::string> const& looked_for, TextList const& present) {
  std::vector<FactValue> values;
  std::vector<std::string> const texts(looked_for.begin(), looked_for.end());
  if (texts.size() <= subsets_of_max) {
    for (unsigned chosen = 0; chosen < 1U << texts.size(); ++chosen) {
      auto list = present;
      for (std::size_t i = 0; i < texts.size(); ++i)
        list = with_and_without(std::move(list), texts[i], (chosen >> i & 1U) != 0);
      add(values, std::move(list));
    }
    return values;
  }
  add(values, TextList{});
  for (auto const& text : texts)
    for (bool const with : {false, true}) add(values, with_and_without(present, text, with));
  return values;
}

// How far a value is from what the fact is now; those of no distance keep their order.
std::int64_t distance(FactValue const& value, FactValue const* present) {
  if (!present || present->index() != value.index()) return 0;
  if (auto const* number = std::get_if<std::int64_t>(&value))
    return std::abs(*number / 2 - std::get<std::int64_t>(*present) / 2);
  if (auto const* at = std::get_if<Instant>(&value)) return std::abs((*at - std::get<Instant>(*present)) / 2);
  return 0;
}

}  // namespace

struct TrialValues::Walk {
  TrialValues& into;
  Situation const& situation;

  void note(std::string const& name, cel::Value const& value) {
    if (name.starts_with(evidence_border))
      into.counts_[name.substr(evidence_border.size())].push_back(value);
    else
      into.borders_[name].push_back(value);
  }

  // Where would `subject` be equal to one of the targets?
  void meet(Node const& subject, std::vector<cel::Value> const& targets) {
    for (auto const& name : names_to_solve_for(subject))
      for (auto const& target : targets)
        if (auto const border = solve(subject, name, target, situation)) note(name, *border);
  }

  std::vector<cel::Value> values_of(Node const& node) {
    auto const value = evaluate_part(node, situation);
    if (!value) return {};
    if (value->is(cel::Kind::list)) return value->as_list();
    return {*value};
  }

  void walk(Node const& node) {
    if (cel::is_comparison(node)) {
      auto const &left = node.children[0], &right = node.children[1];
      if (left.kind == NodeKind::variable && right.kind == NodeKind::variable) {
        into.compared_[left.name].insert(right.name);
        into.compared_[right.name].insert(left.name);
      }
      meet(node.children[0], values_of(node.children[1]));
      if (node.op != Operator::in) meet(node.children[1], values_of(node.children[0]));
      if (node.op == Operator::in && node.children[1].kind == NodeKind::variable)
        for (auto const& text : values_of(node.children[0]))
          if (text.is(cel::Kind::string)) into.looked_for_[node.children[1].name].insert(text.as_string());
    } else if (is_text_search(node)) {
      meet(node.children[0], values_of(node.children[1]));
    }
    for (auto const& child : node.children) walk(child);
  }
};

void TrialValues::look_at(cel::Program const& condition, Situation const& situation) {
  Walk{*this, situation}.walk(condition.root());
}

// Its own, and those of the facts it is compared with: to be equal to one of them it has to cross theirs.
TrialValues::Values TrialValues::borders_of(std::string_view path) const {
  std::vector<std::string> linked{std::string(path)};
  for (std::size_t i = 0; i < linked.size(); ++i)
    if (auto const at = compared_.find(linked[i]); at != compared_.end())
      for (auto const& other : at->second)
        if (std::ranges::find(linked, other) == linked.end()) linked.push_back(other);
  Values borders;
  for (auto const& each : linked)
    if (auto const at = borders_.find(each); at != borders_.end())
      borders.insert(borders.end(), at->second.begin(), at->second.end());
  return borders;
}

std::vector<FactValue> TrialValues::of(FactSpec const& spec, FactValue const* present, Instant now) const {
  auto const borders = borders_of(spec.path);
  std::vector<FactValue> values;
  switch (spec.type) {
    case FactType::boolean:
      values = {true, false};
      break;
    case FactType::integer:
      values = integers(borders);
      break;
    case FactType::text:
      values = texts(borders);
      break;
    case FactType::instant:
      values = instants(borders, now);
      break;
    case FactType::texts: {
      auto const looked_for = looked_for_.find(spec.path);
      auto const* list = present ? std::get_if<TextList>(present) : nullptr;
      values = text_lists(looked_for == looked_for_.end() ? std::set<std::string>{} : looked_for->second,
                          list ? *list : TextList{});
      break;
    }
  }
  if (present) std::erase(values, *present);
  std::ranges::stable_sort(values, {}, [&](FactValue const& value) { return distance(value, present); });
  if (values.size() > values_max) values.resize(values_max);
  return values;
}

std::vector<std::int64_t> TrialValues::pieces(std::string_view kind, std::int64_t present) const {
  constexpr std::int64_t pieces_max = 50;
  std::set<std::int64_t> more{1};
  if (auto const at = counts_.find(kind); at != counts_.end())
    for (auto const& border : at->second)
      if (auto const count = whole(border))
        for (auto const each : {*count - 1, *count, *count + 1})
          if (each > present && each - present <= pieces_max) more.insert(each - present);
  return {more.begin(), more.end()};
}

}  // namespace redress::rules
