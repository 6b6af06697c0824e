// HTTP requests under way: begun, waited for and told of by one thread, which none of them ever blocks.
//
// Each is a POST over HTTP/1.1 to an address the guard let through when its socket was opened; no redirects, no proxies
// of the environment, at most 64 KiB of an answer read and none of it kept. Connections are kept for the next request
// to the same host. Errors of a request are its outcome.
#pragma once

#include "api/webhooks/address_guard.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace redress::api::webhooks {

enum class SendResult {
  delivered,    // 2xx
  refused,      // any other status
  redirected,   // 3xx
  gone,         // 410
  timeout,      // no answer in time
  unreachable,  // no connection, no TLS, or it broke
  forbidden,    // the guard let no address through
};
std::string_view name_of(SendResult result);

struct Outgoing {
  std::uint64_t number = 0;  // the caller's own; names it in its outcome
  std::string url;
  std::vector<std::string> fields;  // "name: value"
  std::string body;
  bool fresh = false;  // over a connection of its own
};

struct SendOutcome {
  std::uint64_t number = 0;
  SendResult result = SendResult::unreachable;
  int status = 0;  // 0: none came
  std::int64_t duration_ms = 0;
  std::int64_t retry_after_ms = 0;  // as the receiver asked; 0: it did not
  Says why = {};                    // "" where delivered
};

struct TransferLimits {
  std::int64_t timeout_ms = 20'000;
  std::size_t at_once = 64;
};

inline constexpr std::size_t answer_bytes_max = 64 * 1024;  // read of an answer; none of it is kept

class Transfers {
 public:
  explicit Transfers(AddressGuard const& guard, TransferLimits limits = {});
  ~Transfers();  // those under way are cut
  Transfers(Transfers const&) = delete;
  Transfers& operator=(Transfers const&) = delete;

  bool has_room() const;
  void begin(Outgoing request);
  /// Waits until one ends, the descriptor is readable, or `most_ms` passed; answers all that ended.
  std::vector<SendOutcome> wait(int most_ms, int descriptor);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace redress::api::webhooks
