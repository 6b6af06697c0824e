#include "api/server/handles.hpp"

#include "api/rpc/document.hpp"
#include "api/server/backtest_call.hpp"
#include "api/server/version.hpp"
#include "api/service/automation_switch.hpp"
#include "api/service/explain_desk.hpp"
#include "api/service/override_register.hpp"
#include "api/service/token_desk.hpp"
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
  array fired;
  for (auto const& each : desks.runner.run_until_idle())
    fired.push_back(object{{"case_id", each.case_id}, {"event", each.event}, {"state", each.state}});
  return result_text({{"now", format_rfc3339(desks.clock.now())}, {"fired", std::move(fired)}});
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

}  // namespace

std::map<std::string, rpc::Handle, std::less<>> handles_of(Desks desks) {
  ExplainDesk const explaining{desks.store, desks.books, desks.clock};
  Office const office{desks.store, desks.clock, desks.ids};
  TokenDesk const tokens{desks.store, desks.clock, desks.ids, desks.door};
  std::map<std::string, rpc::Handle, std::less<>> handles{
      {"case.open", writes(desks.cases, &CaseDesk::open)},
      {"case.apply", writes(desks.cases, &CaseDesk::apply)},
      {"case.facts", writes(desks.cases, &CaseDesk::report_facts)},
      {"case.assign", writes(desks.cases, &CaseDesk::assign)},
      {"evidence.add", writes(desks.cases, &CaseDesk::add_evidence)},
      {"override.propose", writes(desks.cases, &CaseDesk::propose_override)},
      {"override.confirm", writes(desks.cases, &CaseDesk::confirm_override)},
      {"override.list",
       answers([desks](DeskCall const& call) { return list_overrides(desks.store, desks.clock, call); })},
      {"automation.set", answers([desks, office](DeskCall const& call) {
         return set_automation(desks.store, *desks.books.now(), office, call);
       })},
      {"automation.list",
       answers([desks](DeskCall const& call) { return list_automations(desks.store, *desks.books.now(), call); })},
      {"case.preview", answers([desks](DeskCall const& call) { return desks.cases.preview(call); })},
      {"case.get", reads(desks.reading, &CaseReading::get)},
      {"case.list", reads(desks.reading, &CaseReading::list)},
      {"case.actions", reads(desks.reading, &CaseReading::actions)},
      {"case.trail", reads(desks.reading, &CaseReading::trail)},
      {"evidence.list", reads(desks.reading, &CaseReading::evidence)},
      {"evidence.checklist", reads(desks.reading, &CaseReading::checklist)},
      {"rules.check", answers([explaining](DeskCall const& call) { return explaining.check(call); })},
      {"rules.explain", answers([explaining](DeskCall const& call) { return explaining.explain(call); })},
      {"outbox.list", reads(desks.reading, &CaseReading::outbox)},
      {"rules.list", answers([desks](DeskCall const& call) { return desks.rulebooks.list(call); })},
      {"rules.get", answers([desks](DeskCall const& call) { return get_rule(*desks.books.now(), call); })},
      {"rules.activate", answers([desks](DeskCall const& call) { return desks.rulebooks.activate(call); })},
      {"rules.backtest",
       answers([desks](DeskCall const& call) { return answer_backtest(desks.store, *desks.books.now(), call); })},
      {"workflow.list", answers([](DeskCall const&) { return list_workflows(); })},
      {"workflow.get", answers([](DeskCall const& call) {
         return result_text(workflows::workflow_json(*workflows::find_workflow(text_of(call.params, "kind"))));
       })},
      {"audit.checkpoint", proves(desks.audit, &AuditDesk::checkpoint)},
      {"audit.receipt", proves(desks.audit, &AuditDesk::receipt)},
      {"audit.verify", proves(desks.audit, &AuditDesk::verify)},
      {"audit.office", answers([office](DeskCall const& call) { return office.trail(call); })},
      {"subject.get", answers([desks](DeskCall const& call) { return desks.subjects.get(call); })},
      {"subject.erase", answers([desks](DeskCall const& call) { return desks.subjects.erase(call); })},
      {"subject.hold", answers([desks](DeskCall const& call) { return desks.subjects.hold(call); })},
      {"subject.release", answers([desks](DeskCall const& call) { return desks.subjects.release(call); })},
      {"pii.reveal", answers([desks](DeskCall const& call) { return desks.reveals.reveal(call); })},
      {"token.create", answers([tokens](DeskCall const& call) { return tokens.create(call); })},
      {"token.list", answers([tokens](DeskCall const& call) { return tokens.list(call); })},
      {"token.revoke", answers([tokens](DeskCall const& call) { return tokens.revoke(call); })},
      {"rpc.discover",
       answers([](DeskCall const&) { return AnswerText{fmt::format(R"({{"result":{}}})", rpc::document_text())}; })},
      {"system.info", answers([desks](DeskCall const& call) { return system_info(desks, call); })},
  };
  if (desks.sandbox_clock)
    handles.emplace("sandbox.advance", answers([desks](DeskCall const& call) { return advance(desks, call); }));
  return handles;
}

}  // namespace redress::api
