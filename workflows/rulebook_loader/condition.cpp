#include "workflows/rulebook_loader/condition.hpp"

#include "engine/cases/evidence_kinds.hpp"
#include "engine/rules/situation.hpp"
#include "workflows/rulebook_loader/spelling.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace redress::rules {
namespace {

using cel::Node;
using cel::NodeKind;
using cel::Operator;

bool is_text(Node const& node) { return node.kind == NodeKind::literal && node.literal.is(cel::Kind::string); }

template <class Visit>
void walk(Node const& node, Visit const& visit) {
  visit(node);
  for (auto const& child : node.children) walk(child, visit);
}

class Reviewer {
 public:
  Reviewer(YamlNode const& scalar, FileCheck& check) : scalar_(scalar), check_(check) {}

  void review(Node const& node) {
    if (node.kind == NodeKind::call && (node.name == "has_evidence" || node.name == "evidence_count"))
      review_kind(node);
    if (node.kind == NodeKind::call && is_calendar_function(node.name)) review_calendar(node);
    if (node.is(Operator::equal) || node.is(Operator::not_equal)) {
      review_value(node.children[0], node.children[1]);
      review_value(node.children[1], node.children[0]);
    }
    if (node.is(Operator::in) && node.children[1].kind == NodeKind::list)
      for (auto const& item : node.children[1].children) review_value(node.children[0], item);
  }

 private:
  Place place(Node const& node) const { return place_in_scalar(check_.source(), scalar_, node.span.offset); }

  void review_calendar(Node const& call) {
    if (!check_.calendar())
      return check_.add(
          place(call), fmt::format("{} 需要日历：请 include 一个含 calendar 的文件（如 calendar-cn）", call.name),
          fmt::format("{} needs a calendar: include a file that has one, such as calendar-cn", call.name));
    if (is_shift_function(call.name) && !check_.calendar()->has_shifts())
      check_.add(place(call), fmt::format("{} 需要班次：请在店铺手册写 timetable", call.name),
                 fmt::format("{} needs shifts: give the shop's book a `timetable`", call.name));
  }

  void review_kind(Node const& call) {
    auto const& kind = call.children[0];
    if (is_text(kind)) return check_evidence_kind(kind.literal.as_string(), place(kind), check_);
    check_.add(place(call), fmt::format("{} 的参数必须直接写出证据种类", call.name),
               fmt::format("{} takes a kind of evidence written out", call.name));
  }

  void review_value(Node const& fact, Node const& value) {
    if (fact.kind != NodeKind::variable || !is_text(value)) return;
    auto const values = values_of_fact(fact.name);
    auto const& text = value.literal.as_string();
    if (values.empty() || std::ranges::find(values, text) != values.end()) return;
    auto const meant = did_you_mean(text, values);
    check_.add(place(value), fmt::format("{} 不会是“{}”{}", fact.name, text, meant.zh),
               fmt::format("{} is never \"{}\"{}", fact.name, text, meant.en));
  }

  YamlNode const& scalar_;
  FileCheck& check_;
};

}  // namespace

std::optional<cel::Program> compile_at(YamlNode const& scalar, cel::Type expected, FileCheck& check) {
  auto const source = text_of(scalar, check);
  if (source.empty()) return std::nullopt;
  auto compiled =
      cel::compile(source, declarations(), {.expected = std::move(expected), .steps_max = cel::evaluation_steps_max});
  if (!compiled) {
    for (auto const& diagnostic : compiled.error())
      check.add(place_in_scalar(check.source(), scalar, diagnostic.span.offset), diagnostic.says);
    return std::nullopt;
  }
  Reviewer reviewer(scalar, check);
  walk(compiled->root(), [&](Node const& node) { reviewer.review(node); });
  return *compiled;
}

bool uses_calendar(cel::Program const& program) {
  bool uses = false;
  walk(program.root(), [&](Node const& node) {
    if (node.kind == NodeKind::call && is_calendar_function(node.name)) uses = true;
  });
  return uses;
}

CalendarPointer calendar_for(std::initializer_list<std::optional<cel::Program> const*> conditions,
                             FileCheck const& check) {
  for (auto const* condition : conditions)
    if (condition && *condition && uses_calendar(**condition)) return check.calendar();
  return {};
}

std::vector<PlacedText> vocabularies_named(cel::Program const& program, YamlNode const& scalar,
                                           FileCheck const& check) {
  std::vector<PlacedText> named;
  walk(program.root(), [&](Node const& node) {
    if (!node.is(Operator::in) || !is_text(node.children[0])) return;
    auto const& list = node.children[1];
    if (list.kind == NodeKind::variable && (list.name == "event.message_terms" || list.name == "buyer.message_terms"))
      named.push_back({node.children[0].literal.as_string(),
                       place_in_scalar(check.source(), scalar, node.children[0].span.offset)});
  });
  return named;
}

void check_evidence_kind(std::string_view kind, Place place, FileCheck& check) {
  if (kind.empty() || find_evidence_kind(kind)) return;
  std::vector<std::string_view> ids;
  for (auto const& each : evidence_kinds()) ids.push_back(each.id);
  auto const meant = did_you_mean(kind, ids);
  check.add(place, fmt::format("没有证据种类“{}”{}", kind, meant.zh),
            fmt::format("there is no evidence kind \"{}\"{}", kind, meant.en));
}

}  // namespace redress::rules
