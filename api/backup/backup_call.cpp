#include "api/backup/backup_call.hpp"

#include "api/service/commit.hpp"
#include "storage/common/file.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::api {
namespace {

std::string name_for(Instant now) {
  auto name = format_rfc3339(now);
  std::ranges::replace(name, ':', '-');
  return name;
}

}  // namespace

AnswerText answer_backup(storage::SqliteStore& store, std::filesystem::path const& data_dir, Clock const& clock,
                         Ids& ids, DeskCall const& call) {
  std::optional<AnswerText> earlier;
  store.read([&](StoreReader& reader) { earlier = earlier_answer(reader, call); });
  if (earlier) return *earlier;
  auto const now = clock.now();
  auto name = text_of(call.params, "name");
  if (name.empty()) name = name_for(now);
  auto const backups = std::filesystem::absolute(data_dir) / "backups";
  if (auto const made = storage::make_private_folder(backups); !made) return fault_text(made.error());
  auto const manifest = make_backup(store, {.data_dir = data_dir, .folder = backups / name, .now = now});
  if (!manifest) return fault_text(manifest.error());
  OfficeNote note{.shop = {},
                  .event = "backup_made",
                  .params = {{"name", name}, {"entries", manifest->entries}, {"root", manifest->root}}};
  auto record = Office{store, clock, ids}.draft(call.actor, text_of(call.params, "request_id"), std::move(note));
  auto result = to_json(*manifest);
  result.emplace("folder", (backups / name).string());
  result.emplace("entry_id", record.act.entry_id);
  auto answer = result_text(std::move(result));
  record.answer = answer_to_keep(call, now, answer);
  try {
    commit(store, [&](StoreWriter& writer) { writer.record_office(record); });
  } catch (FaultError const& why) {
    return fault_text(why.fault());
  }
  return answer;
}

}  // namespace redress::api
