#include "api/service/audit_sample.hpp"

#include "api/service/labels.hpp"
#include "api/service/shop_asked.hpp"

#include <algorithm>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

constexpr int page = 1000;
constexpr std::string_view draw_rule = "redress-sample/1";

struct ClosedCase {
  std::string case_id, entry_id, at, state, kind;
  std::int64_t seq = 0;
  ledger::Digest rank{};
};

struct Drawing {
  ledger::Checkpoint checkpoint;
  std::string note;
  std::string vkey;
};

// The checkpoint that was asked for, or the newest; the error half of an answer where there is none.
std::optional<AnswerText> find_checkpoint(AuditDesk& audit, DeskCall const& call, Drawing& drawing) {
  auto newest = audit.checkpoint(call);
  auto const answer = boost::json::parse(newest).as_object();
  auto const* result = answer.if_contains("result");
  if (!result) return newest;
  drawing.vkey = text_of(result->as_object(), "vkey");
  auto const asked = text_of(call.params, "checkpoint");
  drawing.note = asked.empty() ? text_of(result->as_object(), "signed_note") : asked;
  auto opened = audit.open_signed(drawing.note);
  if (!opened)
    return fault_text(invalid_params("params.checkpoint", "不是本总账密钥签出的检查点：" + opened.error().says.zh,
                                     "is no checkpoint signed by a key of this ledger: " + opened.error().says.en));
  drawing.checkpoint = std::move(opened->checkpoint);
  drawing.vkey = opened->key.text();
  return std::nullopt;
}

// False where there are more entries than one draw looks at.
bool find_closed(StoreReader& reader, AuditFilter const& filter, std::vector<ClosedCase>& closed,
                 std::int64_t walked_max) {
  std::int64_t walked = 0;
  for (std::int64_t seq = 0;; seq += page) {
    auto const entries = reader.entries_from(seq, page);
    for (auto const& each : entries) {
      if (!filter.may_cover(each)) continue;
      if (++walked > walked_max) return false;
      AuditEntry const entry{each};
      if (!filter.covers_plain(entry)) continue;
      closed.push_back({each.case_id, each.id, entry.text("at"), entry.text("to"), entry.text("kind"), each.seq});
    }
    if (entries.size() < page) return true;
  }
}

object told(Drawing const& drawing) {
  return {{"size", drawing.checkpoint.size},
          {"root", ledger::base64(drawing.checkpoint.root)},
          {"signed_note", drawing.note},
          {"vkey", drawing.vkey}};
}

object told(ClosedCase const& each) {
  object item{{"case_id", each.case_id}, {"rank", ledger::hex(each.rank)}, {"entry_id", each.entry_id},
              {"seq", each.seq},         {"closed_at", each.at},           {"state", each.state},
              {"kind", each.kind}};
  add_labels(item);
  return item;
}

}  // namespace

ledger::Digest population_digest(std::vector<std::string> case_ids) {
  std::ranges::sort(case_ids);
  ledger::Sha256 hash;
  for (auto const& id : case_ids) hash.update(ledger::as_bytes(id + '\n'));
  return hash.finish();
}

ledger::Digest rank_of(ledger::Digest const& root, std::string_view case_id) {
  constexpr std::array<std::uint8_t, 1> zero{0};
  return ledger::sha256({root, zero, ledger::as_bytes(case_id)});
}

AnswerText draw_sample(Store& store, AuditDesk& audit, Clock const& clock, DeskCall const& call,
                       AuditBounds const& bounds) {
  auto const now = clock.now();
  DeskCall window_call{call.actor, call.method, {}};
  for (auto const* name : {"shop", "from", "to"})
    if (auto const* given = call.params.if_contains(name)) window_call.params.emplace(name, *given);
  window_call.params.emplace("to", format_rfc3339(now));  // unless it was given
  window_call.params.emplace("outcome", "accepted");
  window_call.params.emplace("closing", true);
  auto const window = AuditFilter::of(window_call);
  if (!window) return fault_text(window.error());
  if (now < *window->to())
    return fault_text(invalid_params("params.to", "时间范围尚未结束", "the window has not ended yet"));
  std::vector<ClosedCase> closed;
  bool whole = true;
  store.read([&](StoreReader& reader) { whole = find_closed(reader, *window, closed, bounds.window_entries); });
  if (!whole) return fault_text(window_too_large(bounds));
  Drawing drawing;
  if (auto failed = find_checkpoint(audit, call, drawing)) return *failed;
  // Entries are in the order of the ledger, so the last one closed last.
  if (!closed.empty() && drawing.checkpoint.size <= static_cast<std::uint64_t>(closed.back().seq))
    return fault_text(invalid_params("params.checkpoint", "检查点早于总体中最后一件的结案，请用更晚的检查点",
                                     "is not later than the last closing of the population: take a later one"));
  std::vector<std::string> ids;
  for (auto& each : closed) {
    ids.push_back(each.case_id);
    each.rank = rank_of(drawing.checkpoint.root, each.case_id);
  }
  object query = window_call.params;
  query["to"] = format_rfc3339(*window->to());
  if (auto shop = shop_named(call); !shop.empty()) query["shop"] = std::move(shop);
  object population{{"count", closed.size()}, {"digest", ledger::hex(population_digest(std::move(ids)))}};
  if (!closed.empty()) population.emplace("last_seq", closed.back().seq);
  population.emplace("query", query);
  auto const asked = call.params.at("size").to_number<std::size_t>();
  std::ranges::sort(closed, {}, &ClosedCase::rank);
  array cases;
  for (std::size_t i = 0; i < std::min(asked, closed.size()); ++i) cases.push_back(told(closed[i]));
  object result{{"rule", draw_rule}};
  for (auto const* name : {"shop", "from", "to"})
    if (auto const* given = query.if_contains(name)) result.emplace(name, *given);
  result.emplace("size", asked);
  result.emplace("population", std::move(population));
  result.emplace("checkpoint", told(drawing));
  result.emplace("cases", std::move(cases));
  return result_text(std::move(result));
}

}  // namespace redress::api
