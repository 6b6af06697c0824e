#include "engine/audit/told_entry.hpp"

#include "engine/ledger/canonical_json.hpp"
#include "engine/ledger/entry_form.hpp"

#include <fmt/format.h>

namespace redress::audit {
namespace {

namespace json = boost::json;

Finding of_row(EntryRow const& row, std::string what, std::string_view zh, std::string_view en) {
  return {.what = std::move(what),
          .seq = row.seq,
          .entry_id = row.id,
          .case_id = row.case_id,
          .table = "entries",
          .says = {fmt::format("第 {} 条记录（{}）：{}", row.seq, row.id, zh),
                   fmt::format("entry {} ({}): {}", row.seq, row.id, en)}};
}

std::optional<Finding> check_place(EntryRow const& row, ToldEntry const& entry) {
  auto const differs = [&](std::string_view column, std::string const& expected, std::string const& actual) {
    auto finding = of_row(row, "entry_place", fmt::format("列 {} 为 {}，内容却写着 {}", column, actual, expected),
                          fmt::format("its column {} says {}, its bytes say {}", column, actual, expected));
    finding.column = column;
    finding.expected = expected;
    finding.actual = actual;
    return finding;
  };
  if (entry.seq != row.seq) return differs("seq", std::to_string(entry.seq), std::to_string(row.seq));
  if (entry.id != row.id) return differs("id", std::string(entry.id), row.id);
  if (entry.case_id != row.case_id) return differs("case_id", std::string(entry.case_id), row.case_id);
  if (entry.case_seq != row.case_seq)
    return differs("case_seq", std::to_string(entry.case_seq), std::to_string(row.case_seq));
  return std::nullopt;
}

}  // namespace

std::string_view text_in(json::object const& object, std::string_view member) {
  auto const* found = object.if_contains(member);
  auto const* text = found ? found->if_string() : nullptr;
  return text ? std::string_view{text->data(), text->size()} : std::string_view{};
}

std::string_view ToldEntry::text(std::string_view member) const { return text_in(members(), member); }

EntryReading read_entry(EntryRow const& row) {
  EntryReading reading;
  auto const bad = [&](Finding finding) {
    reading.entry.reset();
    reading.finding = std::move(finding);
    return std::move(reading);
  };
  if (row.closed) return bad(of_row(row, "entry_squeezed", row.closed->zh, row.closed->en));
  auto const leaf = ledger::leaf_hash(row.bytes);
  if (ledger::hex(leaf) != row.hash)
    return bad(of_row(row, "entry_hash", "内容与所存的哈希不符", "its bytes do not hash to the stored hash"));
  boost::system::error_code failed;
  auto const room = 4 * row.bytes.size();  // a parsed entry takes about three times its bytes
  auto document = json::parse(row.bytes, failed, json::make_shared_resource<json::monotonic_resource>(room));
  if (failed) return bad(of_row(row, "entry_form", "内容不是 JSON", "its bytes are no JSON"));
  auto& entry = reading.entry.emplace(ToldEntry{.document = std::move(document), .leaf = leaf});  // keeps its storage
  std::string canonical;
  canonical.reserve(row.bytes.size());
  if (!ledger::append_canonical_json(entry.document, canonical) || canonical != row.bytes)
    return bad(of_row(row, "entry_form", "内容不是规范形式（RFC 8785）", "its bytes are not canonical (RFC 8785)"));
  if (auto const form = ledger::check_entry_form(entry.document); !form)
    return bad(of_row(row, "entry_form", form.error().says.zh, form.error().says.en));
  entry.seq = entry.integer("seq");
  entry.case_seq = entry.integer("case_seq");
  entry.id = entry.text("id");
  entry.case_id = entry.text("case_id");
  if (auto finding = check_place(row, entry)) return bad(std::move(*finding));
  return reading;
}

Finding entry_finding(ToldEntry const& entry, std::string what, std::string_view zh, std::string_view en) {
  return {.what = std::move(what),
          .seq = entry.seq,
          .entry_id = std::string(entry.id),
          .case_id = std::string(entry.case_id),
          .says = {fmt::format("第 {} 条记录（{}，案件 {}）：{}", entry.seq, entry.id, entry.case_id, zh),
                   fmt::format("entry {} ({}, case {}): {}", entry.seq, entry.id, entry.case_id, en)}};
}

}  // namespace redress::audit
