// A verification of the store that somebody watches: begun by one call, told of by others.
//
// One at a time, on a thread of its own; asking again while it runs names the same run. Its answer is that of
// `audit.verify` for whoever began it, and callers of the same shop alone may look. Thread-safe.
#pragma once

#include "api/audit/verify_run.hpp"
#include "api/seam/ids.hpp"
#include "api/service/answer.hpp"
#include "api/service/case_desk.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace redress::api {

class VerifyRuns {
 public:
  using Verify = std::function<AnswerText(DeskCall const& call, VerifyProgress const& on_progress)>;

  VerifyRuns(Verify verify, Ids& ids) : verify_(std::move(verify)), ids_(ids) {}
  ~VerifyRuns() { stop(); }
  VerifyRuns(VerifyRuns const&) = delete;
  VerifyRuns& operator=(VerifyRuns const&) = delete;

  /// audit.verify_start {} -> {run_id}
  AnswerText start(DeskCall const& call);
  /// audit.verify_progress {run_id} -> {run_id, what, done, total, result?}
  AnswerText progress(DeskCall const& call);
  /// Ends what runs; nothing begins any more.
  void stop();

 private:
  struct Run;

  Verify verify_;
  Ids& ids_;
  std::mutex mutex_;
  std::shared_ptr<Run> run_;  // the last one
  std::thread thread_;
  bool stopped_ = false;
};

}  // namespace redress::api
