#include "api/service/key_desk.hpp"

#include "api/service/commit.hpp"

#include <fmt/format.h>

namespace redress::api {
namespace {

using boost::json::object;

constexpr std::string_view event = "key_rotated";
constexpr std::int64_t overlap_days_usual = 30;

// When the old key stops, if this key was announced.
std::optional<Instant> announced_until(StoreReader& store, std::string_view vkey) {
  std::string cursor;
  std::optional<Instant> until;
  do {
    auto const page = store.trail(office_of(""), cursor, 200);
    for (auto const& entry : page.entries) {
      auto const json = boost::json::parse(entry.bytes).as_object();
      if (text_of(json, "event") != event) continue;
      auto const& params = json.at("params").as_object();
      if (text_of(params, "to") == vkey) until = parse_rfc3339(text_of(params, "both_sign_until")).value();
    }
    cursor = page.next_cursor;
  } while (!cursor.empty());
  return until;
}

}  // namespace

void finish_rotation(Store& store, KeyRing& ring) {
  auto const vkey = ring.prepared();
  if (!vkey) return;
  std::optional<Instant> until;
  store.read([&](StoreReader& reader) { until = announced_until(reader, *vkey); });
  if (until)
    ring.promote(*until);
  else
    ring.discard();
}

AnswerText KeyDesk::rotate(DeskCall const& call) {
  std::scoped_lock const lock{rotating_};
  std::optional<AnswerText> earlier;
  store_.read([&](StoreReader& store) { earlier = earlier_answer(store, call); });
  if (earlier) return *earlier;
  object const extra{{"request_id", text_of(call.params, "request_id")}};
  // A ledger that nobody can sign for any more gets no new key: what is wrong comes first.
  if (auto const head = signer_.sign(); !head) return fault_text(head.error(), extra);
  auto const* const days = call.params.if_contains("overlap_days");
  auto const until = clock_.now() + (days ? days->to_number<std::int64_t>() : overlap_days_usual) * day_ms;
  auto const from = signer_.verifier();
  auto const to = ring_.prepare(from.name());
  object params{{"from", from.text()}, {"to", to}, {"both_sign_until", format_rfc3339(until)}};
  OfficeNote note{"", std::string(event), params};
  if (auto reason = text_of(call.params, "reason"); !reason.empty()) note.personal.emplace_back("reason", reason);
  AnswerText answer;
  commit(store_, [&](StoreWriter& store) {
    auto act = office_.draft(call.actor, text_of(call.params, "request_id"), note);
    act.answer = answer_to_keep(call, act.act.at, {});
    act.answer_with = [&](Entry const& entry) {
      auto result = params;
      result.emplace("entry", to_json(entry));
      return answer = result_text(std::move(result));
    };
    store.record_office(std::move(act));
  });
  auto const head = signer_.sign();  // the old key signs what announces the new one
  ring_.promote(until);
  signer_.use(ring_.keys(clock_.now()));
  if (!head) return fault_text(head.error(), extra);
  return answer;
}

}  // namespace redress::api
