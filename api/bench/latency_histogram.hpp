// How long things took, in buckets whose width is at most 1/1024 of their value, as HdrHistogram lays them out
// ("hdrhistogram.org"): quantiles are exact to three digits, however long the tail, in 240 KiB.
//
// Microseconds. Not thread-safe.
#pragma once

#include <cstdint>
#include <vector>

namespace redress::bench {

class LatencyHistogram {
 public:
  LatencyHistogram();

  /// Negative counts as 0; longer than an hour as an hour.
  void add(std::int64_t us);
  std::int64_t count() const { return count_; }

  /// The least value that `share` (0 to 1) of all values do not exceed, rounded up to its bucket; 0 of nothing.
  std::int64_t quantile_us(double share) const;

 private:
  std::vector<std::int64_t> buckets_;
  std::int64_t count_ = 0;
};

}  // namespace redress::bench
