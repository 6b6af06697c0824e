// Drives a server as many clients would, over real connections, and counts what was acknowledged.
//
// One thread. A closed loop sends the next request when the last was answered; with a rate, requests have a time at
// which they are due, and how long one took counts from then, so that a server that stalls cannot hide the requests
// nobody could send meanwhile (coordinated omission).
#pragma once

#include "api/bench/latency_histogram.hpp"
#include "engine/base/fault.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <functional>
#include <string>

namespace redress::bench {

/// mixed: a case.actions after every case.apply; open: cases are only opened, and wait with their deadlines.
enum class Mix { apply, read, mixed, open };

struct LoadOrder {
  std::string url;  // http://HOST:PORT
  std::string token;
  std::string shop = "bench";
  int connections = 1;
  int batch = 1;     // calls in a request
  int pipeline = 1;  // requests sent before the first of them is answered
  Mix mix = Mix::apply;
  double seconds = 10;
  double warm_up_seconds = 0;
  double requests_per_s = 0;    // over all connections; 0: a closed loop
  std::int64_t fill_cases = 0;  // stops after so many whole cases instead of after `seconds`
  std::function<void(std::int64_t done, std::int64_t total)> on_progress = {};
};

struct LoadReport {
  double seconds = 0;
  std::int64_t opened = 0;       // cases
  std::int64_t transitions = 0;  // case.apply that were carried out
  std::int64_t reads = 0;
  std::int64_t errors = 0;
  std::string first_error = {};
  LatencyHistogram writes_us = {};  // of requests that hold a write
  LatencyHistogram reads_us = {};   // of requests that only read

  boost::json::object to_json(LoadOrder const& order) const;
};

/// Faults (`invalid_params`, `internal`): the address is none, nobody listens there, a connection ended early.
Result<LoadReport> run_load(LoadOrder const& order);

}  // namespace redress::bench
