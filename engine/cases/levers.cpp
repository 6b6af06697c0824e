#include "engine/cases/levers.hpp"

#include "engine/cases/changeable.hpp"
#include "engine/cases/derive.hpp"
#include "engine/rules/border.hpp"
#include "engine/rules/proof.hpp"

#include <algorithm>

namespace redress {
namespace {

using What = Lever::What;

constexpr std::string_view role_fact = "actor.role";
constexpr std::array message_facts{std::string_view{"event.message_terms"}, std::string_view{"event.message_chars"},
                                   std::string_view{"event.message_bytes"},
                                   std::string_view{"event.message_has_personal"}};
constexpr std::array attachment_facts{std::string_view{"event.proof_bytes"}, std::string_view{"event.proof_mime"}};

std::set<std::string> with_sources(std::set<std::string> paths) {
  std::vector<std::string> queue(paths.begin(), paths.end());
  for (std::size_t i = 0; i < queue.size(); ++i)
    for (auto const source : derived_from(queue[i]))
      if (paths.emplace(source).second) queue.emplace_back(source);
  return paths;
}

bool is_for_caller(EventSpec const& event) { return event.party != Party::timer && !event.irreversible; }

class Builder {
 public:
  Builder(World const& world, Question const& question, Attempt const& attempt, GuardValues const& guard_values)
      : world_(world),
        question_(question),
        attempt_(attempt),
        guard_values_(guard_values),
        facts_(facts_at(world, &attempt)) {
    for (auto const& [path, values] : guard_values) guard_paths_.merge(with_sources({path}));
  }

  std::vector<Lever> build() && {
    look_at_rules();
    add_evidence();
    add_params();
    add_attempt_facts(What::message, message_facts);
    add_attempt_facts(What::attachment, attachment_facts);
    add_facts();
    add_manager();
    add_events();
    std::erase_if(levers_, [](Lever const& lever) { return lever.settings.empty(); });
    for (auto& lever : levers_)
      lever.for_guards = lever.what == What::event || std::ranges::any_of(lever.touches, [&](auto const& path) {
                           return guard_paths_.contains(path);
                         });
    return std::move(levers_);
  }

 private:
  void look_at_rules() {
    rules::Situation const situation{facts_, world_.evidence};
    for (auto const& verdict :
         rules::consult(world_.book, world_.workflow.kind(), attempt_.event->name, situation, rules_at(world_))) {
      auto const& rule = *verdict.rule;
      named_.merge(dependencies_of(rule));
      kinds_.merge(rules::evidence_named(rule));
      for (auto const* condition : {&rule.when, &rule.require})
        if (*condition) values_.look_at(**condition, situation);
    }
  }

  FactSpec const* spec_of(std::string_view path) const {
    auto const index = fact_index(path);
    return index ? &fact_schema()[*index] : nullptr;
  }

  FactValue const* attempt_fact(std::string_view path) const {
    auto const at = std::ranges::find(attempt_.facts, path, [](auto const& fact) { return fact.first; });
    return at == attempt_.facts.end() ? nullptr : &at->second;
  }

  std::vector<Lever::Setting> settings(std::string_view path, FactValue const* present) const {
    std::vector<Lever::Setting> made;
    for (auto& value : values_.of(*spec_of(path), present, world_.now)) made.push_back({std::move(value)});
    return made;
  }

  void add_evidence() {
    for (auto const& kind : kinds_) {
      if (!find_evidence_kind(kind)) continue;
      auto const present = std::ranges::count_if(world_.evidence, [&](Evidence const& item) {
        return item.kind == kind && item.weight != Weight::inadmissible;
      });
      Lever lever{.what = What::evidence, .name = kind, .settings = {}};
      for (auto const pieces : values_.pieces(kind, present)) lever.settings.push_back({.pieces = pieces});
      lever.touches = {std::string(rules::evidence_border) + kind};
      levers_.push_back(std::move(lever));
    }
  }

  void add_params() {
    for (auto const& param : attempt_.event->params) {
      if (param.fact.empty() || param.personal) continue;
      by_attempt_.emplace(param.fact);
      auto const* present = attempt_fact(param.fact);
      Lever lever{.what = What::param,
                  .name = std::string(param.name),
                  .by = attempt_.event->party,
                  .settings = settings(param.fact, present),
                  .touches = {std::string(param.fact)}};
      if (param.type == ParamType::choice) take_choices(lever, param, present);
      if (param.type == ParamType::money) take_amounts(lever);
      if (present && !param.required) lever.settings.push_back({});
      levers_.push_back(std::move(lever));
    }
    if (!attempt_.event->stamps.empty()) by_attempt_.emplace(attempt_.event->stamps);
    for (auto const& set : attempt_.event->sets) by_attempt_.emplace(set.fact);
  }

