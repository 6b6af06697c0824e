// The work table kept level with the ledger: whoever asks first takes in what was recorded since.
//
// Nothing is done at a commit. Every question is answered on one view of the store and on a table that took exactly the
// entries of that view, so a list and a number that are asked together agree. Thread-safe; borrows nothing.
#pragma once

#include "api/worklist/work_table.hpp"
#include "engine/cases/store.hpp"

#include <functional>
#include <mutex>

namespace redress::api {

/// How many entries one question may take in before it is answered that counting is still under way.
inline constexpr std::int64_t entries_taken_at_once = 50'000;

class Worklist {
 public:
  /// `lock` holds the table; a body that is done with it may give it back and go on reading.
  using Body = std::function<void(StoreReader& reader, WorkTable const& table, std::unique_lock<std::mutex>& lock)>;

  /// Fault `rate_limited` where more is to be taken in than one question may: the table is being made.
  Result<void> ask(Store& store, Body const& body);

  /// Takes in what there is, up to `entries`; true where that was all. For a thread that has time.
  bool catch_up(Store& store, std::int64_t entries = entries_taken_at_once);

 private:
  std::int64_t take_in(StoreReader& reader, std::int64_t entries);

  std::mutex mutex_;
  WorkTable table_;
};

}  // namespace redress::api
