#include "api/server/handles.hpp"

#include "api/rpc/document.hpp"
#include "api/server/asked_receipt.hpp"
#include "api/server/backtest_call.hpp"
#include "api/server/hook_handles.hpp"
#include "api/server/live_handles.hpp"
#include "api/server/second_factor_handles.hpp"
#include "api/server/version.hpp"
#include "api/service/audit_query.hpp"
#include "api/service/audit_sample.hpp"
#include "api/service/automation_switch.hpp"
#include "api/service/case_as_of.hpp"
#include "api/service/explain_desk.hpp"
#include "api/service/override_register.hpp"
#include "api/service/reminders.hpp"
#include "api/service/reply_templates.hpp"
#include "api/service/rulebook_reading.hpp"
#include "api/service/saved_views.hpp"
#include "api/service/scorecards.hpp"
#include "api/service/token_desk.hpp"
#include "api/service/whole_entry.hpp"
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

AnswerText get_rule(rules::Library const& books, RuleExamples& examples, DeskCall const& call) {
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
    auto const tried = examples.of(book->digest, book->texts);
    auto const its = tried->find(id);
    result["examples"] = its == tried->end() ? array{} : its->second;
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

AnswerText has_no_users(DeskCall const&) {
  return fault_text({FaultKind::not_found, {"该存储不保存用户", "this store keeps no users"}});
}

rpc::Handle about_users(UserDesk const* users, AnswerText (UserDesk::*method)(DeskCall const&) const) {
  if (!users) return answers(has_no_users);
  return answers([users, method](DeskCall const& call) { return (users->*method)(call); });
}

// Where reads run, two hashes at once would keep everybody's reads waiting for a second.
rpc::Handle hashing(Desks const& desks, AnswerText (UserDesk::*method)(DeskCall const&) const) {
  if (!desks.users) return answers(has_no_users);
  return [users = desks.users, method, aside = desks.hash_passwords](DeskCall call, AnswerDone done) {
    aside([users, method, call = std::move(call), done = std::move(done)] {
      AnswerText text;
      try {
        text = (users->*method)(call);
      } catch (FaultError const& why) {
        text = fault_text(why.fault());
      } catch (std::exception const&) {
        text = fault_text({FaultKind::internal, {"内部错误", "something went wrong on our side"}});
      }
      done(std::move(text));
    });
  };
}

rpc::Handle about_sessions(SessionDesk const* sessions, AnswerText (SessionDesk::*method)(DeskCall const&) const) {
  if (!sessions) return answers(has_no_users);
  return answers([sessions, method](DeskCall const& call) { return (sessions->*method)(call); });
}

AnswerText has_no_files(DeskCall const&) {
  return fault_text(
      {FaultKind::internal, {"存储不在磁盘上，无法备份", "the store is not on a disk: nothing to back up"}});
}

AnswerText has_no_tables(DeskCall const&) {
  return fault_text(
      {FaultKind::internal, {"存储不在磁盘上，请用 audit.verify", "the store is not on a disk; use audit.verify"}});
}

// What concerns the whole deployment is done by nobody who is bound to a shop.
rpc::Handle for_all_shops(rpc::Handle handle) {
  return [handle = std::move(handle)](DeskCall call, AnswerDone done) {
    if (call.actor.shop.empty()) return handle(std::move(call), std::move(done));
    done(fault_text({FaultKind::forbidden,
                     {"此操作影响所有店铺，只能由不限店铺的管理员进行",
                      "this concerns all shops: an admin bound to no shop does it"}},
                    {{"request_id", text_of(call.params, "request_id")}}));
  };
}

rpc::Handle watches(VerifyRuns* runs, AnswerText (VerifyRuns::*method)(DeskCall const&)) {
  if (!runs) return answers(has_no_tables);
  return answers([runs, method](DeskCall const& call) { return (runs->*method)(call); });
}

AnswerText takes_no_imports(DeskCall const&) {
  return fault_text({FaultKind::internal, {"此服务不接受导入", "this server takes no imports"}});
}

rpc::Handle imports(ImportDesk* desk, void (ImportDesk::*method)(DeskCall const&, AnswerDone const&)) {
  if (!desk) return answers(takes_no_imports);
  return [desk, method](DeskCall const& call, AnswerDone const& done) { (desk->*method)(call, done); };
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
  auto const examples = std::make_shared<RuleExamples>();
  RulebookReading const texts{desks.store, desks.books, desks.rulebooks.folder(), examples};
  ReplyTemplates const templates{desks.store, desks.clock, desks.ids};
  SavedViews const views{desks.store, desks.clock, desks.ids};
  Scorecards const scorecards{desks.store, desks.clock, desks.ids, desks.audit};
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
      {"override.decline", records(desks.cases, &CaseDesk::confirm_override)},
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
      {"case.search", answers([desks](DeskCall const& call) {
         return search_cases(desks.store, desks.books, desks.clock, desks.mark_of_waybill, call);
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
      {"rules.get",
       answers([desks, examples](DeskCall const& call) { return get_rule(*desks.books.now(), *examples, call); })},
      {"rules.activate", acts(answers([desks](DeskCall const& call) {
         auto text = desks.rulebooks.activate(call);
         desks.runner.recount_deadlines();
         return text;
       }))},
      {"rules.books", answers([texts](DeskCall const& call) { return texts.books(call); })},
      {"rules.book", answers([texts](DeskCall const& call) { return texts.book(call); })},
      {"rules.diff", answers([texts](DeskCall const& call) { return texts.diff(call); })},
      {"rules.try", answers([texts](DeskCall const& call) { return texts.try_text(call); })},
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
      {"audit.case_check", proves(desks.audit, &AuditDesk::case_check)},
      {"audit.rotate_key",
       for_all_shops(with_receipt(answers([desks](DeskCall const& call) { return desks.keys.rotate(call); }),
                                  desks.audit, desks.later))},
      {"pack.create", answers([desks](DeskCall const& call) { return desks.packs.create(call); })},
      {"audit.verify", desks.verify ? answers([verify = desks.verify, runs = desks.verify_runs](DeskCall const& call) {
         auto text = verify(call);
         if (runs) runs->keep(call, text);
         return text;
       })
                                    : proves(desks.audit, &AuditDesk::verify)},
      {"audit.verify_start", watches(desks.verify_runs, &VerifyRuns::start)},
      {"audit.verify_progress", watches(desks.verify_runs, &VerifyRuns::progress)},
      {"audit.verify_cancel", watches(desks.verify_runs, &VerifyRuns::cancel)},
      {"backup.create", for_all_shops(desks.backup ? acts(answers(desks.backup)) : answers(has_no_files))},
      {"audit.office", answers([office](DeskCall const& call) { return office.trail(call); })},
      {"audit.query", answers([desks](DeskCall const& call) { return query_entries(desks.store, desks.books, call); })},
      {"audit.entry",
       answers([desks](DeskCall const& call) { return whole_entry(desks.store, desks.books, desks.audit, call); })},
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
      {"user.create", acts(hashing(desks, &UserDesk::create))},
      {"user.list", about_users(desks.users, &UserDesk::list)},
      {"user.set", acts(about_users(desks.users, &UserDesk::set))},
      {"user.password", acts(hashing(desks, &UserDesk::password))},
      {"session.list", about_sessions(desks.sessions, &SessionDesk::list)},
      {"session.end", about_sessions(desks.sessions, &SessionDesk::end)},
      {"template.list", answers([templates](DeskCall const& call) { return templates.list(call); })},
      {"template.set", acts(answers([templates](DeskCall const& call) { return templates.set(call); }))},
      {"view.list", answers([views](DeskCall const& call) { return views.list(call); })},
      {"view.set", acts(answers([views](DeskCall const& call) { return views.set(call); }))},
      {"quality.score", acts(answers([scorecards](DeskCall const& call) { return scorecards.score(call); }))},
      {"quality.list", answers([scorecards](DeskCall const& call) { return scorecards.list(call); })},
      {"import.plan", imports(desks.imports, &ImportDesk::plan)},
      {"import.run", imports(desks.imports, &ImportDesk::run)},
      {"import.progress", answers([desks](DeskCall const& call) {
         return desks.imports ? desks.imports->progress(call) : takes_no_imports(call);
       })},
      {"rpc.discover",
       answers([](DeskCall const&) { return AnswerText{fmt::format(R"({{"result":{}}})", rpc::document_text())}; })},
      {"system.info", answers([desks](DeskCall const& call) { return system_info(desks, call); })},
      {"system.words", answers([](DeskCall const&) { return result_text(words_people_use()); })},
  };
  if (desks.sandbox_clock)
    handles.emplace("sandbox.advance", answers([desks](DeskCall const& call) { return advance(desks, call); }));
  add_live_handles(handles, desks);
  add_hook_handles(handles, desks);
  add_second_factor_handles(handles, desks);
  return handles;
}

}  // namespace redress::api
