#include "api/server/handles.hpp"

#include "api/rpc/document.hpp"
#include "api/server/asked_receipt.hpp"
#include "api/server/backtest_call.hpp"
#include "api/server/live_handles.hpp"
#include "api/server/version.hpp"
#include "api/service/audit_query.hpp"
#include "api/service/audit_sample.hpp"
#include "api/service/automation_switch.hpp"
#include "api/service/case_as_of.hpp"
#include "api/service/explain_desk.hpp"
#include "api/service/override_register.hpp"
#include "api/service/reminders.hpp"
#include "api/service/token_desk.hpp"
#include "api/service/words.hpp"
#include "engine/rules/rulebook_json.hpp"
#include "workflows/catalogue.hpp"
#include "workflows/diagram.hpp"

#include <fmt/format.h>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

rpc::Handle reads(CaseReading& reading, AnswerText (CaseReading::*method)(DeskCall const&)) {
  return [&reading, method](DeskCall const& call, AnswerDone const& done) { done((reading.*method)(call)); };
}

rpc::Handle proves(AuditDesk& audit, AnswerText (AuditDesk::*method)(DeskCall const&)) {
  return [&audit, method](DeskCall const& call, AnswerDone const& done) { done((audit.*method)(call)); };
}

rpc::Handle writes(CaseDesk& desk, void (CaseDesk::*method)(DeskCall, AnswerDone)) {
  return [&desk, method](DeskCall call, AnswerDone done) { (desk.*method)(std::move(call), std::move(done)); };
}

template <class Body>
rpc::Handle answers(Body body) {
  return [body](DeskCall const& call, AnswerDone const& done) { done(body(call)); };
}

template <class List>
void find_in(List const& list, std::string_view id, array& found) {
  for (auto const& item : list)
    if (item.id == id) found.push_back(rules::to_json(item));
}

AnswerText get_rule(rules::Library const& books, DeskCall const& call) {
  auto const id = text_of(call.params, "id");
  auto const wanted = text_of(call.params, "book");
  for (auto const& book : books.books()) {
    if (!wanted.empty() && book->id != wanted) continue;
    if (!book->shop.empty() && !may_see(call.actor, book->shop)) continue;
    array found;
    find_in(book->rules, id, found);
    find_in(book->deadlines, id, found);
    find_in(book->shop_deadlines, id, found);
    find_in(book->compensations, id, found);
    find_in(book->evidence_needs, id, found);
    find_in(book->risks, id, found);
    if (found.empty()) continue;
    auto result = found.front().as_object();
    result["id"] = id;
    result["book"] = book->id;
    return result_text(std::move(result));
  }
  return fault_text(
      {FaultKind::not_found, {fmt::format("没有规则 {}", id), fmt::format("there is no rule {}", id)}, "params.id"});
}

AnswerText list_workflows() {
  array all;
  for (auto const* workflow : workflows::all_workflows())
    all.push_back(object{{"kind", workflow->kind()},
                         {"version", workflow->version()},
                         {"states", workflow->states().size()},
                         {"events", workflow->events().size()},
                         {"rows", workflow->rows().size()}});
  return result_text({{"workflows", std::move(all)}});
}

AnswerText advance(Desks const& desks, DeskCall const& call) {
  desks.sandbox_clock->advance(call.params.at("seconds").to_number<std::int64_t>() * second_ms);
  array fired, reminded;  // a reminder moves no case, so it is told apart
  for (auto const& each : desks.runner.run_until_idle())
    (each.event == reminder_kind ? reminded : fired)
        .push_back(object{{"case_id", each.case_id}, {"event", each.event}, {"state", each.state}});
  return result_text(
      {{"now", format_rfc3339(desks.clock.now())}, {"fired", std::move(fired)}, {"reminded", std::move(reminded)}});
}

AnswerText system_info(Desks const& desks, DeskCall const& call) {
  std::int64_t entries = 0;
  desks.store.read([&](StoreReader& store) { entries = store.ledger_size(); });
  return result_text({{"name", "redress"},
                      {"version", version_text},
                      {"server_time", format_rfc3339(desks.clock.now())},
                      {"entries", entries},
                      {"rulebooks", desks.rulebooks.state(call.actor)},
                      {"sandbox", desks.sandbox_clock != nullptr}});
}

AnswerText has_no_files(DeskCall const&) {
  return fault_text(
      {FaultKind::internal, {"存储不在磁盘上，无法备份", "the store is not on a disk: nothing to back up"}});
}

}  // namespace

