// What each command of the desk comes to: read, decided, and composed into what is to be written.
#include "api/service/automation_switch.hpp"
#include "api/service/buyers_words.hpp"
#include "api/service/case_desk_parts.hpp"
#include "api/service/opening.hpp"
#include "api/service/refused_evidence.hpp"
#include "api/service/reminders.hpp"
#include "api/service/staging.hpp"
#include "api/service/told_facts.hpp"
#include "api/service/user_desk.hpp"
#include "api/service/waybills.hpp"
#include "engine/cases/derive.hpp"
#include "engine/cases/item_verdicts.hpp"
#include "engine/ledger/commitment.hpp"
#include "workflows/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::api {

using boost::json::object;

LoadedCase CaseDesk::load(StoreReader& store, DeskCall const& call, DeskCall const& move) {
  return must(load_case(store, books_, text_of(move.params, "case_id"), call.actor));
}

CaseDesk::Prepared CaseDesk::compose(DeskCall const& call, LoadedCase const& loaded, Decision decision, Party party,
                                     std::string_view event, object plain_params,
                                     std::vector<std::pair<std::string, std::string>> personal,
                                     std::vector<Evidence> added) {
  Prepared prepared;
  auto& record = prepared.record;
  auto const now = clock_.now();
  record.entry_id = ids_.next("entry");
  record.version_before = loaded.case_.version;
  object commitments;
  for (auto& each : personal) {
    PersonalText kept{loaded.case_.id, record.entry_id, each.first, ids_.salt(), std::move(each.second)};
    commitments.emplace(each.first, ledger::commitment_to(must(ledger::digest_from_hex(kept.salt)), kept.text));
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
  if (known) loaded.account = *store.order_account(case_);
  if (!known) loaded.account = account_of(opening.order);
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
