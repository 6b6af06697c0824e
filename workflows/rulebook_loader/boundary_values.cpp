#include "workflows/rulebook_loader/boundary_values.hpp"

#include "workflows/rulebook_loader/condition.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace redress::rules {
namespace {

using cel::Node;
using cel::NodeKind;
using cel::Operator;

constexpr std::size_t spans_max = 6;    // different durations tried on each side of a moment
constexpr std::size_t subsets_max = 8;  // word lists whose every combination is tried
constexpr std::int64_t large = 1'000'000'000;
constexpr std::int64_t long_ago_ms = 4000 * day_ms;

// Computed at every decision, so never unknown.
constexpr std::array always_known{"account.refundable_minor", "claim.subjective",     "order.dispatched",
                                  "platform.status_unknown",  "shipment.in_transit",  "risk.score",
                                  "case.opened_at",           "case.state_entered_at"};

// What one comparison, or one call, sets beside the facts it mentions.
struct Beside {
  std::set<std::int64_t> numbers;
  std::vector<std::string> texts;
  std::set<std::int64_t> spans_ms;
  std::set<std::int64_t> moments_ms;
};

void add_text(std::vector<std::string>& texts, std::string text) {
  if (std::ranges::find(texts, text) == texts.end()) texts.push_back(std::move(text));
}

// A text that a pattern like '(?i)wechat|qq' matches: its first alternative, without flags.
std::string matched_by(std::string_view pattern) {
  if (pattern.starts_with("(?")) pattern = pattern.substr(pattern.find(')') + 1);
  return std::string(pattern.substr(0, pattern.find('|')));
}

std::optional<std::int64_t> span_ms_of(std::string_view text) {
  auto const compiled = cel::compile("duration('" + std::string(text) + "')", cel::Declarations{});
  if (!compiled) return std::nullopt;
  auto const outcome = compiled->evaluate(cel::Bindings{});
  if (!outcome.is_value() || !outcome.value().is(cel::Kind::duration)) return std::nullopt;
  return outcome.value().as_duration().nanos / 1'000'000;
}

bool is_call(Node const& node, std::string_view name) { return node.kind == NodeKind::call && node.name == name; }

class Gathering {
 public:
  void gather(Node const& node) {
    if (cel::is_comparison(node) || node.kind == NodeKind::call) note(node);
    if (node.kind == NodeKind::variable || node.kind == NodeKind::has_variable) facts.try_emplace(node.name);
    for (auto const& child : node.children) gather(child);
  }

  std::map<std::string, Beside, std::less<>> facts;
  std::map<std::string, std::set<std::int64_t>, std::less<>> evidence;  // kind -> counts compared with

 private:
  // All that stands in one comparison is tried on each of its facts.
  void note(Node const& node) {
    Beside beside;
    std::vector<std::string> paths, kinds;
    collect(node, beside, paths, kinds);
    for (auto const& path : paths) merge(facts[path], beside);
    for (auto const& kind : kinds) evidence[kind].insert(beside.numbers.begin(), beside.numbers.end());
  }

  static void merge(Beside& into, Beside const& from) {
    into.numbers.insert(from.numbers.begin(), from.numbers.end());
    for (auto const& text : from.texts) add_text(into.texts, text);
    into.spans_ms.insert(from.spans_ms.begin(), from.spans_ms.end());
    into.moments_ms.insert(from.moments_ms.begin(), from.moments_ms.end());
  }

  void collect(Node const& node, Beside& beside, std::vector<std::string>& paths, std::vector<std::string>& kinds) {
    if (node.is(Operator::all_of) || node.is(Operator::any_of)) return;  // a condition inside a comparison is its own
    if (node.kind == NodeKind::variable) paths.push_back(node.name);
    if (node.kind == NodeKind::literal) note_literal(node, beside);
    if (is_call(node, "has_evidence") || is_call(node, "evidence_count")) {
      kinds.push_back(node.children[0].literal.as_string());
      return;
    }
    if (is_call(node, "duration") && is_text(node.children[0])) {
      if (auto const span = span_ms_of(node.children[0].literal.as_string())) beside.spans_ms.insert(*span);
      return;
    }
    if (is_call(node, "timestamp") && is_text(node.children[0])) {
      if (auto const at = parse_rfc3339(node.children[0].literal.as_string())) beside.moments_ms.insert(at->ms);
      return;
    }
    if (is_call(node, "matches") && is_text(node.children.back()))
      add_text(beside.texts, matched_by(node.children.back().literal.as_string()));
    for (auto const& child : node.children) collect(child, beside, paths, kinds);
  }

  static bool is_text(Node const& node) { return node.kind == NodeKind::literal && node.literal.is(cel::Kind::string); }

