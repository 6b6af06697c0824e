#include "workflows/model/rule_checks.hpp"

#include "engine/rules/consult.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace redress::model {
namespace {

template <class Item>
Item const* in_force(std::vector<Item> const& items, std::string_view id, Instant at) {
  auto const found =
      std::ranges::find_if(items, [&](Item const& each) { return each.id == id && each.span.holds_at(at); });
  return found == items.end() ? nullptr : &*found;
}

class Examples {
 public:
  explicit Examples(rules::Rulebook const& book) : book_(book) {}

  void check(rules::ToldExample const& example) {
    if (!example.in_force) return;
    if (example.verdict)
      check_rule(example);
    else
      check_deadline(example);
  }

  std::vector<Finding> take() { return std::move(found_); }

 private:
  void add(std::string_view code, std::string const& where, std::string zh, std::string en) {
    if (seen_.insert(std::string(code) + where).second)
      found_.push_back({std::string(code), where, {std::move(zh), std::move(en)}});
  }

  void check_rule(rules::ToldExample const& example) {
    auto const* rule = in_force(book_.rules, example.id, example.at);
    if (!rule)
      return add("rule_gone", example.id, "例子所说的规则不在手册中", "the rule its examples speak of is not there");
    auto const verdict = rules::judge(*rule, example.situation());
    if (verdict.verdict != example.verdict || verdict.applies != example.applies)
      add("rule_answers_otherwise", example.id,
          fmt::format("例子要求 {}，规则回答 {}", rules::name_of(*example.verdict), rules::name_of(verdict.verdict)),
          fmt::format("an example demands {}, the rule answers {}", rules::name_of(*example.verdict),
                      rules::name_of(verdict.verdict)));
    if (verdict.refuses(false) != example.refuses)
      add("rule_refuses_otherwise", example.id, "例子要求拒绝与否，与规则不符",
          "whether it refuses is not what an example demands");
  }

  void check_deadline(rules::ToldExample const& example) {
    auto const* deadline = in_force(book_.deadlines, example.id, example.at);
    if (!deadline)
      return add("deadline_gone", example.id, "例子所说的时限不在手册中",
                 "the deadline its examples speak of is not there");
    auto const due = rules::due_of(*deadline, example.situation());
    if ((due ? std::optional(due->at) : std::nullopt) != example.due)
      add("deadline_falls_otherwise", example.id, "到期时间与例子不符", "it does not fall due as an example demands");
  }

  rules::Rulebook const& book_;
  std::set<std::string> seen_;
  std::vector<Finding> found_;
};

}  // namespace

std::vector<Finding> check_examples(rules::Rulebook const& book, rules::BookNotes const& notes) {
  Examples examples(book);
  for (auto const& example : notes.examples) examples.check(example);
  return examples.take();
}

}  // namespace redress::model
