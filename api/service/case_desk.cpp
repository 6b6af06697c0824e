#include "api/service/case_desk.hpp"

#include "api/service/case_desk_parts.hpp"
#include "api/service/case_view.hpp"
#include "api/service/foreseen.hpp"
#include "api/service/kept_answer.hpp"
#include "api/service/reminders.hpp"
#include "api/service/staging.hpp"
#include "engine/cases/persons.hpp"
#include "engine/ledger/canonical_json.hpp"
#include "engine/ledger/hash.hpp"

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

}  // namespace redress::api
