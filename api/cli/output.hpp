// stdout is data, stderr is talk.
#pragma once

#include "api/cli/rpc_client.hpp"
#include "engine/base/fault.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace redress::cli {

/// Prints JSON for people (indented) or, with `compact`, one line.
void print_json(boost::json::value const& json, bool compact);

/// Tells on stderr what went wrong: the sentence in both languages, every reason, and the call that would fix it.
void explain(boost::json::object const& error);

/// `result` on stdout, or the explanation on stderr; the exit code.
Exit report(CallOutcome const& outcome, bool compact);

/// The member of that name if it is a string; "" otherwise.
std::string text_at(boost::json::object const& json, std::string_view name);

/// A request id for a caller who gave none: a second run is then a second attempt.
std::string fresh_request_id();

/// A fault's two sentences on stderr, with `compact` also a line {"error": ...} on stdout as of a call; `exit`.
Exit tell_fault(Fault const& fault, Exit exit, bool compact = false);

/// A number of things done, on stderr while it is a terminal: at most ten lines a second, with the rate.
class Progress {
 public:
  Progress(std::string what, std::int64_t total);
  ~Progress();
  void at(std::int64_t done);

 private:
  std::string what_;
  std::int64_t total_;
  std::int64_t started_us_;
  std::int64_t shown_us_ = 0;
  bool visible_;
};

/// One Progress after the other, for what is being done now.
class Bars {
 public:
  /// Borrows this object.
  std::function<void(std::string_view what, std::int64_t done, std::int64_t total)> follow();

 private:
  std::string what_;
  std::optional<Progress> bar_;
};

}  // namespace redress::cli
