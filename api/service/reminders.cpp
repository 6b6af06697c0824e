#include "api/service/reminders.hpp"

#include "engine/cases/worktime.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace redress::api {
namespace {

std::string key_of(std::string_view case_id, CaseReminder const& planned) {
  return fmt::format("remind/{}/{}/{}/{}/{}", case_id, planned.reminder->id, name_of(planned.of.what), planned.of.at.ms,
                     planned.at.ms);
}

// The same reminder of the same deadline, told at whatever moment.
bool told_already(OutboxItem const& known, OutboxItem const& item) {
  if (known.kind != reminder_kind || !known.delivered_at || known.last_failure == reminder_cancelled) return false;
  constexpr std::array parts{std::string_view{"reminder"}, std::string_view{"of"}, std::string_view{"due_at"}};
  return std::ranges::all_of(parts, [&](auto part) { return known.content.at(part) == item.content.at(part); });
}

}  // namespace

void plan_reminders(Record& record, LoadedCase const& loaded, Instant now) {
  auto const& case_ = record.case_after;
  if (case_.final || loaded.book->reminders.empty()) return;
  auto evidence = loaded.evidence;
  for (auto const& item : record.evidence)
    if (std::ranges::find(evidence, item.id, &Evidence::id) == evidence.end()) evidence.push_back(item);
  World const world{*loaded.workflow, *loaded.book, case_, loaded.account, evidence, now, loaded.automation_off};
  for (auto const& planned : case_reminders(world, now))
    record.outbox.push_back({.key = key_of(case_.id, planned),
                             .case_id = case_.id,
                             .shop = case_.shop,
                             .kind = std::string(reminder_kind),
                             .content = {{"reminder", planned.reminder->id},
                                         {"of", name_of(planned.of.what)},
                                         {"due_at", format_rfc3339(planned.of.at)},
                                         {"planned_at", format_rfc3339(now)},
                                         {"says", to_json(planned.reminder->says)}},
                             .due_at = planned.at});
}

void drop_known_reminders(StoreReader& store, Record& record) {
  bool const plans = std::ranges::any_of(record.outbox, [](auto const& item) { return item.kind == reminder_kind; });
  if (!plans || record.is_new) return;
  auto const known = store.outbox_of(record.case_after.id);
  std::erase_if(record.outbox, [&](OutboxItem const& item) {
    if (item.kind != reminder_kind) return false;
    return std::ranges::any_of(
        known, [&](OutboxItem const& each) { return each.key == item.key || told_already(each, item); });
  });
}

bool reminder_wanted(OutboxItem const& item, LoadedCase const& loaded, Instant now) {
  auto const world = loaded.world(now);
  auto const planned_at = parse_rfc3339(item.content.at("planned_at").as_string());
  if (!planned_at) return false;  // nobody wrote it
  auto const planned = case_reminders(world, *planned_at);
  return std::ranges::any_of(
      planned, [&](CaseReminder const& each) { return now < each.of.at && key_of(loaded.case_.id, each) == item.key; });
}

}  // namespace redress::api