  static void note_literal(Node const& node, Beside& beside) {
    if (node.literal.is(cel::Kind::int64)) beside.numbers.insert(node.literal.as_int());
    if (node.literal.is(cel::Kind::string)) add_text(beside.texts, node.literal.as_string());
  }
};

using Values = std::vector<std::optional<FactValue>>;

void add_numbers(Values& values, Beside const& beside) {
  std::set<std::int64_t> numbers{0, 1, large};
  for (auto const number : beside.numbers)
    for (auto const near : {number - 1, number, number + 1})
      if (near >= 0) numbers.insert(near);
  for (auto const number : numbers) values.emplace_back(number);
}

void add_texts(Values& values, std::string_view path, Beside const& beside) {
  for (auto const& text : beside.texts) values.emplace_back(text);
  auto const closed = values_of_fact(path);
  auto const other = std::ranges::find_if(
      closed, [&](auto value) { return std::ranges::find(beside.texts, value) == beside.texts.end(); });
  if (closed.empty())
    values.emplace_back(std::string("other"));
  else if (other != closed.end())
    values.emplace_back(std::string(*other));
}

// Every combination of a few word lists; of many, each alone and all together.
void add_subsets(Values& values, std::vector<std::string> const& texts) {
  values.emplace_back(std::vector<std::string>{});
  if (texts.size() <= subsets_max) {
    for (std::size_t chosen = 1; chosen < std::size_t{1} << texts.size(); ++chosen) {
      std::vector<std::string> subset;
      for (std::size_t i = 0; i < texts.size(); ++i)
        if (chosen >> i & 1) subset.push_back(texts[i]);
      values.emplace_back(std::move(subset));
    }
    return;
  }
  for (auto const& text : texts) values.emplace_back(std::vector<std::string>{text});
  values.emplace_back(texts);
}

// Two spans may be added to one moment, so the sum of any two counts as one more.
std::set<std::int64_t> spans_of(Beside const& beside) {
  auto spans = beside.spans_ms;
  for (auto one = beside.spans_ms.begin(); one != beside.spans_ms.end(); ++one)
    for (auto other = std::next(one); other != beside.spans_ms.end(); ++other) spans.insert(*one + *other);
  return spans;
}

void add_moments(Values& values, Beside const& beside, Instant now) {
  std::set<std::int64_t> moments{now.ms, now.ms + 1000, now.ms - 1000, now.ms - long_ago_ms};
  std::size_t spans = 0;
  for (auto const span : spans_of(beside)) {
    if (++spans > spans_max) break;
    for (auto const near : {span - 1000, span, span + 1000}) moments.insert({now.ms - near, now.ms + near});
  }
  for (auto const moment : beside.moments_ms)
    for (auto const near : {moment - 1, moment, moment + 1}) moments.insert(near);
  for (auto const moment : moments) values.emplace_back(Instant{moment});
}

void add_states(Values& values, Beside const& beside, std::vector<std::string> const& states) {
  auto const possible = [&](std::string const& state) {
    return states.empty() || std::ranges::find(states, state) != states.end();
  };
  auto const mentioned = [&](std::string const& state) {
    return std::ranges::find(beside.texts, state) != beside.texts.end();
  };
  if (states.empty()) values.emplace_back(std::string("other"));
  if (auto const other = std::ranges::find_if_not(states, mentioned); other != states.end())
    values.emplace_back(*other);
  for (auto const& text : beside.texts)
    if (possible(text)) values.emplace_back(text);
}

Values values_of(std::string_view path, Beside const& beside, Setting const& setting) {
  if (path == "now") return {FactValue{setting.now}};
  if (path == "event.name") return {FactValue{setting.event}};
  if (path == "case.kind") return {FactValue{setting.kind}};
  Values values;
  if (path == "case.state") {
    add_states(values, beside, setting.states);
    return values;
  }
  if (std::ranges::find(always_known, path) == always_known.end()) values.emplace_back(std::nullopt);
  switch (fact_schema()[*fact_index(path)].type) {
    case FactType::boolean:
      values.emplace_back(false);
      values.emplace_back(true);
      break;
    case FactType::integer:
      add_numbers(values, beside);
      break;
    case FactType::text:
      add_texts(values, path, beside);
      break;
    case FactType::texts: {
      auto texts = beside.texts;
      if (path == "platform.allowed_operations") add_text(texts, setting.event);
      add_subsets(values, texts);
      break;
    }
    case FactType::instant:
      add_moments(values, beside, setting.now);
      break;
  }
  return values;
}

bool has_too_many_lists(std::string_view path, Beside const& beside) {
  return fact_schema()[*fact_index(path)].type == FactType::texts && beside.texts.size() > subsets_max;
}

}  // namespace

std::vector<Choices> choices_for(std::span<cel::Program const* const> conditions, Setting const& setting) {
  Gathering gathering;
  for (auto const* condition : conditions) gathering.gather(condition->root());
  std::vector<Choices> all;
  for (auto const& [path, beside] : gathering.facts) {
    Choices choices{.name = path, .values = values_of(path, beside, setting), .counts = {}};
    choices.whole = spans_of(beside).size() <= spans_max && !has_too_many_lists(path, beside);
    // What makes a reason subjective is worked out from the reason, so every reason that matters is among the choices.
    if (path == "claim.reason")
      for (auto const* reason : {"no_reason", "quality"})
        if (std::ranges::find(choices.values, std::optional<FactValue>(std::string(reason))) == choices.values.end())
          choices.values.emplace_back(std::string(reason));
    all.push_back(std::move(choices));
  }
  for (auto const& [kind, counts] : gathering.evidence) {
    std::set<std::int64_t> tried{0, 1};
    for (auto const count : counts)
      for (auto const near : {count - 1, count})
        if (near > 0 && near < 100) tried.insert(near);
    all.push_back({.name = kind, .evidence = true, .values = {}, .counts = {tried.begin(), tried.end()}});
  }
  return all;
}

}  // namespace redress::rules
