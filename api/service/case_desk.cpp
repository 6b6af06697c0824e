#include "api/service/case_desk.hpp"

#include "api/service/automation_switch.hpp"
#include "api/service/buyers_words.hpp"
#include "api/service/case_desk_parts.hpp"
#include "api/service/case_view.hpp"
#include "api/service/foreseen.hpp"
#include "api/service/kept_answer.hpp"
#include "api/service/opening.hpp"
#include "api/service/refused_evidence.hpp"
#include "api/service/reminders.hpp"
#include "api/service/staging.hpp"
#include "api/service/told_facts.hpp"
#include "api/service/user_desk.hpp"
#include "api/service/waybills.hpp"
#include "engine/cases/derive.hpp"
#include "engine/cases/item_verdicts.hpp"
#include "engine/cases/persons.hpp"
#include "engine/ledger/canonical_json.hpp"
#include "engine/ledger/commitment.hpp"
#include "workflows/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::api {

namespace {

using boost::json::object;

AnswerText refusal_of(CaseDesk::Prepared const& prepared, DeskCall const& call, Case const& case_, Entry const* entry) {
  object extra{{"case_id", case_.id}, {"version", case_.version}};
  if (auto request_id = text_of(call.params, "request_id"); !request_id.empty())  // a preview needs none
    extra.emplace("request_id", std::move(request_id));
  if (entry) extra.emplace("entry_id", entry->id);
  return refusal_text(*prepared.refusal, std::move(extra));
}

// An outcome reported by the outside settles what the outbox still holds of it, whoever reported it.
void settle_orders(StoreReader& store, CaseDesk::Prepared& prepared) {
  if (!prepared.pays && !prepared.compensates) return;
  auto& record = prepared.record;
  for (auto const& item : store.outbox_of(record.case_after.id)) {
    bool const payout = item.kind == "order_payout" || item.kind == "refund_price_difference";
    if (!item.delivered_at &&
        ((prepared.pays && payout) || (prepared.compensates && item.kind == "order_compensation")))
      record.outbox_done.push_back(item.key);
  }
}

// Why a group of commands was not answered as done. Only a full disk is known to have kept nothing: after a failed
// write or fsync the entry may be there when the store starts again, so nothing is said of that.
Fault not_acknowledged(std::exception_ptr const& failed) {
  try {
    std::rethrow_exception(failed);
  } catch (FaultError const& why) {
    return {FaultKind::internal, why.fault().says};
  } catch (...) {
    return {
        FaultKind::internal,
        {"未能确认写入；请用同一个 request_id 再试", "not confirmed as written; try again with the same request id"}};
  }
}

// A file was looked up before its command was queued. Since then its person, or another who had the same file, may have
// been shredded.
Result<void> check_file(StoreReader& store, Evidence const& item, FindBlob const& find_blob) {
  auto* persons = persons_of(store);
  auto const person = persons ? persons->person_of_case(item.case_id) : std::nullopt;
  if (person && person->state == PersonState::shredded)
    return Fault{FaultKind::evidence_rejected,
                 {"本案买家的个人信息已粉碎，不再接收文件",
                  "the person of this case was shredded: no file is taken for it any more"}};
  if (!find_blob(item.sha256))
    return Fault{FaultKind::evidence_rejected,
                 {"该文件刚刚随他人的个人信息被删除，请重新上传原件",
                  "the file was removed just now with somebody's personal data: upload the original again"}};
  return {};
}

}  // namespace

object members_of(CaseDesk::Prepared const& prepared, Case const& case_after) {
  object members{{"case", case_view(case_after, *prepared.workflow)}};
  for (auto const& member : prepared.more) members.insert(member);
  return members;
}

std::string fingerprint_of(std::string_view method, object const& params) {
  auto const canonical = ledger::canonical_json(params);
  auto const body = canonical ? *canonical : boost::json::serialize(params);
  return ledger::hex(ledger::sha256({ledger::as_bytes(method), ledger::as_bytes("\n"), ledger::as_bytes(body)}));
}

Fault request_id_reused() {
  return {FaultKind::request_id_reused,
          {"该请求号已用于内容不同的请求", "this request id was used for a request of other content"},
          "params.request_id"};
}

