// How long whoever gave wrong passwords waits before the next one is looked at: longer after each, per account and per
// address, and never for good.
//
// A try counts as a failure from its beginning, until `succeeded` takes it back: a thousand at once are a thousand. A
// try that has to wait changes nothing, so nobody is kept out by somebody else's impatience for longer than a wait.
// Kept in memory only: a restart forgets it. Names are whatever was typed, so it says nothing of which exist.
// Thread-safe.
#pragma once

#include "api/seam/clock.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace redress::api {

struct ThrottleLimits {
  int account_free_tries = 5;  // then 1 s, 2 s, 4 s ...
  std::int64_t account_wait_ms = 60'000;
  int address_free_tries = 20;
  std::int64_t address_wait_ms = 300'000;
  std::int64_t forgotten_after_ms = 900'000;  // without another try
  std::size_t remembered = 10'000;            // of each; the one that tried longest ago gives way
};

class LoginThrottle {
 public:
  LoginThrottle(Clock const& clock, ThrottleLimits limits = {}) : clock_(clock), limits_(limits) {}

  /// Nothing: go on and look. Otherwise how long to wait first. What is empty is not counted.
  std::optional<std::int64_t> wait_ms(std::string const& account, std::string const& address);

  /// The try that `wait_ms` let through was right: the account starts anew, the address gets it back.
  void succeeded(std::string const& account, std::string const& address);

  /// It was neither right nor wrong: only this one try is taken back, and what failed before it stays counted.
  void take_back(std::string const& account, std::string const& address);

 private:
  struct Tries {
    int failed = 0;
    Instant last;
  };
  using Known = std::map<std::string, Tries, std::less<>>;

  std::int64_t rest_ms(Known& known, std::string const& key, int free_tries, std::int64_t most_ms);
  void count(Known& known, std::string const& key);
  static void discount(Known& known, std::string const& key);

  Clock const& clock_;
  ThrottleLimits const limits_;
  std::mutex mutex_;
  Known accounts_;
  Known addresses_;
};

}  // namespace redress::api
