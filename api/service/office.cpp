#include "api/service/office.hpp"

#include "api/service/about_entries.hpp"
#include "engine/ledger/commitment.hpp"

namespace redress::api {

OfficeRecord Office::draft(Actor const& actor, std::string request_id, OfficeNote note) const {
  OfficeRecord record{.act = {.entry_id = ids_.next("entry"),
                              .nonce = ids_.nonce(),
                              .at = clock_.now(),
                              .actor = actor,
                              .shop = std::move(note.shop),
                              .event = std::move(note.event),
                              .request_id = std::move(request_id),
                              .params = std::move(note.params)}};
  for (auto& [name, text] : note.personal) {
    PersonalText kept{office_of(record.act.shop), record.act.entry_id, name, ids_.salt(), std::move(text)};
    record.act.commitments.emplace(name, ledger::commitment_to(ledger::digest_from_hex(kept.salt).value(), kept.text));
    record.personal.push_back(std::move(kept));
  }
  return record;
}

AnswerText Office::trail(DeskCall const& call) const {
  auto const shop = text_of(call.params, "shop");
  if (!may_see(call.actor, shop))
    return fault_text({FaultKind::forbidden, {"令牌不属于该店铺", "the token is not of this shop"}, "params.shop"});
  boost::json::object page;
  store_.read([&](StoreReader& store) { page = trail_page(store, office_of(shop), call.params); });
  return result_text(std::move(page));
}

std::optional<AnswerText> earlier_answer(StoreReader& store, DeskCall const& call) {
  auto const request_id = text_of(call.params, "request_id");
  auto const known = request_id.empty() ? std::nullopt : store.find_answer(call.actor.id, request_id);
  if (!known) return std::nullopt;
  if (known->fingerprint == fingerprint_of(call.method, call.params)) return replayed(known->text);
  return fault_text(request_id_reused(), {{"request_id", request_id}});
}

std::optional<StoredAnswer> answer_to_keep(DeskCall const& call, Instant at, AnswerText text) {
  auto const request_id = text_of(call.params, "request_id");
  if (request_id.empty()) return std::nullopt;
  return StoredAnswer{call.actor.id, request_id, fingerprint_of(call.method, call.params), std::move(text), at};
}

}  // namespace redress::api
