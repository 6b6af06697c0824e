// A walk through one case by `case.actions` alone: what is offered must be accepted, what is blocked refused.
//
// Failures are GoogleTest's. One client, one thread.
#pragma once

#include "api/cli/rpc_client.hpp"

#include <random>
#include <string>

namespace redress::e2e {

class Walk {
 public:
  Walk(cli::RpcClient& client, std::mt19937& random, std::string case_id)
      : client_(client), random_(random), id_(std::move(case_id)) {}

  /// Takes up to `steps_max` steps, at random. The state it ended in; empty if it did not end.
  std::string run(int steps_max);

 private:
  std::size_t pick(std::size_t count);
  void take_step(boost::json::array const& actions);
  cli::CallOutcome apply(boost::json::object const& action);
  void accepted(boost::json::object const& action);
  void refused(boost::json::object const& action);
  void follow_fix(boost::json::object const& action);

  cli::RpcClient& client_;
  std::mt19937& random_;
  std::string id_;
  std::int64_t version_ = 0;  // the one the actions were listed at
  int requests_ = 0;
};

/// Re-derives the chain of a case's trail from what the server says: every entry's canonical bytes hash to its hash.
void verify_trail(cli::RpcClient& client, std::string const& case_id);

/// From REDRESS_SEED, or a new one; print it with what fails.
unsigned seed();

}  // namespace redress::e2e
