// The way back to one connection for those who may outlive it: replies and pushed texts.
//
// A connection ties its Lifeline when it begins and cuts it when it ends. Until then it keeps the io_context from
// running out of work; from then on a Reply or a Channel may be used or dropped at any time, even after the io_context
// is gone, and touches nothing. Thread-safe.
#pragma once

#include "api/http/service.hpp"
#include "api/http/wire.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace redress::api::http {

class Lifeline {
 public:
  explicit Lifeline(Strand const& strand) : work_(strand) {}

  /// Before the first `run`; `owner` is the connection.
  void tie(std::weak_ptr<void> owner) { owner_ = std::move(owner); }

  /// Runs `job` on the connection's strand with the connection alive: at once when called there, so that what is said
  /// in one order is done in it. False, and not at all, once cut.
  template <class Job>
  bool run(Job job) {
    std::unique_lock lock(mutex_);
    if (!work_) return false;
    auto owner = owner_.lock();
    if (!owner) return false;
    if (work_->get_executor().running_in_this_thread()) {
      lock.unlock();  // the job may cut this very line
      job();
      return true;
    }
    // Under the lock: the connection cannot end, nor the io_context after it, before the job is posted.
    net::post(work_->get_executor(), [owner = std::move(owner), job = std::move(job)]() mutable { job(); });
    return true;
  }

  void cut() {
    std::lock_guard const lock(mutex_);
    work_.reset();
  }

 private:
  std::mutex mutex_;
  std::optional<net::executor_work_guard<Strand>> work_;  // gone when cut: an executor must not outlive its io_context
  std::weak_ptr<void> owner_;
};

/// A connection that hands texts up and waits for answers.
class CallOwner {
 public:
  virtual ~CallOwner() = default;
  /// On the strand, once a call: the answer, or nothing when the last copy of the Reply went away unused.
  virtual void call_answered(std::optional<std::string> answer) = 0;
};

/// The Reply for one call of `owner`, who is tied to `lifeline`.
Reply reply_through(std::shared_ptr<Lifeline> lifeline, CallOwner& owner);

}  // namespace redress::api::http
