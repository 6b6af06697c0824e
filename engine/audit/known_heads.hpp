// Signed heads of the ledger that somebody kept, and what they bind: the tree must have had that root at that size, and
// where witnesses or a stamping service dated the head, its entries were there by then and the later ones were not.
//
// Built once, then asked entry after entry in the order of seq. Pure; memory: the heads.
#pragma once

#include "engine/audit/told_entry.hpp"
#include "engine/base/instant.hpp"
#include "engine/ledger/checkpoint.hpp"

#include <optional>
#include <string>
#include <vector>

namespace redress::audit {

/// How far an entry's own time may be from what others saw: clocks differ. The same as for receipts.
inline constexpr std::int64_t clocks_differ_ms = 5 * minute_ms;

/// Whether others' dates are of witnesses that the reader pinned is for the caller to know and to say.
struct KnownHead {
  ledger::Checkpoint checkpoint;
  std::optional<Instant> not_later = {};    // its entries were there then
  std::optional<Instant> not_earlier = {};  // no others were there then
  std::string by = {};                      // whose dates, for people
};

class KnownHeads {
 public:
  explicit KnownHeads(std::vector<KnownHead> heads);

  /// The entry's own time against the heads before it and with it.
  std::optional<Finding> check_time(ToldEntry const& entry);
  /// After `entry` was appended. Throws Found where a head of that size has another root.
  void check_root(ToldEntry const& entry, ledger::Frontier const& frontier) const;
  /// No entry follows. Throws Found where a head has more entries.
  void check_end(std::uint64_t entries) const;

 private:
  std::vector<KnownHead> heads_;              // by size
  std::vector<std::size_t> earliest_after_;   // of the heads from here on, the one whose entries were there first
  std::size_t next_ = 0;                      // the first that has the entry asked about last
  std::optional<std::size_t> latest_before_;  // of those without it, the one that was seen last
};

}  // namespace redress::audit