void CaseDesk::open(DeskCall call, AnswerDone done) {
  command(std::move(call), &CaseDesk::prepare_open, std::move(done));
}
void CaseDesk::apply(DeskCall call, AnswerDone done) {
  command(std::move(call), &CaseDesk::prepare_apply, std::move(done));
}
void CaseDesk::report_facts(DeskCall call, AnswerDone done) {
  command(std::move(call), &CaseDesk::prepare_facts, std::move(done));
}
void CaseDesk::add_evidence(DeskCall call, AnswerDone done) {
  command(std::move(call), &CaseDesk::prepare_evidence, std::move(done));
}
void CaseDesk::stage_evidence(DeskCall call, AnswerDone done) {
  command(std::move(call), &CaseDesk::prepare_staging, std::move(done));
}
void CaseDesk::unstage_evidence(DeskCall call, AnswerDone done) {
  command(std::move(call), &CaseDesk::prepare_unstaging, std::move(done));
}
void CaseDesk::submit_evidence(DeskCall call, AnswerDone done) {
  command(std::move(call), &CaseDesk::prepare_submission, std::move(done));
}
void CaseDesk::assign(DeskCall call, AnswerDone done) {
  command(std::move(call), &CaseDesk::prepare_assign, std::move(done));
}
void CaseDesk::propose_override(DeskCall call, AnswerDone done) {
  command(std::move(call), &CaseDesk::prepare_proposal, std::move(done));
}
void CaseDesk::confirm_override(DeskCall call, AnswerDone done) {
  command(std::move(call), &CaseDesk::prepare_confirmation, std::move(done));
}
void CaseDesk::link(DeskCall call, AnswerDone done) {
  command(std::move(call), &CaseDesk::prepare_link, std::move(done));
}

struct CaseDesk::Turn {
  DeskCall call;
  Prepare prepare;
  std::string fingerprint;
  std::shared_ptr<Foreseen> foreseen;
  AnswerText answer = {};
};

void CaseDesk::command(DeskCall call, Prepare prepare, AnswerDone done) {
  call.files = look_at_named_files(call.params, find_blob_, room_.count_lines);
  auto fingerprint = fingerprint_of(call.method, call.params);
  auto foreseen = foresee(call, prepare);
  auto const turn = std::make_shared<Turn>(Turn{std::move(call), prepare, std::move(fingerprint), std::move(foreseen)});
  store_.write([this, turn](StoreWriter& store) { turn->answer = run_once(store, *turn); },
               [turn, done = std::move(done)](std::exception_ptr failed) {
                 if (failed)
                   turn->answer =
                       fault_text(not_acknowledged(failed), {{"request_id", text_of(turn->call.params, "request_id")}});
                 done(std::move(turn->answer));
               });
}

AnswerText CaseDesk::run_once(StoreWriter& store, Turn& turn) {
  auto const& call = turn.call;
  auto const request_id = text_of(call.params, "request_id");
  try {
    if (auto const known = store.find_answer(call.actor.id, request_id)) {
      if (known->fingerprint == turn.fingerprint) return told_again(store, known->text);
      throw CallFault{request_id_reused()};
    }
    bool const decided = turn.foreseen && stands(store, *turn.foreseen, call);
    auto prepared = decided ? std::move(turn.foreseen->prepared) : (this->*turn.prepare)(store, call);
    if (decided) draw_again(prepared);
    turn.foreseen.reset();
    settle_orders(store, prepared);
    reschedule_staged(store, prepared);
    auto& record = prepared.record;
    for (auto const& item : record.evidence)
      if (!item.text) must(check_file(store, item, find_blob_));
    drop_known_reminders(store, record);
    AnswerText text;
    record.answer = StoredAnswer{call.actor.id, request_id, turn.fingerprint, {}, clock_.now()};
    record.answer_with = [&](Case const& case_, Entry const& entry) {
      if (prepared.refusal) return text = refusal_of(prepared, call, case_, &entry);
      auto const members =
          prepared.written.empty() ? boost::json::serialize(members_of(prepared, case_)) : std::move(prepared.written);
      text = result_with_entry(members, entry);
      return kept_without_entry(members, entry);
    };
    store.record(std::move(record));
    return text;
  } catch (CallFault& fault) {
    fault.extra.emplace("request_id", request_id);
    return fault_text(fault.fault, std::move(fault.extra));
  }
}

