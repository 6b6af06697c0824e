#include "tests/engine/audit/rows_in_memory.hpp"

#include "engine/ledger/canonical_json.hpp"
#include "engine/ledger/merkle.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace redress::audit {
namespace {

namespace json = boost::json;

std::string own(json::object const& row, std::string_view column) { return std::string(text_in(row, column)); }
std::int64_t number(json::object const& row, std::string_view column) { return row.at(column).as_int64(); }

void add_time(json::object& row, std::string_view column, std::optional<Instant> at) {
  if (at) row.emplace(column, format_rfc3339(*at));
}

std::optional<Instant> time(json::object const& row, std::string_view column) {
  auto const text = text_in(row, column);
  return text.empty() ? std::nullopt : std::optional(parse_rfc3339(text).value());
}

EntryRow entry_row(json::object const& members) {
  EntryRow row{.seq = number(members, "seq"),
               .id = own(members, "id"),
               .case_id = own(members, "case_id"),
               .case_seq = number(members, "case_seq"),
               .bytes = ledger::canonical_json(members).value()};
  row.hash = ledger::hex(ledger::leaf_hash(row.bytes));
  return row;
}

json::object to_row(EntryRow const& row) { return json::parse(row.bytes).as_object(); }

json::object to_row(CaseRow const& row) {
  return {{"id", row.id},
          {"shop", row.shop},
          {"kind", row.kind},
          {"platform", row.platform},
          {"order_id", row.order_id},
          {"state", row.state},
          {"final", row.final},
          {"owed_by", row.owed_by},
          {"due_ms", row.due_ms},
          {"version", row.version},
          {"last_hash", row.last_hash},
          {"content", json::parse(row.content)}};
}

json::object to_row(OrderRow const& row) {
  return {{"shop", row.shop}, {"platform", row.platform}, {"id", row.id}, {"content", json::parse(row.content)}};
}

json::object to_row(EvidenceRow const& row) {
  json::object all{{"id", row.id},
                   {"case_id", row.case_id},
                   {"shop", row.shop},
                   {"kind", row.kind},
                   {"sha256", row.sha256},
                   {"salt", row.salt},
                   {"commitment", row.commitment},
                   {"size_bytes", row.size_bytes},
                   {"mime", row.mime},
                   {"source", row.source},
                   {"helps", row.helps},
                   {"added_by", row.added_by},
                   {"note", row.note}};
  if (row.text) all.emplace("text", *row.text);
  add_time(all, "captured_at", row.captured_at);
  add_time(all, "added_at", row.added_at);
  return all;
}

json::object to_row(OutboxRow const& row) {
  json::object all{{"key", row.key},
                   {"case_id", row.case_id},
                   {"shop", row.shop},
                   {"kind", row.kind},
                   {"attempts", row.attempts},
                   {"last_failure", row.last_failure},
                   {"content", json::parse(row.content)}};
  add_time(all, "due_at", row.due_at);
  add_time(all, "delivered_at", row.delivered_at);
  return all;
}

json::object to_row(PersonalRow const& row) {
  return {
      {"case_id", row.case_id}, {"entry_id", row.entry_id}, {"name", row.name}, {"salt", row.salt}, {"text", row.text}};
}

void add(Rows& rows, std::string_view table, json::object const& row) {
  if (table == "entries") rows.entries.push_back(entry_row(row));
  if (table == "cases")
    rows.cases.push_back({own(row, "id"), own(row, "shop"), own(row, "kind"), own(row, "platform"),
                          own(row, "order_id"), own(row, "state"), row.at("final").as_bool(), own(row, "owed_by"),
                          number(row, "due_ms"), number(row, "version"), own(row, "last_hash"),
                          json::serialize(row.at("content"))});
  if (table == "orders")
    rows.orders.push_back({own(row, "shop"), own(row, "platform"), own(row, "id"), json::serialize(row.at("content"))});
  if (table == "evidence")
    rows.evidence.push_back({.id = own(row, "id"),
                             .case_id = own(row, "case_id"),
                             .shop = own(row, "shop"),
                             .kind = own(row, "kind"),
                             .sha256 = own(row, "sha256"),
                             .text = row.contains("text") ? std::optional(own(row, "text")) : std::nullopt,
                             .salt = own(row, "salt"),
                             .commitment = own(row, "commitment"),
                             .size_bytes = number(row, "size_bytes"),
                             .mime = own(row, "mime"),
                             .source = own(row, "source"),
                             .captured_at = time(row, "captured_at"),
                             .added_at = time(row, "added_at").value(),
                             .helps = own(row, "helps"),
                             .added_by = own(row, "added_by"),
                             .note = own(row, "note")});
  if (table == "outbox")
    rows.outbox.push_back({.key = own(row, "key"),
                           .case_id = own(row, "case_id"),
                           .shop = own(row, "shop"),
                           .kind = own(row, "kind"),
                           .content = json::serialize(row.at("content")),
                           .due_at = time(row, "due_at").value(),
                           .attempts = number(row, "attempts"),
                           .delivered_at = time(row, "delivered_at"),
                           .last_failure = own(row, "last_failure")});
  if (table == "personal")
    rows.personal.push_back(
        {own(row, "case_id"), own(row, "entry_id"), own(row, "name"), own(row, "salt"), own(row, "text")});
}

}  // namespace

