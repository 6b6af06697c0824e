#include "engine/cases/entry.hpp"

#include "engine/ledger/canonical_json.hpp"
#include "engine/ledger/merkle.hpp"

#include <fmt/format.h>

namespace redress {
namespace {

Fault unsealable(std::string_view why, std::string position) {
  return {FaultKind::internal,
          {fmt::format("记录无法封存：{}", why), fmt::format("an entry cannot be sealed: {}", why)},
          std::move(position)};
}

}  // namespace

Result<Entry> seal(EntryDraft draft, std::int64_t seq, std::int64_t case_seq, std::string prev_hash) {
  auto& members = draft.members;
  for (auto const name : {"id", "case_id"})
    if (auto const* id = members.if_contains(name); !id || !id->is_string())
      return unsealable(fmt::format("{} is missing", name), name);
  members["seq"] = seq;
  members["case_seq"] = case_seq;
  members["prev_hash"] = prev_hash;
  Entry entry;
  entry.seq = seq;
  entry.id = std::string(members.at("id").get_string());
  entry.case_id = std::string(members.at("case_id").get_string());
  entry.case_seq = case_seq;
  auto bytes = draft.rules.empty() ? ledger::canonical_object(members)
                                   : ledger::canonical_object(members, {"rules", draft.rules});
  if (!bytes) return unsealable(bytes.error().says.en, bytes.error().position);
  entry.bytes = std::move(*bytes);
  entry.hash = ledger::hex(ledger::leaf_hash(entry.bytes));
  return entry;
}

boost::json::object to_json(Entry const& entry) {
  // The bytes are ours and canonical, so that they parse is not in question; the answer is for reading, never for
  // hashing.
  auto object = boost::json::parse(entry.bytes).as_object();
  object["hash"] = entry.hash;
  return object;
}

std::string entry_text(Entry const& entry) {
  auto const open = std::string_view(entry.bytes).substr(0, entry.bytes.size() - 1);  // without the last brace
  return fmt::format(R"({},"hash":"{}"}})", open, entry.hash);
}

}  // namespace redress