AnswerText CaseDesk::preview(DeskCall const& call) {
  AnswerText text;
  store_.read([&](StoreReader& store) {
    try {
      auto const prepared = call.method == "case.open" ? prepare_open(store, call) : prepare_apply(store, call);
      auto const& record = prepared.record;
      auto const& before = record.case_after.last_hash;
      auto const entry = must(seal(record.entry, store.ledger_size(), record.version_before, before));
      auto case_after = record.case_after;
      case_after.version = record.version_before + 1;
      text = prepared.refusal ? refusal_of(prepared, call, case_after, nullptr)
                              : result_with_entry(boost::json::serialize(members_of(prepared, case_after)), entry);
    } catch (CallFault& fault) {
      text = fault_text(fault.fault, std::move(fault.extra));
    }
  });
  return text;
}

LoadedCase CaseDesk::load(StoreReader& store, DeskCall const& call, DeskCall const& move) {
  return must(load_case(store, books_, text_of(move.params, "case_id"), call.actor));
}

CaseDesk::Prepared CaseDesk::compose(DeskCall const& call, LoadedCase const& loaded, Decision decision, Party party,
                                     std::string event, object plain_params,
                                     std::vector<std::pair<std::string, std::string>> personal,
                                     std::vector<Evidence> added) {
  Prepared prepared;
  auto& record = prepared.record;
  auto const now = clock_.now();
  record.entry_id = ids_.next("entry");
  record.version_before = loaded.case_.version;
  object commitments;
  for (auto& [name, text] : personal) {
    PersonalText kept{loaded.case_.id, record.entry_id, name, ids_.salt(), std::move(text)};
    commitments.emplace(name, ledger::commitment_to(must(ledger::digest_from_hex(kept.salt)), kept.text));
    record.personal.push_back(std::move(kept));
  }
  record.entry = draft_entry(decision, {.entry_id = record.entry_id,
                                        .nonce = ids_.nonce(),
                                        .request_id = text_of(call.params, "request_id"),
                                        .actor = call.actor,
                                        .party = party,
                                        .event = event,
                                        .now = now,
                                        .plain_params = std::move(plain_params),
                                        .commitments = std::move(commitments),
                                        .evidence = added,
                                        .book = *loaded.book});
  for (std::size_t i = 0; i < decision.effects.size(); ++i)
    record.outbox.push_back({.key = fmt::format("{}/{}", record.entry_id, i),
                             .case_id = loaded.case_.id,
                             .shop = loaded.case_.shop,
                             .kind = decision.effects[i].kind,
                             .content = decision.effects[i].content,
                             .due_at = now});
  record.evidence = std::move(added);
  record.case_after = std::move(decision.after);
  prepared.refusal = std::move(decision.refusal);
  if (!prepared.refusal) plan_reminders(record, loaded, now);
  prepared.workflow = loaded.workflow;
  return prepared;
}

