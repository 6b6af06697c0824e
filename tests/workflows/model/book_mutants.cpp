#include "engine/rules/situation.hpp"
#include "tests/workflows/model/mutants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

namespace redress::model {
namespace {

using rules::Rulebook;
using rules::RuleEffect;

bool refuses(rules::Rule const& rule) {
  return (rule.effect == RuleEffect::block || rule.effect == RuleEffect::require_evidence ||
          rule.effect == RuleEffect::route) &&
         rules::may_decide(rule.confidence);
}

std::optional<cel::Program> compiled(cel::Node const& root, cel::Type type) {
  auto program = cel::compile(cel::to_source(root), rules::declarations(), {.expected = std::move(type)});
  if (!program) return std::nullopt;
  return *program;
}

// Calls `change` on every node of a copy of the tree, and `use` with each copy in which it changed something.
template <class Change, class Use>
void each_change(cel::Node const& root, Change change, Use use) {
  for (std::size_t n = 0;; ++n) {
    auto copy = root;
    std::size_t seen = 0;
    bool changed = false;
    auto const walk = [&](auto const& self, cel::Node& node) -> void {
      if (changed) return;
      auto trial = node;
      if (change(trial) && seen++ == n) {
        node = std::move(trial);
        changed = true;
        return;
      }
      for (auto& child : node.children) self(self, child);
    };
    walk(walk, copy);
    if (!changed) return;
    use(copy);
  }
}

// A number compared with is one more in the direction that lets more pass.
bool relax(cel::Node& node) {
  bool const upper = node.is(cel::Operator::less) || node.is(cel::Operator::less_equal);
  bool const lower = node.is(cel::Operator::greater) || node.is(cel::Operator::greater_equal);
  if (!upper && !lower) return false;
  auto& number = node.children[1];
  if (number.kind != cel::NodeKind::literal || !number.literal.is(cel::Kind::int64)) return false;
  number.literal = cel::Value(number.literal.as_int() + (upper ? 1 : -1));
  return true;
}

bool drop_conjunct(cel::Node& node) {
  if (!node.is(cel::Operator::all_of) || node.children.size() < 2) return false;
  node.children.pop_back();
  if (node.children.size() == 1) node = cel::Node(node.children.front());
  return true;
}

class Maker {
 public:
  explicit Maker(Rulebook const& base) : base_(base) {}

  std::vector<BookMutant> make() {
    for (std::size_t i = 0; i < base_.rules.size(); ++i)
      if (refuses(base_.rules[i]) || base_.rules[i].effect == RuleEffect::advance) of_rule(i);
    for (std::size_t i = 0; i < base_.deadlines.size(); ++i) of_deadline(i);
    std::vector<BookMutant> chosen;
    for (auto& [kind, mutants] : made_) std::ranges::move(mutants, std::back_inserter(chosen));
    return chosen;
  }

 private:
  template <class Change>
  void add(std::string kind, std::string what, Change change) {
    auto book = std::make_shared<Rulebook>(base_);
    change(*book);
    book->index = rules::BookIndex::of(*book);
    made_[kind].push_back({kind, std::move(what), std::move(book)});
  }

  void of_rule(std::size_t i) {
    auto const& rule = base_.rules[i];
    add("drop_rule", rule.id,
        [&](Rulebook& book) { book.rules.erase(book.rules.begin() + static_cast<std::ptrdiff_t>(i)); });
    if (refuses(rule)) add("disarm_rule", rule.id, [&](Rulebook& book) { book.rules[i].effect = RuleEffect::warn; });
    if (!rule.require) return;
    each_change(rule.require->root(), relax, [&](cel::Node const& changed) {
      if (auto program = compiled(changed, cel::Type::boolean()))
        add("relax_by_one", rule.id, [&](Rulebook& book) { book.rules[i].require = program; });
    });
    each_change(rule.require->root(), drop_conjunct, [&](cel::Node const& changed) {
      if (auto program = compiled(changed, cel::Type::boolean()))
        add("drop_condition", rule.id, [&](Rulebook& book) { book.rules[i].require = program; });
    });
  }

  void of_deadline(std::size_t i) {
    auto const& deadline = base_.deadlines[i];
    add("drop_deadline", deadline.id + " " + deadline.slot,
        [&](Rulebook& book) { book.deadlines.erase(book.deadlines.begin() + static_cast<std::ptrdiff_t>(i)); });
    auto const later = fmt::format("({}) + duration('1s')", deadline.due.source());
    if (auto program = cel::compile(later, rules::declarations(), {.expected = cel::Type::timestamp()}))
      add("late_by_a_second", deadline.id + " " + deadline.slot,
          [&](Rulebook& book) { book.deadlines[i].due = *program; });
  }

  Rulebook const& base_;
  std::map<std::string, std::vector<BookMutant>> made_;
};

}  // namespace

std::vector<BookMutant> book_mutants(Rulebook const& book) { return Maker{book}.make(); }

}  // namespace redress::model
