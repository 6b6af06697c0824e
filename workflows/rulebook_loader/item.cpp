#include "workflows/rulebook_loader/item.hpp"

#include "engine/facts/schema.hpp"
#include "engine/rules/sentence.hpp"
#include "workflows/rulebook_loader/spelling.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::rules {
namespace {

bool is_upper_or_digit(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

std::string read_id(Members const& members) {
  auto const* node = members.find("id", Need::required);
  if (!node) return {};
  auto const id = text_of(*node, members.check());
  if (!id.empty() && !is_item_id(id))
    members.check().add(node->place, fmt::format("“{}”不是形如 TB-RU-005 或 D-04c 的编号", id),
                        fmt::format("\"{}\" is no id of the form TB-RU-005 or D-04c", id));
  return id;
}

Citation read_cites(Members const& members, Confidence confidence) {
  auto const* node = members.find("cites", Need::required);
  if (!node) return {};
  Members const cites(*node, members.check(), {"text", "source", "until"});
  auto const need = confidence == Confidence::design ? Need::optional : Need::required;
  return {cites.text("text", Need::required), cites.text("source", need)};
}

Span read_span(Members const& members) {
  Span span{members.date("from"), members.date("to")};
  if (!span.until) return span;
  span.until = *span.until + day_ms;  // the day named is the last one included
  if (span.from && *span.until <= *span.from)
    members.check().add(members.find("to", Need::required)->place, "to 早于 from", "`to` is before `from`");
  return span;
}

// Every blank of a sentence names a fact, or a reader would see the braces.
void check_blanks(YamlNode const& sentence, FileCheck& check) {
  std::vector<std::string_view> paths;
  for (auto const& [offset, path] : blanks_of(sentence.text)) {
    if (fact_index(path)) continue;
    if (paths.empty())
      for (auto const& spec : fact_schema()) paths.push_back(spec.path);
    auto const meant = did_you_mean(path, paths);
    check.add(place_in_scalar(check.source(), sentence, offset), fmt::format("没有名为“{}”的事实{}", path, meant.zh),
              fmt::format("there is no fact \"{}\"{}", path, meant.en));
  }
}

Says read_says(Members const& members) {
  auto const says = members.says("says");
  if (auto const* node = members.find("says", Need::optional))
    for (auto const& member : node->members) check_blanks(member.value, members.check());
  return says;
}

}  // namespace

void check_event_pattern(PlacedText const& pattern, FileCheck& check) {
  if (pattern.text.empty()) return;
  auto const covered = std::ranges::any_of(check.names().events, [&](std::string const& name) {
    auto const dot = name.find('.');
    return covers(pattern.text, std::string_view(name).substr(0, dot), std::string_view(name).substr(dot + 1));
  });
  if (covered) return;
  std::vector<std::string_view> const events(check.names().events.begin(), check.names().events.end());
  auto const meant = did_you_mean(pattern.text, events);
  check.add(pattern.place, fmt::format("“{}”不对应任何流程的事件{}", pattern.text, meant.zh),
            fmt::format("\"{}\" covers no event of any workflow{}", pattern.text, meant.en));
}

bool is_item_id(std::string_view id) {
  while (!id.empty() && is_lower(id.back())) id.remove_suffix(1);
  if (id.empty() || id.front() == '-' || id.back() == '-' || id.find("--") != std::string_view::npos) return false;
  return std::ranges::all_of(id, [](char c) { return c == '-' || is_upper_or_digit(c); });
}

ItemHead read_head(Members const& members, ItemContext& context) {
  ItemHead head;
  head.id = read_id(members);
  head.confidence = members.one_of("confidence", &confidence_from, {"high", "medium", "low", "unverified", "design"},
                                   Confidence::design);
  head.cites = read_cites(members, head.confidence);
  head.span = read_span(members);
  head.when = read_condition(members, "when", cel::Type::boolean(), Need::optional, context);
  head.says = read_says(members);
  return head;
}

std::optional<cel::Program> read_condition(Members const& members, std::string_view name, cel::Type expected, Need need,
                                           ItemContext& context) {
  auto const* node = members.find(name, need);
  if (!node) return std::nullopt;
  auto program = compile_at(*node, std::move(expected), members.check());
  if (program)
    std::ranges::move(vocabularies_named(*program, *node, members.check()),
                      std::back_inserter(context.vocabularies_named));
  return program;
}

std::vector<std::string> read_patterns(Members const& members, Need need) {
  std::vector<std::string> patterns;
  for (auto& pattern : members.texts("on", need)) {
    check_event_pattern(pattern, members.check());
    patterns.push_back(std::move(pattern.text));
  }
  return patterns;
}

void check_known(PlacedText const& text, std::set<std::string, std::less<>> const& known, Says const& what,
                 FileCheck& check) {
  if (text.text.empty() || known.contains(text.text)) return;
  std::vector<std::string_view> const names(known.begin(), known.end());
  auto const meant = did_you_mean(text.text, names);
  check.add(text.place, fmt::format("没有{}“{}”{}", what.zh, text.text, meant.zh),
            fmt::format("there is no {} \"{}\"{}", what.en, text.text, meant.en));
}

}  // namespace redress::rules
