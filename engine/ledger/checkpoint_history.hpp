// Checkpoints that somebody else has dated: cosigned by witnesses, or stamped. They bound when an entry was recorded.
//
// Sizes never fall. Of one size there are at most two: the first, which says how early its entries were there, and the
// newest, which says how late nothing more was. One caller at a time. Errors: FaultError where the disk fails.
#pragma once

#include <cstdint>
#include <optional>
#include <ranges>
#include <string>
#include <vector>

namespace redress::ledger {

struct DatedCheckpoint {
  std::uint64_t size = 0;
  std::string note;   // signed note, cosignatures included
  std::string stamp;  // RFC 3161 response, DER; empty: none

  bool operator==(DatedCheckpoint const&) const = default;
};

class CheckpointHistory {
 public:
  virtual ~CheckpointHistory() = default;
  /// A third of one size takes the second's place; one smaller than the last is our bug.
  virtual void keep(DatedCheckpoint const& checkpoint) = 0;
  /// The first that has the entry at `index`.
  virtual std::optional<DatedCheckpoint> first_with(std::uint64_t index) = 0;
  /// The last that does not have it yet.
  virtual std::optional<DatedCheckpoint> last_without(std::uint64_t index) = 0;
};

/// For tests and simulation.
class MemoryHistory final : public CheckpointHistory {
 public:
  void keep(DatedCheckpoint const& checkpoint) override {
    auto const count = all_.size();
    if (count >= 2 && all_[count - 1].size == checkpoint.size && all_[count - 2].size == checkpoint.size)
      all_.pop_back();
    all_.push_back(checkpoint);
  }
  std::optional<DatedCheckpoint> first_with(std::uint64_t index) override {
    for (auto const& each : all_)
      if (each.size > index) return each;
    return std::nullopt;
  }
  std::optional<DatedCheckpoint> last_without(std::uint64_t index) override {
    for (auto const& each : std::views::reverse(all_))
      if (each.size <= index) return each;
    return std::nullopt;
  }

 private:
  std::vector<DatedCheckpoint> all_;
};

}  // namespace redress::ledger
