// The work table kept level with the ledger: whoever asks first takes in what was recorded since.
//
// Nothing is done at a commit. Every question is answered on one view of the store and on a table that took exactly the
// entries of that view, so a list and a number that are asked together agree. Thread-safe; borrows nothing.
#pragma once

#include "api/worklist/work_file.hpp"
#include "api/worklist/work_table.hpp"
#include "engine/cases/store.hpp"

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>

namespace redress::api {

/// How many entries one question may take in before it is answered that counting is still under way.
inline constexpr std::int64_t entries_taken_at_once = 50'000;

/// When the table is kept in its file.
struct Keeping {
  std::int64_t new_min = 50'000;        // entries since it was kept last ...
  std::int64_t new_part = 20;           // ... and one of so many of all
  std::int64_t new_at_end_min = 5'000;  // at the end: what a start would notice
};

class Worklist {
 public:
  /// `lock` holds the table; a body that is done with it may give it back and go on reading.
  using Body = std::function<void(StoreReader& reader, WorkTable const& table, std::unique_lock<std::mutex>& lock)>;

  Worklist() = default;
  /// Goes on where the file ends, where it is about the store that is asked, and keeps the table there.
  explicit Worklist(WorkFile file, Keeping keeping = {}) : file_(std::move(file)), keeping_(keeping) {}

  /// Fault `rate_limited` where more is to be taken in than one question may: the table is being made.
  Result<void> ask(Store& store, Body const& body);

  /// Takes in what there is, up to `entries`; true where that was all. Keeps the table where enough is new. For a
  /// thread that has time.
  bool catch_up(Store& store, std::int64_t entries = entries_taken_at_once);

  /// Keeps the table where enough is new that the next start would notice.
  void keep_at_end();

 private:
  using Clock = std::chrono::steady_clock;

  void take_up(StoreReader& reader);
  std::int64_t take_in(StoreReader& reader, std::int64_t entries);
  void keep();
  void give_back();

  std::optional<WorkFile> file_;
  Keeping keeping_ = {};
  std::mutex mutex_;
  WorkTable table_;
  bool looked_at_file_ = false;
  std::int64_t kept_position_ = 0;  // what the file has, or the last try to keep it had
  bool touched_ = false;            // since memory was given back
  Clock::time_point asked_at_ = {};
};

}  // namespace redress::api
