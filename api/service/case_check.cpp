#include "api/service/case_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace redress::api {
namespace {

using boost::json::object;

std::string text_in(object const& json, std::string_view name) {
  auto const* found = json.if_contains(name);
  return found && found->is_string() ? std::string(found->get_string()) : std::string{};
}

std::int64_t number_in(object const& json, std::string_view name) {
  auto const* found = json.if_contains(name);
  return found && found->is_int64() ? found->get_int64() : -1;
}

// Where the trail stands after the entries looked at so far. What is wrong with one entry is said of that one alone:
// the next is held against what is stored of it, so a single changed byte marks a single entry.
class Following {
 public:
  Following(std::string_view case_id, std::string_view shop) : case_id_(case_id), shop_(shop) {}

  // Goes on behind an entry that is taken as it is stored.
  void begin_after(Entry const& before) {
    next_ = before.case_seq + 1;
    last_hash_ = before.hash;
    boost::system::error_code failed;
    auto const parsed = boost::json::parse(before.bytes, failed);
    auto const* json = failed ? nullptr : parsed.if_object();
    last_state_ = json ? std::optional(text_in(*json, "to")) : std::nullopt;
  }

  std::optional<Says> wrong_with(Entry const& entry) {
    auto const expected = next_++;
    auto const before = std::exchange(last_hash_, entry.hash);
    auto const from = std::exchange(last_state_, std::nullopt);
    if (ledger::hex(ledger::leaf_hash(entry.bytes)) != entry.hash)
      return Says{"内容与存放的哈希不符，该记录已被改动", "its bytes do not hash to what is stored: it was changed"};
    boost::system::error_code failed;
    auto const parsed = boost::json::parse(entry.bytes, failed);
    auto const* json = failed ? nullptr : parsed.if_object();
    if (!json) return Says{"内容不是 JSON", "its bytes are no JSON"};
    if (entry.case_seq != expected || number_in(*json, "case_seq") != expected)
      return Says{fmt::format("应为本案第 {} 条", expected),
                  fmt::format("it should be number {} of its case", expected)};
    if (text_in(*json, "case_id") != case_id_ || text_in(*json, "id") != entry.id ||
        number_in(*json, "seq") != entry.seq || text_in(*json, "shop") != shop_)
      return Says{"内容与所在位置不符", "it says that it stands elsewhere"};
    if (text_in(*json, "prev_hash") != before)
      return Says{"与本案上一条记录不衔接", "it does not follow the case's previous entry"};
    if (from && text_in(*json, "from") != *from)
      return Says{"起始状态与上一条不符", "it starts from another state than the last one ended in"};
    last_state_ = text_in(*json, "to");
    return std::nullopt;
  }

  std::optional<Says> end(Case const& of_case) const {
    if (of_case.last_hash == last_hash_ && of_case.version == next_ && (!last_state_ || of_case.state == *last_state_))
      return std::nullopt;
    return Says{"案件与其轨迹的末尾不符", "the case does not stand where its trail ends"};
  }

 private:
  std::string_view case_id_;
  std::string_view shop_;
  std::int64_t next_ = 0;
  std::string last_hash_;
  std::optional<std::string> last_state_;
};

std::optional<Says> not_in_tree(Entry const& entry, SignedTree const& tree) {
  auto const index = static_cast<std::uint64_t>(entry.seq);
  auto const proof = tree.proof_of(index);
  if (!proof) return proof.error().says;
  if (ledger::verify_inclusion(ledger::leaf_hash(entry.bytes), index, tree.head.size, *proof, tree.head.root))
    return std::nullopt;
  return Says{fmt::format("不在已签名的检查点（{} 条）之中", tree.head.size),
              fmt::format("it is not in the checkpoint signed at {} entries", tree.head.size)};
}

EntryMark mark_of(Entry const& entry, Following& following, std::optional<SignedTree> const& tree) {
  EntryMark mark{
      .seq = entry.seq, .case_seq = entry.case_seq, .entry_id = entry.id, .why = following.wrong_with(entry)};
  if (!mark.why && tree && static_cast<std::uint64_t>(entry.seq) < tree->head.size) {
    mark.why = not_in_tree(entry, *tree);
    mark.is_signed = !mark.why;
  }
  return mark;
}

}  // namespace

bool CaseCheck::ok() const {
  return !end && std::ranges::none_of(marks, [](auto const& mark) { return mark.why.has_value(); });
}

Fault CaseCheck::fault() const {
  auto const bad = std::ranges::find_if(marks, [](auto const& mark) { return mark.why.has_value(); });
  if (bad == marks.end()) return {FaultKind::ledger_broken, end.value(), "params.case_id"};
  return {
      FaultKind::ledger_broken,
      {fmt::format("第 {} 条记录：{}", bad->seq, bad->why->zh), fmt::format("entry {}: {}", bad->seq, bad->why->en)},
      fmt::format("seq {}", bad->seq)};
}

CaseCheck check_case(Case const& case_, std::vector<Entry> const& trail, std::optional<SignedTree> const& tree) {
  CaseCheck check{.case_id = case_.id};
  if (tree) check.signed_size = tree->head.size;
  Following following{case_.id, case_.shop};
  for (auto const& entry : trail) check.marks.push_back(mark_of(entry, following, tree));
  check.end = following.end(case_);
  return check;
}

EntryMark check_entry(Entry const& entry, std::optional<Entry> const& before, std::string_view shop,
                      std::optional<SignedTree> const& tree) {
  Following following{entry.case_id, shop};
  if (before) following.begin_after(*before);
  return mark_of(entry, following, tree);
}

object to_json(EntryMark const& mark) {
  object json{{"ok", !mark.why.has_value()}, {"signed", mark.is_signed}};
  if (mark.why) json.emplace("why", redress::to_json(*mark.why));
  return json;
}

object to_json(CaseCheck const& check) {
  boost::json::array entries;
  for (auto const& mark : check.marks) {
    object entry{{"seq", mark.seq}, {"case_seq", mark.case_seq}, {"entry_id", mark.entry_id}};
    for (auto& member : to_json(mark)) entry.emplace(member.key(), std::move(member.value()));
    entries.push_back(std::move(entry));
  }
  object json{{"case_id", check.case_id}, {"ok", check.ok()}, {"entries", std::move(entries)}};
  if (check.signed_size) json.emplace("signed_size", *check.signed_size);
  if (check.ok()) return json;
  object first{{"says", redress::to_json(check.fault().says)}};
  auto const bad = std::ranges::find_if(check.marks, [](auto const& mark) { return mark.why.has_value(); });
  if (bad != check.marks.end()) first.emplace("seq", bad->seq);
  json.emplace("first_bad", std::move(first));
  return json;
}

}  // namespace redress::api
