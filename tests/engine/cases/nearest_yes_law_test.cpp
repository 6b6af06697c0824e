// The nearest yes against an exhaustive search: random small books over few facts, every value of every subject.
#include "engine/cases/changeable.hpp"
#include "engine/cases/nearest_yes.hpp"
#include "tests/engine/cases/small_world.hpp"

#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

namespace redress {
namespace {

using What = Lever::What;
using Subjects = std::set<std::string>;
using rules::make_rule;
using rules::RuleEffect;

std::set<Subjects> subjects_of(NearestYes const& nearest) {
  std::set<Subjects> all;
  for (auto const& set : nearest.sets) {
    Subjects subjects;
    for (auto const& change : set) subjects.insert(change.name);
    all.insert(std::move(subjects));
  }
  return all;
}

// The exhaustive search that the real one is held against: every value of every subject, every choice of subjects.
struct Subject {
  What what;
  std::string name;
  std::vector<std::string> atoms;        // conditions about it
  std::vector<Lever::Setting> settings;  // everything it could become
};

std::vector<Lever::Setting> settings_of(std::vector<FactValue> values, bool may_clear) {
  std::vector<Lever::Setting> settings;
  for (auto& value : values) settings.push_back({std::move(value)});
  if (may_clear) settings.push_back({});
  return settings;
}

std::vector<Subject> subjects(Instant now) {
  using Text = std::string;
  std::vector<FactValue> const truths{true, false};
  std::vector<FactValue> numbers;
  for (std::int64_t n = 0; n <= 9; ++n) numbers.emplace_back(n);
  std::vector<FactValue> const words{Text("a"), Text("b"), Text("c"), Text("other")};
  std::vector<FactValue> const moments{
      now,     now + -48 * hour_ms, now + (-48 * hour_ms - 1), now + (-48 * hour_ms + 1), now + -72 * hour_ms,
      now + 1, now + hour_ms};
  std::vector<Lever::Setting> pieces;
  for (std::int64_t n = 1; n <= 5; ++n) pieces.push_back({.pieces = n});
  auto const flag = [&](std::string path, bool anytime) {
    return Subject{What::fact,
                   path,
                   {path, "!" + path, "has(" + path + ") && " + path, "has(" + path + ")", path + " == false"},
                   settings_of(truths, anytime)};
  };
  auto const number = [&](std::string path, std::string other) {
    return Subject{What::fact,
                   path,
                   {path + " >= 2", path + " == 3", path + " < 2", path + " + 1 > 4", "3 - " + path + " <= 0",
                    path + " > " + other, path + " == " + other, path + " != " + other, "has(" + path + ")"},
                   settings_of(numbers, false)};
  };
  auto const proof = [&](std::string kind) {
    auto const count = "evidence_count('" + kind + "')";
    return Subject{What::evidence,
                   kind,
                   {"has_evidence('" + kind + "')", count + " >= 3", count + " == 2", count + " < 2",
                    count + " + evidence_count('E-SIGN') >= 2"},
                   pieces};
  };
  auto const basis = std::string("event.basis");
  return {
      flag("agreement.substitute", true),
      flag("stock.available", true),
      flag("order.gift_returned", false),
      number("claim.photos", "claim.quantity"),
      number("claim.quantity", "claim.photos"),
      proof("E-SIGN"),
      proof("E-SEAL"),
      {What::fact,
       "returns.address_id",
       {"returns.address_id == 'a'", "returns.address_id != 'b'", "returns.address_id in ['a', 'c']",
        "has(returns.address_id)", "returns.address_id.startsWith('c')"},
       settings_of(words, true)},
      {What::fact,
       "shipment.signed_at",
       {"now - shipment.signed_at <= duration('48h')", "shipment.signed_at + duration('48h') < now",
        "shipment.signed_at <= now", "shipment.signed_at > now", "has(shipment.signed_at)",
        "shipment.signed_at == now - duration('48h')"},
       settings_of(moments, false)},
      {What::param,
       "basis",
       {"event.basis == 'x'", "has(event.basis) && event.basis != 'y'", "event.basis in ['y', 'z']",
        "!(has(event.basis) && event.basis == 'z')"},
       settings_of({Text("x"), Text("y"), Text("z")}, true)},
      {What::manager, "manager", {"actor.role == 'manager'"}, {Lever::Setting{}}},
  };
}

// A condition over some subjects' atoms.
std::string condition(std::vector<std::string> const& atoms, int depth) {
  if (depth == 0 || *rc::gen::inRange(0, 4) == 0) return "(" + *rc::gen::elementOf(atoms) + ")";
  auto const part = [&] { return condition(atoms, depth - 1); };
  switch (*rc::gen::inRange(0, 5)) {
    case 0:
      return "(" + part() + " ? " + part() + " : " + part() + ")";
    case 1:
      return "!" + part();
    case 2:
      return "(" + part() + " || " + part() + ")";
    default:
      return "(" + part() + " && " + part() + ")";
  }
}

class Exhaustive {
 public:
  Exhaustive(World const& world, Question const& question, std::vector<Subject> const& subjects)
      : world_(world), question_(question), subjects_(subjects) {}