std::size_t Rows::entry(std::string_view event, std::string_view outcome) const {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    auto const members = told(i);
    if (text_in(members, "event") == event && text_in(members, "outcome") == outcome) return i;
  }
  throw std::out_of_range(std::string(event));
}

std::vector<std::size_t> Rows::trail_of(std::size_t entry) const {
  std::vector<std::size_t> trail;
  for (std::size_t i = 0; i < entries.size(); ++i)
    if (entries[i].case_id == entries[entry].case_id) trail.push_back(i);
  return trail;
}

json::object Rows::told(std::size_t entry) const { return json::parse(entries[entry].bytes).as_object(); }

void Rows::tell(std::size_t entry, json::object const& members) {
  auto const trail = trail_of(entry);
  auto const last_hash = entries[trail.back()].hash;
  entries[entry] = entry_row(members);
  auto before = entries[entry].hash;
  for (auto const later : trail) {
    if (later <= entry) continue;
    auto next = told(later);
    next["prev_hash"] = before;
    entries[later] = entry_row(next);
    before = entries[later].hash;
  }
  for (auto& row : cases) {
    if (row.last_hash != last_hash) continue;
    row.last_hash = before;
    auto content = json::parse(row.content).as_object();
    content["last_hash"] = before;
    row.content = json::serialize(content);
  }
}

void Rows::tell_otherwise(std::size_t entry, std::function<void(json::object&)> const& lie) {
  auto members = told(entry);
  lie(members);
  tell(entry, members);
}

void Rows::tell_as_version_1(std::size_t entry) {
  tell_otherwise(entry, [](json::object& members) {
    members["v"] = 1;
    for (auto const* member : {"recycled", "sealed", "postings", "standing"}) members.erase(member);
    for (auto& item : members["evidence"].as_array())
      for (auto const* member :
           {"size", "mime", "source", "helps", "added_at", "captured_at", "weight", "derived_from", "attributes"})
        item.as_object().erase(member);
  });
}

std::string to_ndjson(Rows const& rows) {
  std::string text;
  auto const tell = [&](std::string_view table, auto const& all) {
    for (auto const& row : all) text += json::serialize(json::object{{table, to_row(row)}}) + "\n";
  };
  tell("entries", rows.entries);
  tell("cases", rows.cases);
  tell("orders", rows.orders);
  tell("evidence", rows.evidence);
  tell("outbox", rows.outbox);
  tell("personal", rows.personal);
  return text;
}

Rows rows_from_ndjson(std::string_view text) {
  Rows rows;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    auto const row = json::parse(line).as_object();
    add(rows, row.begin()->key(), row.begin()->value().as_object());
  }
  return rows;
}

Rows const& honest_rows() {
  static auto const rows = [] {
    std::ifstream file{REDRESS_SOURCE_DIR "/tests/engine/audit/honest_rows.ndjson", std::ios::binary};
    return rows_from_ndjson(std::string(std::istreambuf_iterator<char>(file), {}));
  }();
  return rows;
}

void walk_over(StoreRows& rows, LedgerWalk& walk) {
  while (auto const row = rows.next_entry()) {
    auto const reading = read_entry(*row);
    if (reading.finding) throw Found{*reading.finding};
    walk.take(*reading.entry);
  }
}

Audited audited(Rows const& rows, std::size_t findings_max, bool stop) {
  RowsInMemory there(rows);
  Comparison comparison(there, findings_max, stop);
  LedgerWalk walk(comparison);
  Audited all;
  try {
    walk_over(there, walk);
    walk.finish();
    all.findings = comparison.findings();
  } catch (Found const& found) {
    all.findings = comparison.findings();
    if (!stop) all.findings.push_back(found.finding);
  }
  all.differences = comparison.differences();
  all.untold = walk.untold();
  all.words_closed = comparison.words_closed();
  all.words_erased = comparison.words_erased();
  return all;
}

}  // namespace redress::audit
