// How much a token, and a shop, may upload within a day: so that nobody fills the disk by filling case after case.
//
// A day begins with the first upload and lasts 24 hours; then it is counted anew. An upload is counted when it begins,
// by the size it declares, and given back when it is refused. Kept in memory: a restart begins a new day. Thread-safe.
#pragma once

#include "engine/base/fault.hpp"
#include "engine/base/instant.hpp"
#include "engine/cases/party.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace redress::api {

struct Allowance {
  std::int64_t files;
  std::int64_t bytes;
};

struct UploadLimits {
  Allowance token_a_day{5'000, 20LL * 1024 * 1024 * 1024};
  Allowance shop_a_day{20'000, 100LL * 1024 * 1024 * 1024};
};

class UploadAllowance {
 public:
  explicit UploadAllowance(UploadLimits limits) : limits_(limits) {}

  /// Fault `rate_limited` with the limit and when the day ends; nothing is counted then.
  Result<void> take(Actor const& actor, std::int64_t bytes, Instant now);
  void give_back(Actor const& actor, std::int64_t bytes);

 private:
  struct Used {
    Instant since;
    std::int64_t files = 0;
    std::int64_t bytes = 0;
  };
  using Table = std::map<std::string, Used, std::less<>>;

  static void forget_past_days(Table& table, Instant now);

  UploadLimits const limits_;
  std::mutex mutex_;
  Table by_token_;
  Table by_shop_;
};

}  // namespace redress::api
