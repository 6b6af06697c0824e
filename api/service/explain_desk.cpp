#include "api/service/explain_desk.hpp"

#include "api/service/fact_sources.hpp"
#include "api/service/kept_rulebooks.hpp"
#include "api/service/recorded_entry.hpp"
#include "api/service/supposed_case.hpp"
#include "engine/cases/explanation.hpp"
#include "workflows/boundary_facts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::api {
namespace {

using boost::json::object;
using rules::Reader;

Result<Reader> reader_for(DeskCall const& call) {
  auto const own = reader_of(call.actor.role);
  auto const asked = rules::reader_from(text_of(call.params, "reader"));
  if (!asked || *asked <= own) return asked.value_or(own);
  return Fault{FaultKind::forbidden,
               {fmt::format("{} 不能以 {} 的身份阅读", name_of(call.actor.role), rules::name_of(*asked)),
                fmt::format("{} may not read as {}", name_of(call.actor.role), rules::name_of(*asked))},
               "params.reader"};
}

std::optional<rules::Language> language_of(DeskCall const& call) {
  return rules::language_from(text_of(call.params, "language"));
}

// What guards turn on; moments stand at now, because a guard only asks whether there is one or compares it with now.
GuardValues guard_values(Instant now) {
  GuardValues values;
  for (auto const& boundary : workflows::boundary_facts()) {
    auto& mine = values[std::string(boundary.fact)];
    for (auto const& value : boundary.values)
      mine.push_back(std::holds_alternative<Instant>(value) ? FactValue{now} : value);
    mine.erase(std::unique(mine.begin(), mine.end()), mine.end());
  }
  return values;
}

}  // namespace

Reader reader_of(Role role) {
  switch (role) {
    case Role::auditor:
    case Role::runner:
      return Reader::auditor;
    case Role::manager:
    case Role::admin:
      return Reader::manager;
    case Role::agent:
    case Role::service:
      return Reader::agent;
  }
  return Reader::buyer;
}

AnswerText ExplainDesk::check(DeskCall const& call) const {
  auto const reader = reader_for(call);
  if (!reader) return fault_text(reader.error());
  AnswerText text;
  store_.read([&](StoreReader& store) {
    auto const loaded = load_case(store, books_, text_of(call.params, "case_id"), call.actor);
    if (!loaded) return void(text = fault_text(loaded.error()));
    auto const supposed = suppose(*loaded, call, clock_.now());
    if (!supposed) return void(text = fault_text(supposed.error()));
    auto const* attempt = supposed->attempt ? &*supposed->attempt : nullptr;
    auto made = explain_rules(supposed->world(*loaded), text_of(call.params, "event"), call.actor, attempt);
    made.assumed = supposed->assumed;
    made.sources = read_trail(store, made.case_id, loaded->case_.version).sources;
    auto told = tell(made, *reader, language_of(call));
    told.emplace("blocked", !made.accepted);
    text = result_text(std::move(told));
  });
  return text;
}

AnswerText ExplainDesk::explain(DeskCall const& call) const {
  auto const reader = reader_for(call);
  if (!reader) return fault_text(reader.error());
  bool const by_entry = call.params.contains("entry_id");
  bool const by_event = call.params.contains("case_id") && call.params.contains("event");
  if (by_entry == by_event || (by_entry && (call.params.contains("case_id") || call.params.contains("event"))))
    return fault_text(invalid_params("params", "请给出 case_id 和 event，或只给出 entry_id",
                                     "give case_id and event, or entry_id alone"));
  return by_entry ? explain_entry(call, *reader) : explain_now(call, *reader);
}

AnswerText ExplainDesk::explain_now(DeskCall const& call, Reader reader) const {
  AnswerText text;
  store_.read([&](StoreReader& store) {
    auto const loaded = load_case(store, books_, text_of(call.params, "case_id"), call.actor);
    if (!loaded) return void(text = fault_text(loaded.error()));
    auto const world = loaded->world(clock_.now());
    auto const* event = loaded->workflow->find_event(text_of(call.params, "event"));
    if (!event) return void(text = fault_text(unknown_event_fault(*loaded, text_of(call.params, "event"))));
    Command command{.event = std::string(event->name), .actor = call.actor};
    command.params = params_or_example(world, *event, call.params);
    if (auto const party = text_of(call.params, "party"); !party.empty()) command.party = party_from(party);
    auto made = explain_decision(world, {std::move(command), loaded->buyer_values}, guard_values(world.now));
    if (!made) return void(text = fault_text(made.error()));
    made->sources = read_trail(store, made->case_id, loaded->case_.version).sources;
    text = result_text(tell(*made, reader, language_of(call)));
  });
  return text;
}

AnswerText ExplainDesk::explain_entry(DeskCall const& call, Reader reader) const {
  AnswerText text;
  store_.read([&](StoreReader& store) {
    auto const entry_id = text_of(call.params, "entry_id");
    auto const entry = store.find_entry(entry_id);
    auto const case_ = entry ? store.find_case(entry->case_id) : std::nullopt;
    if (!case_ || !may_see(call.actor, case_->shop))
      return void(text =
                      fault_text({FaultKind::not_found,
                                  {fmt::format("没有记录 {}", entry_id), fmt::format("there is no entry {}", entry_id)},
                                  "params.entry_id"}));
    auto const library = books_.now();
    auto const members = boost::json::parse(entry->bytes).as_object();
    auto const digest = text_of(members, "rulebook_digest");
    auto const* book = library->find_digest(digest);
    rules::BookPointer restored;  // lives as long as the proofs that borrow from it
    if (!book) book = (restored = restored_rulebook(store, digest)).get();
    text = result_text(tell(explain_recorded(store, book, *case_, *entry), reader, language_of(call)));
  });
  return text;
}

}  // namespace redress::api
