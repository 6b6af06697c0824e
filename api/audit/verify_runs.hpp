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
#include <optional>
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
  /// audit.verify_progress {run_id} -> {run_id, what, done, total, result? | error? | cancelled?}
  AnswerText progress(DeskCall const& call);
  /// audit.verify_cancel {run_id} -> {run_id}; it ends at the next entry or file. One that is through stays so.
  AnswerText cancel(DeskCall const& call);
  /// Keeps the answer of a verification that nobody watched as if it had been begun by verify_start.
  void keep(DeskCall const& call, AnswerText const& answer);

  /// What the last one that is through came to, for callers who may look at it.
  struct Last {
    std::string id;
    std::size_t findings = 0;  // 0: sound
    std::size_t warnings = 0;
  };
  std::optional<Last> last(Actor const& actor);

  /// Ends what runs; nothing begins any more.
  void stop();

 private:
  struct Run;

  std::shared_ptr<Run> named_by(DeskCall const& call);  // null: no such run, or none of this caller's shop

  Verify verify_;
  Ids& ids_;
  std::mutex mutex_;
  std::shared_ptr<Run> run_;  // the last one
  std::thread thread_;
  bool stopped_ = false;
};

}  // namespace redress::api
