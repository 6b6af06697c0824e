// One JSON-RPC text handed up, until its answer comes back down.
//
// The layer above holds the Reply; `done` runs on the connection's strand, exactly once: with the answer, or with
// nothing when the last copy of the Reply went away unused. It runs at once when that happens on the strand itself.
// While the call is pending the io_context does not run out of work, so a Reply must not outlive the io_context.
#pragma once

#include "api/http/service.hpp"
#include "api/http/wire.hpp"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace redress::api::http {

template <class Done>
class PendingCall {
 public:
  PendingCall(Strand const& strand, Done done) : work_(strand), done_(std::move(done)) {}
  PendingCall(PendingCall const&) = delete;
  ~PendingCall() { finish(std::nullopt); }

  void finish(std::optional<std::string> answer) {
    if (finished_.exchange(true)) return;
    net::dispatch(work_.get_executor(),
                  [done = std::move(done_), answer = std::move(answer)]() mutable { done(std::move(answer)); });
  }

 private:
  net::executor_work_guard<Strand> work_;
  Done done_;
  std::atomic<bool> finished_ = false;
};

template <class Done>
Reply reply_on(Strand const& strand, Done done) {
  auto call = std::make_shared<PendingCall<Done>>(strand, std::move(done));
  return [call = std::move(call)](std::string answer) { call->finish(std::move(answer)); };
}

}  // namespace redress::api::http
