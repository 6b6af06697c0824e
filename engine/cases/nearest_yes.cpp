#include "engine/cases/nearest_yes.hpp"

#include "engine/cases/change_words.hpp"

#include <algorithm>

namespace redress {
namespace {

using What = Lever::What;

// Nothing says which facts a structural guard reads, so all are tried, and not deeper than this.
constexpr std::size_t guard_changes_max = 2;

boost::json::value param_json(ParamSpec const& param, FactValue const& value, Currency currency) {
  if (param.type == ParamType::money) return to_json(Money{std::get<std::int64_t>(value), currency});
  return to_json(value);
}

ParamSpec const* find_param(EventSpec const& event, std::string_view name) {
  auto const at = std::ranges::find(event.params, name, &ParamSpec::name);
  return at == event.params.end() ? nullptr : &*at;
}

// One set of changes, made on copies.
class Trial {
 public:
  Trial(World const& world, Question const& question)
      : world_(world),
        question_(question),
        case_(world.case_),
        evidence_(world.evidence.begin(), world.evidence.end()) {}

  void make(What what, std::string const& name, Lever::Setting const& setting) {
    switch (what) {
      case What::evidence:
        for (std::int64_t i = 0; i < setting.pieces; ++i) evidence_.emplace_back().kind = name;
        reported_ = true;
        break;
      case What::fact:
        setting.value ? case_.facts.set(name, *setting.value) : case_.facts.clear(name);
        reported_ = true;
        break;
      case What::param:
        set_param(name, setting);
        break;
      case What::message:
      case What::attachment:
        about_attempt_.emplace_back(*fact_index(name), *setting.value);
        break;
      case What::manager:
        question_.command.actor.role = Role::manager;
        break;
      case What::event:
        first_ = world_.workflow.find_event(name);
        break;
    }
  }

  std::optional<Decision> decide() {
    World const supposed{world_.workflow, world_.book, case_, world_.account, evidence_, world_.now};
    if (reported_) case_ = report_facts(supposed, {}, case_.facts).after;
    if (first_ && !go_first(supposed)) return std::nullopt;
    auto attempt = attempt_of(supposed, question_);
    if (!attempt) return std::nullopt;
    for (auto const& [index, value] : about_attempt_) {
      auto const path = fact_schema()[index].path;
      std::erase_if(attempt->facts, [&](auto const& fact) { return fact.first == path; });
      attempt->facts.emplace_back(path, value);
    }
    return redress::decide(supposed, *attempt);
  }

 private:
  void set_param(std::string const& name, Lever::Setting const& setting) {
    auto const* param = find_param(*world_.workflow.find_event(question_.command.event), name);
    auto& params = question_.command.params;
    if (setting.value)
      params[name] = param_json(*param, *setting.value, case_.currency);
    else
      params.erase(name);
  }

  bool go_first(World const& supposed) {
    auto const left_minor = refundable_on(world_.account, case_.claim_lines);
    Question const first{{.event = std::string(first_->name),
                          .party = first_->party,
                          .actor = question_.command.actor,
                          .params = example_params(*first_, case_, left_minor, world_.now)},
                         question_.buyer_values};
    auto const attempt = attempt_of(supposed, first);
    if (!attempt) return false;
    auto decision = redress::decide(supposed, *attempt);
    if (!decision.accepted()) return false;
    case_ = std::move(decision.after);
    return true;
  }

