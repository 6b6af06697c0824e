// Sends the ledger's events to webhooks: each hook's in order, one at a time, until it is taken (docs/webhooks.md).
//
// One thread of its own. What came of an attempt is durable before the hook's next event is begun, so that a crash
// repeats at most the last one of each hook. Attempts are planned by the server's clock; signatures carry the
// machine's.
//
// Errors: a store that fails is logged, and everything is read anew a second later; nothing counts as delivered then.
// Threads: start() and stop() by one; borrows everything it is given.
#pragma once

#include "api/service/office.hpp"
#include "api/webhooks/hook_list.hpp"
#include "api/webhooks/transfers.hpp"
#include "api/webhooks/waker.hpp"

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace redress::api::webhooks {

inline constexpr std::size_t kept_attempts = 20;  // of a delivery

struct SenderParts {
  Store& store;
  Clock const& clock;
  Clock const& machine_clock;
  Ids& ids;
  AddressGuard const& guard;
  std::shared_ptr<Waker> waker;                      // rung when the ledger grew or hooks were changed
  std::function<void(std::string_view)> count = {};  // each attempt's result
};

class Sender {
 public:
  Sender(SenderParts parts, TransferLimits limits = {});
  ~Sender() { stop(); }
  Sender(Sender const&) = delete;
  Sender& operator=(Sender const&) = delete;

  void start();
  void stop();  // attempts under way are cut; they begin again at the next start

  /// Somebody changed a hook, or asked for an attempt; any thread.
  void hooks_changed();

 private:
  struct Ready {
    HookPosition at;
    std::string case_id;
    HookEvent event;
  };
  struct Post {  // one hook
    HookWish wish;
    std::vector<HookSecret> secrets;
    HookPosition stored;  // where the store says it stands
    HookPosition next;    // where it stands: entries between the two were none of its
    std::deque<Ready> ready;
    std::optional<HookDelivery> waiting;  // was tried before
    std::vector<HookDelivery> asked;      // to be tried once, out of turn
    bool behind = true;                   // there may be entries it has not looked at
  };
  struct UnderWay {
    HookDelivery delivery;
    bool asked = false;
    HookPosition stored;
    boost::json::object headers;
    Instant at;
  };
  struct Settled {
    UnderWay under_way;
    SendOutcome outcome;
    std::optional<OffReason> off;
    HookPosition moved_to;  // where the store now says it stands
  };

  void work();
  void load();
  void look_for_news();
  bool feed(Post& post, std::vector<EntryNews> const& news, bool all_there_is);
  void begin_what_is_due();
  bool begin_next(std::string const& id, Post& post);
  void begin(Post const& post, HookDelivery delivery, bool asked);
  void settle(std::vector<SendOutcome> outcomes);
  void note(Settled& settled, StoreWriter& writer);
  void switch_off(StoreWriter& writer, std::string const& shop, std::string const& id, OffReason why);
  void keep_places();
  bool is_busy(std::string_view hook_id) const;
  bool is_under_way(std::string_view delivery_id) const;

  SenderParts parts_;
  Office office_;
  Transfers transfers_;
  std::map<std::string, Post, std::less<>> posts_;  // by hook
  std::map<std::uint64_t, UnderWay> under_way_;
  std::vector<SendOutcome> refused_;  // before any connection was tried
  std::uint64_t number_ = 0;
  std::string last_begun_;
  std::chrono::steady_clock::time_point kept_at_ = std::chrono::steady_clock::now();
  std::atomic<bool> changed_ = true;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace redress::api::webhooks
