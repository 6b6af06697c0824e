#include "api/service/fact_sources.hpp"

#include "api/service/answer.hpp"
namespace redress::api {
namespace {

constexpr int page_entries = 200;

void take_facts(boost::json::object const& entry, Entry const& place, FactSources& sources) {
  FactSource source{
      .entry_id = place.id, .case_seq = place.case_seq, .event = text_of(entry, "event"), .at = text_of(entry, "at")};
  if (auto const* params = entry.if_contains("params"); params && params->is_object())
    source.told_by = text_of(params->get_object(), "source");
  auto const* set = entry.if_contains("facts_set");
  if (!set || !set->is_object()) return;
  for (auto const& member : set->get_object()) {
    if (member.value().is_null())
      sources.erase(std::string(member.key()));
    else
      sources[std::string(member.key())] = source;
  }
}

void take_evidence(boost::json::object const& entry, std::vector<Evidence>& evidence) {
  auto const* items = entry.if_contains("evidence");
  if (!items || !items->is_array()) return;
  for (auto const& each : items->get_array()) {
    auto const& item = each.as_object();
    Evidence piece;
    piece.id = text_of(item, "id");
    piece.kind = text_of(item, "kind");
    piece.sha256 = text_of(item, "sha256");
    piece.commitment = text_of(item, "commitment");
    if (!piece.commitment.empty()) piece.text = "";
    if (auto const weight = weight_from(text_of(item, "weight"))) piece.weight = *weight;
    evidence.push_back(std::move(piece));
  }
}

}  // namespace

TrailReading read_trail(StoreReader& store, std::string_view case_id, std::int64_t last_case_seq) {
  TrailReading reading;
  std::string cursor;
  do {
    auto const page = store.trail(case_id, cursor, page_entries);
    for (auto const& entry : page.entries) {
      if (entry.case_seq > last_case_seq) return reading;
      auto const parsed = boost::json::parse(entry.bytes).as_object();
      if (text_of(parsed, "outcome") == "accepted") take_facts(parsed, entry, reading.sources);
      take_evidence(parsed, reading.evidence);
    }
    cursor = page.next_cursor;
  } while (!cursor.empty());
  return reading;
}

}  // namespace redress::api