std::map<std::string, rpc::Handle, std::less<>> handles_of(Desks desks) {
  // What writes an entry brings its receipt along when asked.
  auto const records = [&](CaseDesk& desk, void (CaseDesk::*method)(DeskCall, AnswerDone)) {
    return with_receipt(writes(desk, method), desks.audit, desks.later);
  };
  auto const acts = [&](rpc::Handle handle) {
    return with_office_entries(std::move(handle), desks.store, desks.audit, desks.later);
  };
  ExplainDesk const explaining{desks.store, desks.books, desks.clock};
  Office const office{desks.store, desks.clock, desks.ids};
  TokenDesk const tokens{desks.store, desks.clock, desks.ids, desks.door};
  std::map<std::string, rpc::Handle, std::less<>> handles{
      {"case.open", records(desks.cases, &CaseDesk::open)},
      {"case.apply", records(desks.cases, &CaseDesk::apply)},
      {"case.facts", records(desks.cases, &CaseDesk::report_facts)},
      {"case.assign", records(desks.cases, &CaseDesk::assign)},
      {"evidence.add", records(desks.cases, &CaseDesk::add_evidence)},
      {"evidence.stage", records(desks.cases, &CaseDesk::stage_evidence)},
      {"evidence.unstage", records(desks.cases, &CaseDesk::unstage_evidence)},
      {"evidence.submit", records(desks.cases, &CaseDesk::submit_evidence)},
      {"override.propose", records(desks.cases, &CaseDesk::propose_override)},
      {"override.confirm", records(desks.cases, &CaseDesk::confirm_override)},
      {"override.list",
       answers([desks](DeskCall const& call) { return list_overrides(desks.store, desks.clock, call); })},
      {"automation.set", acts(answers([desks, office](DeskCall const& call) {
         return set_automation(desks.store, *desks.books.now(), office, call);
       }))},
      {"automation.list",
       answers([desks](DeskCall const& call) { return list_automations(desks.store, *desks.books.now(), call); })},
      {"case.preview", answers([desks](DeskCall const& call) { return desks.cases.preview(call); })},
      {"case.get", answers([desks](DeskCall const& call) {
         return call.params.contains("as_of") ? case_as_of(desks.store, call) : desks.reading.get(call);
       })},
      {"case.actions", reads(desks.reading, &CaseReading::actions)},
      {"case.trail", reads(desks.reading, &CaseReading::trail)},
      {"evidence.list", answers([desks](DeskCall const& call) { return desks.evidence.list(call); })},
      {"evidence.checklist", answers([desks](DeskCall const& call) { return desks.evidence.checklist(call); })},
      {"evidence.conversation", answers([desks](DeskCall const& call) { return desks.evidence.conversation(call); })},
      {"rules.check", answers([explaining](DeskCall const& call) { return explaining.check(call); })},
      {"rules.explain", answers([explaining](DeskCall const& call) { return explaining.explain(call); })},
      {"outbox.list", reads(desks.reading, &CaseReading::outbox)},
      {"rules.list", answers([desks](DeskCall const& call) { return desks.rulebooks.list(call); })},
      {"rules.get", answers([desks](DeskCall const& call) { return get_rule(*desks.books.now(), call); })},
      {"rules.activate", acts(answers([desks](DeskCall const& call) {
         auto text = desks.rulebooks.activate(call);
         desks.runner.recount_deadlines();
         return text;
       }))},
      {"rules.backtest",
       answers([desks](DeskCall const& call) { return answer_backtest(desks.store, *desks.books.now(), call); })},
      {"workflow.list", answers([](DeskCall const&) { return list_workflows(); })},
      {"workflow.get", answers([](DeskCall const& call) {
         return result_text(workflows::workflow_json(*workflows::find_workflow(text_of(call.params, "kind"))));
       })},
      {"audit.checkpoint", proves(desks.audit, &AuditDesk::checkpoint)},
      {"audit.inclusion", proves(desks.audit, &AuditDesk::inclusion)},
      {"audit.consistency", proves(desks.audit, &AuditDesk::consistency)},
      {"audit.receipt", proves(desks.audit, &AuditDesk::receipt)},
      {"audit.rotate_key", with_receipt(answers([desks](DeskCall const& call) { return desks.keys.rotate(call); }),
                                        desks.audit, desks.later)},
      {"pack.create", answers([desks](DeskCall const& call) { return desks.packs.create(call); })},
      {"audit.verify", desks.verify ? answers(desks.verify) : proves(desks.audit, &AuditDesk::verify)},
      {"backup.create", desks.backup ? acts(answers(desks.backup)) : answers(has_no_files)},
      {"audit.office", answers([office](DeskCall const& call) { return office.trail(call); })},
      {"audit.query", answers([desks](DeskCall const& call) { return query_entries(desks.store, desks.books, call); })},
      {"audit.summary", answers([desks](DeskCall const& call) {
         return summarise_entries(desks.store, desks.books, desks.clock, call);
       })},
      {"audit.sample",
       answers([desks](DeskCall const& call) { return draw_sample(desks.store, desks.audit, desks.clock, call); })},
      {"audit.search", answers([desks](DeskCall const& call) { return search_texts(desks.store, call); })},
      {"subject.get", answers([desks](DeskCall const& call) { return desks.subjects.get(call); })},
      {"subject.erase", acts(answers([desks](DeskCall const& call) { return desks.subjects.erase(call); }))},
      {"subject.hold", acts(answers([desks](DeskCall const& call) { return desks.subjects.hold(call); }))},
      {"subject.release", acts(answers([desks](DeskCall const& call) { return desks.subjects.release(call); }))},
      {"pii.reveal", acts(answers([desks](DeskCall const& call) { return desks.reveals.reveal(call); }))},
      {"token.create", acts(answers([tokens](DeskCall const& call) { return tokens.create(call); }))},
      {"token.list", answers([tokens](DeskCall const& call) { return tokens.list(call); })},
      {"token.revoke", acts(answers([tokens](DeskCall const& call) { return tokens.revoke(call); }))},
      {"rpc.discover",
       answers([](DeskCall const&) { return AnswerText{fmt::format(R"({{"result":{}}})", rpc::document_text())}; })},
      {"system.info", answers([desks](DeskCall const& call) { return system_info(desks, call); })},
      {"system.words", answers([](DeskCall const&) { return result_text(words_people_use()); })},
  };
  if (desks.sandbox_clock)
    handles.emplace("sandbox.advance", answers([desks](DeskCall const& call) { return advance(desks, call); }));
  add_live_handles(handles, desks);
  return handles;
}

}  // namespace redress::api
