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

Result<std::string> text_in_place(EntryDraft& draft, std::int64_t seq, std::int64_t case_seq,
                                  std::string_view prev_hash) {
  auto& members = draft.members;
  members["seq"] = seq;
  members["case_seq"] = case_seq;
  members["prev_hash"] = prev_hash;
  auto text = draft.rules.empty() ? ledger::canonical_object(members)
                                  : ledger::canonical_object(members, {"rules", draft.rules});
  if (!text) return unsealable(text.error().says.en, text.error().position);
  return text;
}

// Marks like these stand nowhere inside a string, whose own quotes are escaped; and after `seq` comes no object that
// has a member of that name.
constexpr std::string_view seq_to_come = R"("seq":0,"shop":)";
constexpr std::size_t seq_digit = 6;

Result<std::string> with_seq(std::string text, std::int64_t seq, std::int64_t case_seq, std::string_view prev_hash) {
  auto const at = text.rfind(seq_to_come);
  if (at == std::string::npos || text.find(fmt::format(R"("case_seq":{},)", case_seq)) == std::string::npos ||
      text.find(fmt::format(R"("prev_hash":"{}")", prev_hash)) == std::string::npos)
    return unsealable("it was written for another place", "seq");
  text.replace(at + seq_digit, 1, fmt::format_int(seq).c_str());
  return text;
}

}  // namespace

Result<void> write_beforehand(EntryDraft& draft, std::int64_t case_seq, std::string_view prev_hash) {
  auto text = text_in_place(draft, 0, case_seq, prev_hash);
  if (!text) return text.error();
  draft.written = std::move(*text);
  return {};
}

Result<Entry> seal(EntryDraft draft, std::int64_t seq, std::int64_t case_seq, std::string prev_hash) {
  auto& members = draft.members;
  for (auto const name : {"id", "case_id"})
    if (auto const* id = members.if_contains(name); !id || !id->is_string())
      return unsealable(fmt::format("{} is missing", name), name);
  Entry entry;
  entry.seq = seq;
  entry.id = std::string(members.at("id").get_string());
  entry.case_id = std::string(members.at("case_id").get_string());
  entry.case_seq = case_seq;
  auto bytes = draft.written.empty() ? text_in_place(draft, seq, case_seq, prev_hash)
                                     : with_seq(std::move(draft.written), seq, case_seq, prev_hash);
  if (!bytes) return bytes.error();
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