CaseDesk::Prepared CaseDesk::prepare_open(StoreReader& store, DeskCall const& call) {
  auto opening = must(read_opening(call.params));
  if (!may_see(call.actor, opening.case_.shop))
    throw CallFault{{FaultKind::forbidden, {"令牌不属于该店铺", "the token is not of this shop"}, "params.shop"}};
  LoadedCase loaded;
  loaded.workflow = workflows::find_workflow(opening.case_.kind);
  loaded.library = books_.now();
  loaded.book = &loaded.library->book_for(opening.case_.platform, opening.case_.shop);
  loaded.automation_off = automations_off(store, opening.case_.shop);
  loaded.case_ = std::move(opening.case_);
  auto& case_ = loaded.case_;
  auto const now = clock_.now();
  keep_opening_words(opening, *loaded.book, case_.facts);
  case_.id = ids_.next("case");
  case_.workflow_version = loaded.workflow->version();
  case_.state = loaded.workflow->initial().name;
  case_.opened_at = case_.state_entered_at = now;
  auto const* from = call.params.if_contains("continues");
  if (from) {
    auto const earlier = store.find_case(from->as_string());
    if (!earlier || !may_see(call.actor, earlier->shop))
      throw CallFault{{FaultKind::not_found, {"没有这个案件", "there is no such case"}, "params.continues"}};
    case_.links.push_back({earlier->id, "continues"});
  }
  if (!opening.buyer_id.empty())
    case_.buyer = "buyer_" +
                  ledger::hex(ledger::hmac_sha256(ledger::as_bytes(pseudonym_key_), ledger::as_bytes(opening.buyer_id)))
                      .substr(0, 26);
  auto const known = store.find_order(case_.shop, case_.platform, case_.order_id);
  if (known) must(take_known_order(opening, *known));
  if (known) loaded.account = *store.order_account(case_.shop, case_.platform, case_.order_id, case_.id);
  if (!known) loaded.account = account_of(opening.order, {}, {});
  Command const command{.event = "open", .party = Party::buyer, .actor = call.actor};
  auto const attempt = must(read_attempt(*loaded.workflow->find_event("open"), command, case_, now));
  auto decision = decide(loaded.world(now), attempt);
  if (!decision.accepted()) {  // the attempt is kept, as a case that never began
    decision.after.final = true;
    decision.after.flags.emplace_back("not_opened");
  }
  // Everything told at the opening is what its entry sets.
  auto told = case_.facts.to_json();
  for (auto const& member : decision.facts_set) told[member.key()] = member.value();
  decision.facts_set = std::move(told);
  object plain{{"order_id", case_.order_id}, {"reason", case_.reason}, {"order", to_json(opening.order)}};
  if (!case_.buyer.empty()) plain.emplace("buyer", case_.buyer);
  if (from) plain.emplace("continues", *from);
  if (!case_.claim_lines.empty()) {
    boost::json::array lines;
    for (auto const& line : case_.claim_lines) lines.push_back(object{{"id", line.id}, {"quantity", line.quantity}});
    plain.emplace("lines", std::move(lines));
  }
  auto prepared = compose(call, loaded, std::move(decision), Party::buyer, "open", std::move(plain),
                          std::move(opening.personal), {});
  prepared.record.is_new = true;
  if (!prepared.refusal)
    for (auto const& waybill : opening.waybills)
      prepared.record.waybills.push_back({waybill_mark(pseudonym_key_, waybill), prepared.record.case_after.order_id,
                                          prepared.record.case_after.buyer});
  if (!known) prepared.record.order = std::move(opening.order);
  return prepared;
}

CaseDesk::Prepared CaseDesk::prepare_apply(StoreReader& store, DeskCall const& call) {
  return attempt(store, call, call, override_asked(call));
}

