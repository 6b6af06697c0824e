#include "api/worklist/worklist.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace redress::api {
namespace {

constexpr std::int64_t page = 512;
constexpr std::chrono::seconds memory_kept_after_a_question{5};

Fault still_counting(std::int64_t done, std::int64_t all) {
  return {FaultKind::rate_limited,
          {fmt::format("正在统计：已读 {} / {} 条记录，请稍后再试", done, all),
           fmt::format("still counting: {} of {} entries are read, ask again shortly", done, all)}};
}

}  // namespace

// Once, before the first entry: what the file holds, if it ends with an entry that this store has.
void Worklist::take_up(StoreReader& reader) {
  if (looked_at_file_ || !file_) return;
  looked_at_file_ = true;
  auto kept = file_->read();
  if (!kept || kept->position == 0 || kept->position > reader.ledger_size()) return;
  auto const last = reader.entries_from(kept->position - 1, 1);
  if (last.size() != 1 || last.front().hash != kept->last_hash) return;
  kept_position_ = kept->position;
  table_ = WorkTable(std::move(*kept));
}

// How many entries of the view the table lacks afterwards.
std::int64_t Worklist::take_in(StoreReader& reader, std::int64_t entries) {
  take_up(reader);
  auto const size = reader.ledger_size();
  auto const until = std::min(size, table_.position() + entries);
  while (table_.position() < until) {
    auto const some =
        reader.entries_from(table_.position(), static_cast<int>(std::min(page, until - table_.position())));
    if (some.empty()) break;
    for (auto const& entry : some) table_.take(entry);
    touched_ = true;
  }
  return size - table_.position();
}

// Locked before the view is taken, so the table never knows more than the view.
Result<void> Worklist::ask(Store& store, Body const& body) {
  std::unique_lock lock(mutex_);
  touched_ = true;
  asked_at_ = Clock::now();
  Result<void> done;
  store.read([&](StoreReader& reader) {
    if (take_in(reader, entries_taken_at_once) > 0) {
      done = still_counting(table_.position(), reader.ledger_size());
      return;
    }
    body(reader, table_, lock);
  });
  return done;
}

bool Worklist::catch_up(Store& store, std::int64_t entries) {
  std::unique_lock const lock(mutex_);
  std::int64_t left = 0;
  store.read([&](StoreReader& reader) { left = take_in(reader, entries); });
  if (table_.position() - kept_position_ >= std::max(keeping_.new_min, kept_position_ / keeping_.new_part)) keep();
  give_back();
  return left == 0;
}

void Worklist::keep_at_end() {
  std::unique_lock const lock(mutex_);
  if (table_.position() - kept_position_ >= keeping_.new_at_end_min) keep();
}

// A try that fails is not repeated before as much is new again: the table is whole in memory.
void Worklist::keep() {
  if (!file_) return;
  if (auto const kept = file_->keep(table_.records()); !kept) spdlog::warn("{}", kept.error().says.en);
  kept_position_ = table_.position();
}

void Worklist::give_back() {
  if (!touched_ || Clock::now() - asked_at_ < memory_kept_after_a_question) return;
  touched_ = false;
  for (auto* bytes : table_.records().parts()) bytes->give_back();
}

}  // namespace redress::api
