#include "api/service/case_reading.hpp"

#include "api/service/about_entries.hpp"
#include "api/service/case_view.hpp"
#include "api/service/foreseen.hpp"
#include "api/service/labels.hpp"
#include "api/service/personal_view.hpp"
#include "api/service/shop_asked.hpp"
#include "api/service/worktime_view.hpp"
#include "api/worklist/listed_case.hpp"
#include "engine/cases/actions.hpp"
#include "engine/cases/derive.hpp"
#include "engine/cases/entry_draft.hpp"
#include "engine/rules/risk.hpp"

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

constexpr int page_default = 50;

std::optional<std::string> optional_text(object const& json, std::string_view name) {
  auto text = text_of(json, name);
  if (text.empty()) return std::nullopt;
  return text;
}

Result<CaseFilter> filter_of(DeskCall const& call) {
  auto const& params = call.params;
  CaseFilter filter{.shop = std::nullopt,
                    .kind = optional_text(params, "kind"),
                    .state = optional_text(params, "state"),
                    .owed_by = optional_text(params, "owed_by")};
  if (auto shop = shop_asked(call); !shop.empty()) filter.shop = std::move(shop);
  filter.text = optional_text(params, "text");
  filter.order_id = optional_text(params, "order_id");
  filter.cursor = text_of(params, "cursor");
  filter.limit = static_cast<int>(limit_of(params, page_default));
  if (auto const* final = params.if_contains("final")) filter.final = final->as_bool();
  if (auto const due = text_of(params, "due_before"); !due.empty()) {
    auto const at = parse_rfc3339(due);
    if (!at) return Fault{at.error().kind, at.error().says, "params.due_before"};
    filter.due_before = *at;
  }
  return filter;
}

// The case's terms with the work that is left before them, in place of the bare ones.
void add_dues(object& holder, object& result, LoadedCase const& loaded, Instant now) {
  auto views = due_views(loaded, now);
  if (views.due) holder["due"] = std::move(*views.due);
  if (views.shop_due) result["shop_due"] = std::move(*views.shop_due);
}

array evidence_views(LoadedCase const& loaded, std::optional<Person> const& person, Role role, ActorNames& names) {
  array views;
  for (auto const& item : loaded.evidence) {
    auto view = evidence_view(item);
    if (!may_read_words(person, role)) hide_words(view);
    names.add_to(view);
    views.push_back(std::move(view));
  }
  return views;
}

object risk_view(World const& world, Facts const& facts) {
  return rules::to_json(rules::risk_of(world.book, {facts, world.evidence}, rules_at(world)), facts);
}

}  // namespace

template <class Body>
AnswerText CaseReading::on_case(DeskCall const& call, Body body) {
  AnswerText text;
  store_.read([&](StoreReader& store) {
    auto const loaded = load_case(store, books_, text_of(call.params, "case_id"), call.actor);
    text = loaded ? body(store, *loaded) : fault_text(loaded.error());
  });
  return text;
}

namespace {

// On what the store has at hand of a case under work: as durable as any read, without a transaction. Nothing where
// something is missing, or a setting was changed meanwhile.
template <class Body>
std::optional<AnswerText> at_hand(Store& store, RulebooksInForce const& books, DeskCall const& call, Body body) {
  auto* const foresight = dynamic_cast<Foresight*>(&store);
  auto const case_id = text_of(call.params, "case_id");
  auto const seen = foresight ? foresight->look(case_id) : std::nullopt;
  if (!seen) return std::nullopt;
  try {
    SnapshotReader reader(*seen, *foresight);
    auto const loaded = load_case(reader, books, case_id, call.actor);
    auto text = loaded ? body(*loaded) : fault_text(loaded.error());
    if (foresight->settings_stamp() == seen->stamp.of_settings) return text;
  } catch (EmptyHanded::NotAtHand const&) {
  }
  return std::nullopt;
}

}  // namespace