  World const& world_;
  Question question_;
  Case case_;
  std::vector<Evidence> evidence_;
  EventSpec const* first_ = nullptr;
  bool reported_ = false;
  std::vector<std::pair<std::size_t, FactValue>> about_attempt_ = {};  // schema position and value
};

bool refused_by_rule(Decision const& decision, bool by_manager) {
  return std::ranges::any_of(decision.verdicts, [&](auto const& each) { return each.refuses(by_manager); });
}

// Which levers can turn this refusal; none where nothing the caller could change is in the way.
std::vector<std::uint32_t> levers_against(Decision const& decision, bool by_manager, std::vector<Lever> const& levers) {
  for (auto const& verdict : decision.verdicts)
    if (verdict.refuses(by_manager)) return levers_for(*verdict.rule, levers);
  auto const& code = decision.refusal->why_not.front().code;
  constexpr std::array hopeless{std::string_view{"case_final"},        std::string_view{"unknown_event"},
                                std::string_view{"other_partys_move"}, std::string_view{"not_due_yet"},
                                std::string_view{"not_automatic"},     std::string_view{"over_quantity"}};
  std::vector<std::uint32_t> found;
  if (std::ranges::find(hopeless, code) != hopeless.end()) return found;
  for (std::uint32_t i = 0; i < levers.size(); ++i) {
    auto const what = levers[i].what;
    bool const helps = code == "wrong_state"   ? what == What::event
                       : code == "over_refund" ? what == What::param
                                               : levers[i].for_guards;
    if (helps) found.push_back(i);
  }
  return found;
}

// All that rules look at in evidence; every trial copies it, and texts may be long. What is inadmissible they never
// count.
std::vector<Evidence> kinds_of(std::span<Evidence const> evidence) {
  std::vector<Evidence> kinds;
  for (auto const& item : evidence)
    if (item.weight != Weight::inadmissible) kinds.emplace_back().kind = item.kind;
  return kinds;
}

// What is asked of others, or takes a move of its own, comes after what the caller can do at once.
int trouble_of(std::vector<Change> const& changes) {
  int trouble = 0;
  for (auto const& change : changes) {
    if (change.what == What::event || change.what == What::manager) trouble += 2;
    if (change.by != Party::seller) trouble += 1;
  }
  return trouble;
}

}  // namespace

Result<Attempt> attempt_of(World const& world, Question const& question) {
  auto const* event = world.workflow.find_event(question.command.event);
  if (!event) return invalid_params("params.event", "流程没有这个动作", "the workflow has no such event");
  auto attempt = read_attempt(*event, question.command, world.case_, world.now);
  if (attempt) add_message_facts(*attempt, world.book, question.buyer_values);
  return attempt;
}

std::optional<Decision> decide_with(World const& world, Question const& question, std::span<Change const> changes) {
  Trial trial{world, question};
  for (auto const& change : changes) trial.make(change.what, change.name, change.setting);
  return trial.decide();
}

Result<NearestYes> nearest_yes(World const& whole, Question const& question, GuardValues const& guard_values,
                               rules::SearchLimits const& limits) {
  auto const evidence = kinds_of(whole.evidence);
  World const world{whole.workflow, whole.book, whole.case_, whole.account, evidence, whole.now};
  auto const attempt = attempt_of(world, question);
  if (!attempt) return attempt.error();
  auto const levers = levers_of(world, question, *attempt, guard_values);
  std::vector<std::uint32_t> settings;
  for (auto const& lever : levers) settings.push_back(static_cast<std::uint32_t>(lever.settings.size()));
  bool const asked_by_manager = question.command.actor.role == Role::manager;

  auto const ask = [&](rules::Choices const& choices) -> rules::Reply {
    Trial trial{world, question};
    bool by_manager = asked_by_manager, goes_first = false;
    for (auto const& [at, setting] : choices) {
      trial.make(levers[at].what, levers[at].name, levers[at].settings[setting]);
      by_manager = by_manager || levers[at].what == What::manager;
      goes_first = goes_first || levers[at].what == What::event;
    }
    auto const decision = trial.decide();
    if (!decision) return {};
    if (decision->accepted()) return {.yes = true};
    if (choices.size() >= guard_changes_max && !refused_by_rule(*decision, by_manager)) return {};
    auto next = levers_against(*decision, by_manager, levers);
    if (goes_first) std::erase_if(next, [&](auto at) { return levers[at].what == What::event; });
    return {.try_next = std::move(next)};
  };
  auto const found = rules::smallest_sets(settings, ask, limits);

  NearestYes nearest{.sets = {}, .complete = found.complete, .decisions = found.asked};
  for (auto const& choices : found.sets) {
    if (choices.empty()) return nearest;  // accepted as it is
    std::vector<Change> changes;
    for (auto const& [at, setting] : choices)
      changes.push_back(change_of(levers[at], levers[at].settings[setting], world, question));
    nearest.sets.push_back(std::move(changes));
  }
  std::ranges::stable_sort(nearest.sets, {}, [](auto const& set) { return std::pair(set.size(), trouble_of(set)); });
  return nearest;
}

}  // namespace redress
