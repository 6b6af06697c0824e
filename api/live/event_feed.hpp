// Pushes every entry to those who subscribed, in ledger order, once it is durable (docs/live.md).
//
// One thread of its own reads the ledger after each ring of the bell, whoever rang it, and pushes what is new; without
// subscribers it reads nothing. A subscription is prepared while its call is answered and begins when the answer is on
// its way, so that no notification overtakes it.
//
// Threads: all but start() and stop() may be called from any thread. Borrows the store and the clock.
#pragma once

#include "api/http/service.hpp"
#include "api/live/bell.hpp"
#include "api/live/news.hpp"
#include "api/seam/clock.hpp"
#include "api/service/case_desk.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace redress::api::live {

/// How far back a subscription may begin; past either, the caller reads anew.
struct FeedLimits {
  std::int64_t entries_back = 10'000;  // of the whole ledger
  std::size_t missed = 500;            // of the caller's own: they go out at once, and a connection's queue is finite
  std::uint32_t clock_ms = 20'000;     // between two `events.clock`
};

class EventFeed {
 public:
  /// Who calls on that connection now; nothing when it is no longer let in.
  using Who = std::function<std::optional<Actor>(http::Peer const&)>;

  EventFeed(Store& store, Clock const& clock, std::shared_ptr<Bell> bell, Who who, FeedLimits limits = {});
  ~EventFeed();
  EventFeed(EventFeed const&) = delete;
  EventFeed& operator=(EventFeed const&) = delete;

  /// `each_second` is called on the feed's thread, about once a second.
  void start(std::function<void()> each_second = {});
  void stop();

  /// events.subscribe. A connection has one subscription; a second call takes the place of the first.
  AnswerText subscribe(DeskCall const& call, http::PeerRef const& peer);

  /// An answer was handed to that connection: what it subscribed to begins.
  void answered(std::uint64_t connection);

  /// What one wake of the thread does; for tests without a thread.
  void push_news();
  void look_after();  // ends subscriptions whose connection or token is gone; tells the time when it is due

  std::size_t subscribers() const;

 private:
  struct Subscription {
    http::PeerRef peer;
    Actor actor;
    std::string case_id;              // "" every case
    std::int64_t next = 0;            // seq of the entry it hears next
    std::vector<std::string> missed;  // before that, to go out first
  };

  void run();
  std::optional<std::int64_t> lowest() const;
  static bool hears(Subscription const& one, News const& news);
  void tell(std::map<std::uint64_t, Subscription>& all, std::vector<News> const& news);

  Store& store_;
  Clock const& clock_;
  std::shared_ptr<Bell> bell_;
  Who who_;
  FeedLimits const limits_;
  std::function<void()> each_second_;

  mutable std::mutex mutex_;                        // guards the subscriptions
  std::map<std::uint64_t, Subscription> begun_;     // by connection
  std::map<std::uint64_t, Subscription> prepared_;  // answered soon
  std::atomic<std::size_t> prepared_count_ = 0;     // so that other answers cost no lock
  std::chrono::steady_clock::time_point clock_due_ = std::chrono::steady_clock::now();

  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace redress::api::live
