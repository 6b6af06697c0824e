// Sends the plans of a file to a server, in batches, and counts what became of them.
//
// What the server has already done is found by the request ids in the trails, so a second run sends nothing, with the
// same token or another; a run that was cut off goes on where it ended. Plans are worked off a slice at a time, so that
// memory is bounded by a slice's answers, not the file's.
#pragma once

#include "api/cli/rpc_client.hpp"
#include "api/importers/plan.hpp"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace redress::importers {

struct Tally {
  int opened = 0;
  int moved = 0;      // events that were accepted
  int refused = 0;    // events that a rule or table refused; the case stays where it was
  int updated = 0;    // versions of records whose facts were reported
  int unchanged = 0;  // cases about which there was nothing new
};

/// What a run would do, and where the server's schema already says no.
struct Outlook {
  int fresh = 0;      // cases to be opened
  int updates = 0;    // cases that something new is told of
  int unchanged = 0;  // cases about which there is nothing new
};

using Call = std::pair<std::string, boost::json::object>;  // method and params

/// Several calls, answered in their order: over the wire, or within the server.
using Ask = std::function<std::vector<cli::CallOutcome>(std::vector<Call>)>;

/// One response of JSON-RPC as an outcome.
cli::CallOutcome outcome_of(boost::json::value const& response);

class ImportRun {
 public:
  /// `on_done(n)`: n plans are finished.
  ImportRun(Ask ask, std::function<void(std::int64_t)> on_done) : ask_(std::move(ask)), on_done_(std::move(on_done)) {}

  /// Fault position "line L, column 1" for plans the server would not take, in `bad`. Anything but Exit::ok: the
  /// server could not be reached or knows the caller not; `error` tells.
  cli::Exit run(std::vector<CasePlan> plans, std::vector<Fault>& bad, boost::json::object& error);

  /// The same without writing anything. `fits` says whether the params of an opening could be taken.
  cli::Exit look(std::vector<CasePlan> plans, std::function<Result<void>(boost::json::object const&)> const& fits,
                 std::vector<Fault>& bad, boost::json::object& error);
  Outlook const& outlook() const { return outlook_; }

  Tally const& tally() const { return tally_; }

 private:
  struct Work {
    CasePlan plan;
    std::string case_id = {};
    std::string state = {};
    std::set<std::string, std::less<>> done = {};  // request ids in its trail
    std::size_t report = 0;
    bool moving = true;  // else the facts of the report are next
    bool touched = false;
    bool failed = false;
  };
  void run_some(std::vector<CasePlan> plans, std::vector<Fault>& bad);
  void look_at_some(std::vector<CasePlan> plans, std::function<Result<void>(boost::json::object const&)> const& fits,
                    std::vector<Fault>& bad);
  cli::CallOutcome ask_one(std::string method, boost::json::object params);
  void find_known(std::vector<Work>& works);
  void read_trail(std::string const& case_id, std::string const& state, std::vector<Work*> const& waiting);
  void open(std::vector<Work*> const& works, std::vector<Fault>& bad);
  void opened(Work& work, cli::CallOutcome const& outcome, std::vector<Fault>& bad);
  std::optional<Call> next_call(Work& work);
  void answered(Work& work, Call const& call, cli::CallOutcome const& outcome, std::vector<Fault>& bad);
  void finish(Work& work);
  std::vector<cli::CallOutcome> send(std::vector<Call> calls);

  Ask ask_;
  std::function<void(std::int64_t)> on_done_;
  Outlook outlook_;
  Tally tally_;
  std::int64_t done_ = 0;
};

}  // namespace redress::importers