CaseDesk::Prepared CaseDesk::attempt(StoreReader& store, DeskCall const& call, DeskCall const& move,
                                     std::optional<OverrideRequest> override_request) {
  auto loaded = load(store, call, move);
  check_version(call, loaded.case_);
  auto const now = clock_.now();
  std::vector<Evidence> added;
  boost::json::array recycled;
  std::vector<Evidence> items;
  try {
    items = attached(store, move, loaded, added, &recycled);
  } catch (CallFault const& fault) {
    if (fault.fault.kind != FaultKind::evidence_rejected) throw;
    // An attempt that could be read, so it is kept like every other that was refused; of its evidence nothing is.
    std::vector<std::pair<std::string, std::string>> told;
    add_note(call, told);
    auto const asked = command_of(move);
    return compose(call, loaded, evidence_rejected(loaded.case_, fault.fault), asked.party.value_or(Party::seller),
                   asked.event, {}, std::move(told), {});
  }
  std::ranges::copy(added, std::back_inserter(loaded.evidence));
  auto const command = command_of(move);
  auto const staged = staged_for(store, loaded.case_, command.event);
  auto const world = loaded.world(now);
  std::vector<std::pair<std::string, std::string>> personal;
  auto const* event = loaded.workflow->find_event(command.event);
  if (!event || event->name == "open") {
    add_note(call, personal);
    return compose(call, loaded, refuse_unknown_event(world, command.event), command.party.value_or(Party::seller),
                   command.event, {}, std::move(personal), std::move(added));
  }
  auto attempt = must(read_attempt(*event, command, loaded.case_, now));
  attempt.override_request = std::move(override_request);
  add_message_facts(attempt, *loaded.book, loaded.buyer_values);
  add_proof_facts(attempt, items);
  auto const waybill = note_waybill(attempt, store, loaded.case_, pseudonym_key_);
  keep_buyers_words(attempt, loaded.case_.facts);
  auto decision = decide(world, attempt);
  name_evidence(decision.refusal, command.event, items);
  auto const given = decision.given;
  auto weak_items = decision.accepted() ? weak_items_counted(decision, world) : boost::json::array{};
  auto const before = loaded.case_.account;
  if (staged && decision.accepted()) seal(decision, *staged);
  personal = std::move(attempt.personal);
  add_note(call, personal);
  if (auto reason = reason_of_override(call); !reason.empty())
    personal.emplace_back(override_reason, std::move(reason));
  auto prepared = compose(call, loaded, std::move(decision), attempt.party, command.event,
                          std::move(attempt.plain_params), std::move(personal), std::move(added));
  prepared.given = given;
  auto& members = prepared.record.entry.members;
  if (!recycled.empty()) members.emplace("recycled", std::move(recycled));
  if (prepared.refusal) return prepared;
  if (!weak_items.empty()) prepared.more.emplace("warnings", std::move(weak_items));
  if (staged) members.emplace("sealed", sealed(*staged));
  auto const& after = prepared.record.case_after.account;
  prepared.pays = before.pending_minor > 0 && after.pending_minor == 0;
  prepared.compensates = before.compensation_pending_minor > 0 && after.compensation_pending_minor == 0;
  if (staged) prepared.record.outbox_done.push_back(staged->key);
  if (waybill) prepared.record.waybills.push_back(*waybill);
  return prepared;
}

CaseDesk::Prepared CaseDesk::prepare_facts(StoreReader& store, DeskCall const& call) {
  auto const loaded = load(store, call, call);
  check_version(call, loaded.case_);
  auto facts = loaded.case_.facts;
  auto const& set = call.params.at("set").as_object();
  must(check_told(set, "params.set"));
  for (auto const& member : set)
    if (auto done = facts.set_from_json(member.key(), member.value()); !done)
      throw CallFault{{done.error().kind, done.error().says, fmt::format("params.set.{}", done.error().position)}};
  auto decision = redress::report_facts(loaded.world(clock_.now()), set, std::move(facts));
  return compose(call, loaded, std::move(decision), Party::seller, "facts_reported",
                 {{"source", text_of(call.params, "source")}}, {}, {});
}

CaseDesk::Prepared CaseDesk::prepare_assign(StoreReader& store, DeskCall const& call) {
  auto const loaded = load(store, call, call);
  auto decision = redress::report_facts(loaded.world(clock_.now()), {}, loaded.case_.facts);
  auto const assignee = text_of(call.params, "assignee");
  if (!may_have_cases_of(store, loaded.case_.shop, assignee))
    throw CallFault{invalid_params("params.assignee", "没有能看到本店案件的这个用户或令牌",
                                   "there is no such user or token that sees this shop's cases")};
  decision.after.assignee = assignee;
  return compose(call, loaded, std::move(decision), Party::seller, "assigned", {{"assignee", assignee}}, {}, {});
}

CaseDesk::Prepared CaseDesk::prepare_link(StoreReader& store, DeskCall const& call) {
  auto const loaded = load(store, call, call);
  auto decision = redress::report_facts(loaded.world(clock_.now()), {}, loaded.case_.facts);
  CaseLink link{text_of(call.params, "to"), text_of(call.params, "relation")};
  object plain{{"to", link.case_id}, {"relation", link.relation}};
  decision.after.links.push_back(std::move(link));
  return compose(call, loaded, std::move(decision), Party::seller, "linked", std::move(plain), {}, {});
}

}  // namespace redress::api
