// Prefixed, sortable ids ("case_01J..."): ULIDs, monotonic within a process, and the random values entries need.
//
// A ULID is 48 bits of milliseconds and 80 random bits in Crockford's base 32 (github.com/ulid/spec); within one
// millisecond the random part counts up, so that ids sort in the order they were drawn. The order of the ledger is the
// order of its entries' ids: audits and lists rely on it. Any thread.
#pragma once

#include "api/seam/clock.hpp"
#include "api/seam/entropy.hpp"

#include <array>
#include <mutex>
#include <string>
#include <string_view>

namespace redress::api {

class Ids {
 public:
  Ids(Clock const& clock, Entropy& entropy) : clock_(clock), entropy_(entropy) {}

  /// next("case") -> "case_01JB0...": 26 characters after the prefix.
  std::string next(std::string_view prefix);

  /// Every id from now on sorts after this one, even if the clock was set back before the process began. What is no id
  /// changes nothing.
  void continue_after(std::string_view id);

  std::string nonce() { return random_hex(16); }
  std::string salt() { return random_hex(32); }
  std::string random_hex(std::size_t bytes);

 private:
  Clock const& clock_;
  Entropy& entropy_;
  std::mutex mutex_;
  std::int64_t last_ms_ = -1;
  std::array<std::uint8_t, 10> tail_{};
};

}  // namespace redress::api
