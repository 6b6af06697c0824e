#include "api/service/worktime_view.hpp"

#include "api/service/case_view.hpp"
#include "engine/cases/derive.hpp"
#include "engine/cases/worktime.hpp"

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

array steps_view(RemainingWork const& work, Workflow const& workflow) {
  array steps;
  for (auto const& step : work.steps) {
    object view{{"minutes", step.minutes}};
    if (auto const* event = workflow.find_event(step.event)) {
      view.emplace("event", step.event);
      view.emplace("says", object{{"zh", event->zh}, {"en", event->en}});
    } else {
      view.emplace("evidence", boost::json::value_from(step.evidence));
    }
    steps.push_back(std::move(view));
  }
  return steps;
}

class DeadlineView {
 public:
  DeadlineView(World const& world, Facts const& facts)
      : world_(world),
        facts_(facts),
        work_(remaining_work(world, facts)),
        reminders_(case_reminders(world, world.now)) {}

  void complete(object& view, SellersDeadline const& deadline) const {
    auto const& book = world_.book;
    for (auto const& reminder : reminders_)
      if (reminder.of.what == deadline.what && !view.contains("remind_at"))
        view.emplace("remind_at", format_rfc3339(reminder.at));
    if (auto const last = last_safe_moment(world_, facts_, deadline, work_))
      view.emplace("last_safe_at", format_rfc3339(*last));
    if (auto const left = rules::minutes_between(book, world_.now, deadline.at))
      view.emplace("working_minutes_left", *left);
    view.emplace("work_minutes", work_.minutes);
    view.emplace("steps", steps_view(work_, world_.workflow));
    if (deadline.provisional) view.emplace("provisional", true);
  }

 private:
  World const& world_;
  Facts const& facts_;
  RemainingWork work_;
  std::vector<CaseReminder> reminders_;
};

// A term somebody else owes says for itself whether it was counted over a year without a notice.
bool counted_over_unknown_year(World const& world, Facts const& facts) {
  auto const* state = world.workflow.find_state(world.case_.state);
  if (!state || !world.case_.due) return false;
  auto const counted = rules::find_due(world.book, state->deadline, {facts, world.evidence}, rules_at(world));
  return counted && counted->provisional && counted->at == world.case_.due->at;
}

}  // namespace

DueViews due_views(LoadedCase const& loaded, Instant now) {
  DueViews views;
  auto const& case_ = loaded.case_;
  auto const* state = loaded.workflow->find_state(case_.state);
  if (case_.due) views.due = due_view(*case_.due);
  if (!state || state->final || case_.final) return views;
  auto const world = loaded.world(now);
  auto const facts = facts_at(world, nullptr);
  auto const deadlines = sellers_deadlines(world, facts);
  if (!loaded.book->shop_deadlines.empty())
    if (auto const target =
            rules::find_shop_due(*loaded.book, state->deadline, {facts, loaded.evidence}, rules_at(world)))
      views.shop_due = object{{"at", format_rfc3339(target->at)},
                              {"id", target->deadline->id},
                              {"source", target->deadline->cites.text},
                              {"says", to_json(target->deadline->says)}};
  if (deadlines.empty()) {
    if (views.due && counted_over_unknown_year(world, facts)) views.due->emplace("provisional", true);
    return views;
  }
  DeadlineView const view(world, facts);
  for (auto const& deadline : deadlines) {
    auto& told = deadline.what == SellersDeadline::What::due ? views.due : views.shop_due;
    if (told) view.complete(*told, deadline);
  }
  return views;
}

}  // namespace redress::api