  void take_choices(Lever& lever, ParamSpec const& param, FactValue const* present) const {
    lever.settings.clear();
    for (auto const choice : param.choices)
      if (FactValue value = std::string(choice); !present || *present != value) lever.settings.push_back({value});
  }

  // What the order has left is the amount that most often helps.
  void take_amounts(Lever& lever) const {
    auto const left_minor = refundable_on(world_.account, world_.case_.claim_lines);
    lever.settings.insert(lever.settings.begin(), {.value = left_minor});
    std::erase_if(lever.settings,
                  [](auto const& each) { return each.value && std::get<std::int64_t>(*each.value) <= 0; });
  }

  template <class Paths>
  void add_attempt_facts(What what, Paths const& paths) {
    for (auto const path : paths) {
      auto const* present = attempt_fact(path);
      if (!named_.contains(std::string(path)) || (what == What::message && !present)) continue;
      levers_.push_back({.what = what,
                         .name = std::string(path),
                         .by = attempt_.event->party,
                         .settings = settings(path, present),
                         .touches = {std::string(path)}});
    }
  }

  void add_facts() {
    auto paths = named_;
    paths.insert(guard_paths_.begin(), guard_paths_.end());
    for (auto const& path : paths) {
      auto const* spec = spec_of(path);
      if (!spec || by_attempt_.contains(path)) continue;
      auto const* present = world_.case_.facts.find(path);
      if (!may_be_supplied(path, present)) continue;
      auto const who = *changeable(path);
      Lever lever{
          .what = What::fact, .name = path, .by = who.by, .settings = settings(path, present), .touches = {path}};
      if (auto const more = guard_values_.find(path); more != guard_values_.end())
        add_values(lever, more->second, present);
      if (present && who.anytime) lever.settings.push_back({});
      levers_.push_back(std::move(lever));
    }
  }

  static void add_values(Lever& lever, std::vector<FactValue> const& values, FactValue const* present) {
    for (auto const& value : values) {
      bool const known = std::ranges::any_of(lever.settings, [&](auto const& each) { return each.value == value; });
      if (!known && !(present && *present == value)) lever.settings.push_back({value});
    }
  }

  void add_manager() {
    if (attempt_.event->party != Party::seller || attempt_.actor.role == Role::manager) return;
    levers_.push_back({.what = What::manager, .name = "manager", .touches = {std::string(role_fact)}});
  }

  void add_events() {
    std::set<std::string_view> seen{attempt_.event->name};
    for (auto const& row : world_.workflow.rows()) {
      auto const& event = *row.on;
      if (row.from->name != world_.case_.state || row.to->final || !is_for_caller(event)) continue;
      if (!seen.insert(event.name).second) continue;
      Lever lever{.what = What::event, .name = std::string(event.name), .by = event.party};
      lever.touches = {"case.state", "case.state_entered_at"};
      if (!event.stamps.empty()) lever.touches.emplace(event.stamps);
      for (auto const& set : event.sets) lever.touches.emplace(set.fact);
      for (auto const& param : event.params)
        if (!param.fact.empty() && param.required) lever.touches.emplace(param.fact);
      levers_.push_back(std::move(lever));
    }
  }

  World const& world_;
  Question const& question_;
  Attempt const& attempt_;
  GuardValues const& guard_values_;
  Facts const facts_;
  rules::TrialValues values_ = {};
  std::set<std::string> guard_paths_ = {};  // facts that guards may turn on
  std::set<std::string> named_ = {};        // facts the rules depend on
  std::set<std::string> kinds_ = {};        // kinds of evidence they name
  std::set<std::string> by_attempt_ = {};   // facts that the event itself sets
  std::vector<Lever> levers_ = {};
};

}  // namespace

std::vector<Lever> levers_of(World const& world, Question const& question, Attempt const& attempt,
                             GuardValues const& guard_values) {
  return Builder{world, question, attempt, guard_values}.build();
}

std::set<std::string> dependencies_of(rules::Rule const& rule) {
  auto found = with_sources(rules::facts_named(rule));
  for (auto const& kind : rules::evidence_named(rule)) found.insert(std::string(rules::evidence_border) + kind);
  if (rule.effect == rules::RuleEffect::route) found.emplace(role_fact);
  return found;
}

std::vector<std::uint32_t> levers_for(rules::Rule const& rule, std::vector<Lever> const& levers) {
  auto const depends_on = dependencies_of(rule);
  bool const on_any_kind = depends_on.contains(std::string(rules::evidence_border) + std::string(rules::any_kind));
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; i < levers.size(); ++i) {
    bool const touched =
        std::ranges::any_of(levers[i].touches, [&](auto const& name) { return depends_on.contains(name); });
    if (touched || (on_any_kind && levers[i].what == What::evidence)) found.push_back(i);
  }
  return found;
}

}  // namespace redress