AnswerText CaseReading::get(DeskCall const& call) {
  return on_case(call, [&](StoreReader& store, LoadedCase const& loaded) {
    auto const person = person_behind(store, loaded.case_.id);
    ActorNames names{store};
    auto evidence = evidence_views(loaded, person, call.actor.role, names);
    auto const world = loaded.world(clock_.now());
    auto const facts = facts_at(world, nullptr);
    auto view = case_view(loaded.case_, *loaded.workflow);
    label_case(view);
    names.add_to(view);
    object result({{"case", std::move(view)},
                   {"facts", facts.all_to_json()},
                   {"evidence", std::move(evidence)},
                   {"risk", risk_view(world, facts)},
                   {"trail_length", loaded.case_.version},
                   {"server_time", format_rfc3339(clock_.now())}});
    add_dues(result.at("case").as_object(), result, loaded, clock_.now());
    result.emplace("personal", personal_view(loaded.personal, person, call.actor.role));
    if (auto state = state_view(person)) result.emplace("subject", std::move(*state));
    return result_text(std::move(result));
  });
}

AnswerText CaseReading::list(DeskCall const& call) {
  auto const filter = filter_of(call);
  if (!filter) return fault_text(filter.error());
  AnswerText text;
  store_.read([&](StoreReader& store) {
    auto const page = store.list_cases(*filter);
    array cases;
    ActorNames names{store};
    for (auto const& case_ : page.cases) {
      if (auto view = listed_view(store, books_, case_, clock_.now(), names)) cases.push_back(std::move(*view));
    }
    object result{{"cases", std::move(cases)}, {"server_time", format_rfc3339(clock_.now())}};
    if (!page.next_cursor.empty()) result.emplace("next_cursor", page.next_cursor);
    text = result_text(std::move(result));
  });
  return text;
}

AnswerText CaseReading::actions(DeskCall const& call) {
  auto const answer = [&](LoadedCase const& loaded) {
    array actions;
    auto const world = loaded.world(clock_.now());
    for (auto const& action : actions_of(world, call.actor)) actions.push_back(to_json(action));
    object result{{"case_id", loaded.case_.id},
                  {"version", loaded.case_.version},
                  {"kind", loaded.case_.kind},
                  {"state", loaded.case_.state},
                  {"labels", labels_of({{"kind", loaded.case_.kind}, {"state", loaded.case_.state}})},
                  {"final", loaded.case_.final},
                  {"server_time", format_rfc3339(clock_.now())},
                  {"actions", std::move(actions)},
                  {"risk", risk_view(world, facts_at(world, nullptr))}};
    add_dues(result, result, loaded, clock_.now());
    return result_text(std::move(result));
  };
  if (auto known = at_hand(store_, books_, call, answer)) return std::move(*known);
  return on_case(call, [&](StoreReader&, LoadedCase const& loaded) { return answer(loaded); });
}

AnswerText CaseReading::trail(DeskCall const& call) {
  return on_case(call, [&](StoreReader& store, LoadedCase const& loaded) {
    auto result = trail_page(store, loaded.case_.id, call.params);
    if (auto erased = erased_view(person_behind(store, loaded.case_.id))) result.emplace("erased", std::move(*erased));
    return result_text(std::move(result));
  });
}

AnswerText CaseReading::outbox(DeskCall const& call) {
  return on_case(call, [&](StoreReader& store, LoadedCase const& loaded) {
    array items;
    for (auto const& item : store.outbox_of(loaded.case_.id)) {
      object view{{"key", item.key}, {"kind", item.kind}, {"content", item.content}, {"attempts", item.attempts}};
      if (auto says = word_of("instructions", item.kind)) view.emplace("says", std::move(*says));
      if (item.delivered_at) view.emplace("delivered_at", format_rfc3339(*item.delivered_at));
      if (!item.last_failure.empty()) view.emplace("last_failure", item.last_failure);
      items.push_back(std::move(view));
    }
    return result_text({{"items", std::move(items)}});
  });
}

}  // namespace redress::api
