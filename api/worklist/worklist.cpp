#include "api/worklist/worklist.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::api {
namespace {

constexpr std::int64_t page = 512;

Fault still_counting(std::int64_t done, std::int64_t all) {
  return {FaultKind::rate_limited,
          {fmt::format("正在统计：已读 {} / {} 条记录，请稍后再试", done, all),
           fmt::format("still counting: {} of {} entries are read, ask again shortly", done, all)}};
}

}  // namespace

// How many entries of the view the table lacks afterwards.
std::int64_t Worklist::take_in(StoreReader& reader, std::int64_t entries) {
  auto const size = reader.ledger_size();
  auto const until = std::min(size, table_.position() + entries);
  while (table_.position() < until) {
    auto const some =
        reader.entries_from(table_.position(), static_cast<int>(std::min(page, until - table_.position())));
    if (some.empty()) break;
    for (auto const& entry : some) table_.take(entry);
  }
  return size - table_.position();
}

// Locked before the view is taken, so the table never knows more than the view.
Result<void> Worklist::ask(Store& store, Body const& body) {
  std::unique_lock lock(mutex_);
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
  return left == 0;
}

}  // namespace redress::api
