#include "workflows/rulebook_loader/example.hpp"
#include "workflows/rulebook_loader/items.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::rules {
namespace {

constexpr std::string_view met = "met";          // asked for, and every group is there
constexpr std::string_view missing = "missing";  // asked for, and a group is not there
constexpr std::string_view not_asked = "not_asked";

std::string read_bearer(Members const& members) {
  auto const* node = members.find("borne_by", Need::required);
  if (!node) return {};
  if (node->text != "seller" && node->text != "buyer")
    members.check().add(node->place, "举证方应为 seller 或 buyer", "proof is borne by seller or buyer");
  return node->text;
}

// Else an item more could bring a demand more, and the score of a file would fall by adding to it.
void check_reads_no_evidence(Members const& members, std::optional<cel::Program> const& when) {
  if (!when) return;
  auto const& source = when->source();
  if (source.find("has_evidence(") == std::string::npos && source.find("evidence_count(") == std::string::npos) return;
  members.check().add(members.find("when", Need::required)->place, "举证要求的 when 不能读取证据",
                      "the `when` of an evidence need may not read evidence");
}

std::string_view answer_of(EvidenceNeed const& need, Example const& example) {
  Rulebook book;
  book.evidence_needs.push_back(need);
  book.evidence_needs.back().on.clear();
  auto const verdicts = evidence_needs(book, {}, {}, example.situation(), example.at);
  if (verdicts.empty()) return not_asked;
  return std::ranges::all_of(verdicts.front().groups, &NeedVerdict::Group::present) ? met : missing;
}

void try_example(EvidenceNeed const& need, Example const& example) {
  auto const* node = example.members.find("need", Need::required);
  if (!node) return;
  auto& check = example.members.check();
  if (node->text != met && node->text != missing && node->text != not_asked)
    return check.add(node->place, "应为 met、missing 或 not_asked", "must be met, missing or not_asked");
  auto const answer = answer_of(need, example);
  if (node->text != answer)
    check.add(node->place, fmt::format("例子应为 {}，算得 {}", node->text, answer),
              fmt::format("the example says {}, the need is {}", node->text, answer));
}

void check_variety(Members const& members, std::vector<Example> const& examples) {
  for (auto const answer : {met, missing}) {
    auto const shows = [&](Example const& example) {
      auto const* node = example.members.find("need", Need::optional);
      return node && node->text == answer;
    };
    if (std::ranges::none_of(examples, shows))
      members.check().add(members.find("examples", Need::required)->place, fmt::format("缺少 need: {} 的例子", answer),
                          fmt::format("there is no example with need: {}", answer));
  }
}

}  // namespace

std::vector<std::vector<std::string>> read_kind_groups(Members const& members, std::string_view name) {
  std::vector<std::vector<std::string>> groups;
  auto& check = members.check();
  auto const* node = members.find(name, Need::required);
  if (!node) return groups;
  for (auto const& list : items_of(*node, check)) {
    auto& group = groups.emplace_back();
    for (auto const& item : items_of(list, check)) {
      group.push_back(text_of(item, check));
      check_evidence_kind(group.back(), item.place, check);
    }
    if (group.empty() && list.kind == YamlNode::Kind::sequence)
      check.add(list.place, "列表不能为空", "the list must not be empty");
  }
  if (groups.empty() && node->kind == YamlNode::Kind::sequence)
    check.add(node->place, "列表不能为空", "the list must not be empty");
  return groups;
}

std::optional<EvidenceNeed> read_evidence_need(YamlNode const& node, ItemContext& context) {
  auto const before = context.check.count();
  Members const members(node, context.check,
                        {"id", "cites", "confidence", "on", "when", "borne_by", "any_of", "from", "to", "says",
                         "examples", "gap", "accepts"});
  auto head = read_head(members, context);
  EvidenceNeed need{.id = std::move(head.id),
                    .cites = std::move(head.cites),
                    .confidence = head.confidence,
                    .on = read_patterns(members, Need::optional),
                    .when = std::move(head.when),
                    .borne_by = read_bearer(members),
                    .any_of = read_kind_groups(members, "any_of"),
                    .says = std::move(head.says),
                    .span = head.span};
  need.calendar = calendar_for({&need.when}, context.check);
  if (context.check.count() == before) check_reads_no_evidence(members, need.when);
  auto const examples = read_examples(members, need.span, {"need"});
  if (context.check.count() != before) return std::nullopt;
  for (auto const& example : examples) try_example(need, example);
  if (context.check.count() == before) check_variety(members, examples);
  if (context.check.count() != before) return std::nullopt;
  return need;
}

}  // namespace redress::rules
