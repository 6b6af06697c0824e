// When a delivery is tried, how long it may take, and when it is given up.
//
// The schedule is that of the Standard Webhooks specification (github.com/standard-webhooks/standard-webhooks,
// spec/standard-webhooks.md, "Deliverability and reliability").
#pragma once

#include "engine/base/instant.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace redress::api::webhooks {

inline constexpr int tries_max = 10;                           // in a row; then the hook is switched off
inline constexpr std::int64_t asked_wait_max_ms = 86'400'000;  // of a receiver's Retry-After

/// The wait before each attempt, from the one before it.
inline constexpr std::array<std::int64_t, tries_max> waits_ms{
    0,           5 * second_ms, 5 * minute_ms, 30 * minute_ms, 2 * hour_ms,
    5 * hour_ms, 10 * hour_ms,  14 * hour_ms,  20 * hour_ms,   24 * hour_ms};

/// After `tries` failed attempts, fewer than tries_max. `draw` is random and spreads those who failed together over a
/// tenth of the wait.
inline std::int64_t wait_ms(int tries, std::int64_t retry_after_ms, std::uint32_t draw) {
  constexpr std::int64_t spread = 10;
  auto const planned = waits_ms.at(static_cast<std::size_t>(tries));
  auto const wait = std::max(planned, std::clamp<std::int64_t>(retry_after_ms, 0, asked_wait_max_ms));
  return wait + static_cast<std::int64_t>(draw) % (wait / spread + 1);
}

}  // namespace redress::api::webhooks
