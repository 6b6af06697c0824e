#include "storage/common/recording.hpp"

#include <fmt/format.h>

#include <cassert>

namespace redress::storage {
namespace {

void check_standing(Record const& record, std::optional<TrailEnd> const& end) {
  auto const& id = record.case_after.id;
  if (record.is_new) {
    if (end) refuse_duplicate(FaultKind::version_conflict, "案件", "case", id);
    return;
  }
  if (!end)
    throw FaultError({FaultKind::not_found, {fmt::format("没有案件 {}", id), fmt::format("there is no case {}", id)}});
  if (end->version != record.version_before)
    throw FaultError({FaultKind::version_conflict,
                      {fmt::format("案件 {} 已是第 {} 版，不是第 {} 版", id, end->version, record.version_before),
                       fmt::format("case {} is at version {}, not {}", id, end->version, record.version_before)}});
}

}  // namespace

Entry place_entry(Record& record, std::optional<TrailEnd> const& end, std::int64_t seq) {
  assert(!record.is_new || record.version_before == 0);
  check_standing(record, end);
  record.entry.members["id"] = record.entry_id;
  record.entry.members["case_id"] = record.case_after.id;
  auto entry = seal(std::move(record.entry), seq, record.version_before, end ? end->last_hash : std::string{});
  if (!entry) throw FaultError(entry.error());
  record.case_after.version = record.version_before + 1;
  record.case_after.last_hash = entry->hash;
  if (record.answer_with) {
    auto text = record.answer_with(record.case_after, *entry);
    if (record.answer) record.answer->text = std::move(text);
  }
  return std::move(*entry);
}

Entry place_office_entry(OfficeRecord& record, std::optional<Entry> const& last, std::int64_t seq) {
  auto draft = draft_office_entry(record.act);
  auto const place = last ? last->case_seq + 1 : 0;
  draft.members["case_version"] = place + 1;
  auto entry = seal(std::move(draft), seq, place, last ? last->hash : std::string{});
  if (!entry) throw FaultError(entry.error());
  if (record.answer_with) {
    auto text = record.answer_with(*entry);
    if (record.answer) record.answer->text = std::move(text);
  }
  return std::move(*entry);
}

Instant entry_at(EntryDraft const& draft) {
  if (auto const* at = draft.members.if_contains("at"); at && at->is_string())
    if (auto const instant = parse_rfc3339(at->get_string())) return *instant;
  throw FaultError({FaultKind::internal, {"记录缺少时间", "the entry has no time"}, "at"});
}

void refuse_unknown_key(std::string_view key) {
  throw FaultError(
      {FaultKind::not_found, {fmt::format("发件箱中没有 {}", key), fmt::format("the outbox has no item {}", key)}});
}

void refuse_duplicate(FaultKind kind, std::string_view zh, std::string_view en, std::string_view id) {
  throw FaultError({kind, {fmt::format("{} {} 已经存在", zh, id), fmt::format("the {} {} exists already", en, id)}});
}

}  // namespace redress::storage
