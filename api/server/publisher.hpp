// A thread of its own that reads all entries back, signs the ledger's head while it grows, and has witnesses and a
// stamping service date it.
//
// What goes wrong is logged and tried again at the next turn; nobody who waits for a command waits for it. Runs on the
// machine's own clock, under a virtual one too: those who date live outside of it. Stopping takes at most one request's
// timeout.
#pragma once

#include "api/seam/ids.hpp"
#include "api/server/publishing.hpp"
#include "api/service/ledger_signer.hpp"

#include <condition_variable>
#include <map>
#include <thread>

namespace redress::api {

class Publisher {
 public:
  /// `before_turn` runs on the thread before each signature.
  Publisher(LedgerSigner& signer, PublishOptions options, Ids& ids, std::function<void()> before_turn);
  ~Publisher();

  void start();
  void stop();

 private:
  using Clock = std::chrono::steady_clock;

  void work();
  bool pause();
  void reread_if_due();
  void turn();
  std::string cosigned(LedgerSigner::Head const& head);
  Result<std::string> ask(WitnessOptions const& witness, LedgerSigner::Head const& head);
  std::string stamp_if_due(LedgerSigner::Head const& head);
  void tell(std::string const& whom, Result<void> const& went);

  LedgerSigner& signer_;
  PublishOptions const options_;
  Ids& ids_;
  std::function<void()> const before_turn_;
  std::map<std::string, std::uint64_t> witnessed_;  // by URL: the size that witness has
  std::map<std::string, std::string> troubles_;     // what was last said of whom, so that it is logged once
  std::optional<std::uint64_t> published_size_;
  std::optional<std::uint64_t> stamped_size_;
  Clock::time_point published_at_, stamped_at_, read_at_;

  std::mutex mutex_;
  std::condition_variable woken_;
  bool stopping_ = false;  // guarded by the mutex
  std::thread thread_;
};

}  // namespace redress::api