  std::set<Subjects> minimal_sets() {
    std::vector<Change> changes;
    visit(0, changes);
    std::set<Subjects> minimal;
    for (auto const& yes : yes_)
      if (std::ranges::none_of(yes_, [&](Subjects const& other) {
            return other.size() < yes.size() && std::ranges::includes(yes, other);
          }))
        minimal.insert(yes);
    return minimal;
  }

 private:
  void visit(std::size_t at, std::vector<Change>& changes) {
    if (at == subjects_.size()) {
      Subjects chosen;
      for (auto const& change : changes) chosen.insert(change.name);
      if (yes_.contains(chosen)) return;
      auto const decision = decide_with(world_, question_, changes);
      if (decision && decision->accepted()) yes_.insert(chosen);
      return;
    }
    visit(at + 1, changes);
    auto const& subject = subjects_[at];
    for (auto const& setting : subject.settings) {
      changes.push_back({.what = subject.what,
                         .name = subject.name,
                         .setting = setting,
                         .by = Party::seller,
                         .says = {},
                         .call = {}});
      visit(at + 1, changes);
      changes.pop_back();
    }
  }

  World const& world_;
  Question const& question_;
  std::vector<Subject> const& subjects_;
  std::set<Subjects> yes_;
};

RC_GTEST_PROP(NearestYesLaw, FindsExactlyTheMinimalSetsThatAnExhaustiveSearchFinds, ()) {
  SmallWorld small;
  auto const all = subjects(small.now);
  std::vector<Subject> chosen;
  std::vector<std::string> atoms;
  std::set<std::size_t> const picked =
      *rc::gen::container<std::set<std::size_t>>(4, rc::gen::inRange<std::size_t>(0, all.size()));
  for (auto const at : picked) {
    chosen.push_back(all[at]);
    std::ranges::copy(all[at].atoms, std::back_inserter(atoms));
  }
  // Atoms may name a second fact; it is then a subject as well.
  for (auto const& other : all)
    if (!picked.contains(static_cast<std::size_t>(&other - all.data())) &&
        std::ranges::any_of(atoms, [&](auto const& atom) { return atom.find(other.name) != std::string::npos; }))
      chosen.push_back(other);
  RC_PRE(chosen.size() <= 5U);
  auto const rules = *rc::gen::inRange(1, 4);
  for (int i = 0; i < rules; ++i) {
    auto const effect =
        *rc::gen::element(RuleEffect::block, RuleEffect::require_evidence, RuleEffect::warn, RuleEffect::route);
    auto const when = *rc::gen::arbitrary<bool>() ? condition(atoms, 1) : std::string{};
    auto const require = condition(atoms, 3);
    small.book.rules.push_back(
        make_rule({.effect = effect, .when = when, .require = require, .id = std::to_string(i)}));
  }
  // What is there before: some facts known, some proof.
  for (auto& subject : chosen) {
    if (subject.what == What::evidence && *rc::gen::arbitrary<bool>())
      small.evidence.emplace_back().kind = subject.name;
    if (subject.what != What::fact || *rc::gen::inRange(0, 3) != 0) continue;
    auto const setting = *rc::gen::elementOf(subject.settings);
    auto const* number = setting.value ? std::get_if<std::int64_t>(&*setting.value) : nullptr;
    if (number && *number > 5) continue;  // room above it in the values that are searched
    if (setting.value) small.case_.facts.set(subject.name, *setting.value);
    if (setting.value && !may_be_supplied(subject.name, &*setting.value)) subject.settings.clear();
    std::erase_if(subject.settings, [&](auto const& each) { return each.value == setting.value; });
  }
  auto const role = *rc::gen::element(Role::agent, Role::manager);
  if (role == Role::manager) std::erase_if(chosen, [](auto const& each) { return each.what == What::manager; });
  bool const routed =
      std::ranges::any_of(small.book.rules, [](auto const& rule) { return rule.effect == RuleEffect::route; });
  if (routed && role == Role::agent &&
      std::ranges::none_of(chosen, [](auto const& each) { return each.what == What::manager; }))
    chosen.push_back(all.back());

  auto const world = small.world();
  Question const question{{.event = "refuse", .actor = {.id = "a", .role = role}}};
  auto const nearest = nearest_yes(world, question, {}, {.changes_max = 8, .sets_max = 1'000, .asked_max = 1'000'000});
  RC_ASSERT(nearest.has_value());
  RC_ASSERT(nearest->complete);
  for (auto const& set : nearest->sets) {
    auto const decision = decide_with(world, question, set);
    RC_ASSERT(decision && decision->accepted());  // sound
  }
  RC_CLASSIFY(nearest->sets.empty(), "nothing turns it, or accepted");
  RC_CLASSIFY(nearest->sets.size() > 1, "several sets");
  RC_CLASSIFY(!nearest->sets.empty() && nearest->sets.back().size() > 1, "a set of several changes");
  auto expected = Exhaustive{world, question, chosen}.minimal_sets();
  expected.erase(Subjects{});
  std::string conditions;
  for (auto const& rule : small.book.rules)
    conditions +=
        (rule.when ? std::string(rule.when->source()) : "") + " => " + std::string(rule.require->source()) + "\n";
  RC_LOG(conditions);
  RC_ASSERT(subjects_of(*nearest) == expected);  // minimal, and none left out
}

}  // namespace
}  // namespace redress
