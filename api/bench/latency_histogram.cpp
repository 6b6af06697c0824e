#include "api/bench/latency_histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace redress::bench {
namespace {

constexpr unsigned fine_bits = 11;  // values below 2048 have a bucket each
constexpr std::uint64_t fine = std::uint64_t{1} << fine_bits;
constexpr std::int64_t longest_us = 3'600'000'000;

// Above, each doubling has 1024 buckets: the top eleven bits of the value, the first of which is always set.
std::size_t bucket_of(std::uint64_t us) {
  if (us < fine) return us;
  auto const shift = static_cast<unsigned>(std::bit_width(us)) - fine_bits;
  return (shift + 1) * (fine / 2) + ((us >> shift) - fine / 2);
}

std::int64_t largest_in(std::size_t bucket) {
  if (bucket < fine) return static_cast<std::int64_t>(bucket);
  auto const shift = bucket / (fine / 2) - 1;
  auto const top = bucket % (fine / 2) + fine / 2;
  return static_cast<std::int64_t>(((top + 1) << shift) - 1);
}

}  // namespace

LatencyHistogram::LatencyHistogram() : buckets_(bucket_of(longest_us) + 1) {}

void LatencyHistogram::add(std::int64_t us) {
  ++buckets_[bucket_of(static_cast<std::uint64_t>(std::clamp<std::int64_t>(us, 0, longest_us)))];
  ++count_;
}

std::int64_t LatencyHistogram::quantile_us(double share) const {
  auto left = std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(share * static_cast<double>(count_))));
  if (count_ == 0) return 0;
  for (std::size_t bucket = 0; bucket < buckets_.size(); ++bucket)
    if ((left -= buckets_[bucket]) <= 0) return largest_in(bucket);
  return longest_us;
}

}  // namespace redress::bench
