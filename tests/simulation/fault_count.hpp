// Every kind of trouble a simulation makes, by name, and how often each came about.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace redress::simulation {

enum class Trouble : std::uint8_t {
  // The process ends: the power with it, or the process alone.
  power_cut_before_write,
  power_cut_within_write,
  power_cut_after_write,
  power_cut_before_sync,
  power_cut_within_sync,
  power_cut_after_sync,
  power_cut_at_rest,
  kill_at_write,
  kill_at_sync,
  kill_at_rest,
  ended_between_commit_and_answer,
  ended_during_checkpoint,
  ended_as_log_began,
  ended_during_start,
  restarted_in_good_order,
  // What a power cut left of unsynced writes.
  write_lost,
  write_torn,
  write_kept,
  write_overtaken,  // a later one stayed, an earlier one did not
  folder_change_lost,
  // The disk refuses.
  read_failed,
  write_failed,
  sync_failed,
  disk_full,
  // Time.
  clock_jumped_forward,
  clock_jumped_back,
  // The network.
  request_doubled,
  request_dropped,
  request_overtaken,
  answer_lost,
  answer_late,
  // Callers.
  request_retried,
  request_id_reused,
  same_version_raced,
  snapshot_held,
  // Receivers of effects.
  delivery_refused,
  delivery_answer_lost,
  delivery_repeated,
  payout_failed,
  count,
};

std::string_view name_of(Trouble trouble);

/// A plain sum; one thread.
class FaultCount {
 public:
  void add(Trouble trouble) { ++times_[static_cast<std::size_t>(trouble)]; }
  std::uint64_t of(Trouble trouble) const { return times_[static_cast<std::size_t>(trouble)]; }
  void add(FaultCount const& other) {
    for (std::size_t i = 0; i < times_.size(); ++i) times_[i] += other.times_[i];
  }
  static constexpr std::size_t kinds() { return static_cast<std::size_t>(Trouble::count); }

 private:
  std::array<std::uint64_t, static_cast<std::size_t>(Trouble::count)> times_{};
};

}  // namespace redress::simulation
