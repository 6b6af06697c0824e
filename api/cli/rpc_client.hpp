// One server, called from the command line: JSON-RPC over HTTP, by libcurl.
#pragma once

#include "api/cli/exit_code.hpp"

#include <boost/json.hpp>

#include <memory>
#include <string>
#include <vector>

namespace redress::cli {

struct Target {
  std::string url = "http://127.0.0.1:8080";
  std::string token;
};

/// What a call came to: the result, or the error with the exit code it stands for.
struct CallOutcome {
  Exit exit = Exit::ok;
  boost::json::value result = nullptr;
  boost::json::object error = {};
};

/// Keeps its connection. Not thread-safe.
class RpcClient {
 public:
  explicit RpcClient(Target target);
  ~RpcClient();

  CallOutcome call(std::string_view method, boost::json::object params);

  /// PUT /v1/blobs: {sha256, size, mime} of the bytes, read from the file piece by piece.
  CallOutcome upload(std::string const& file);

  /// Several calls in one round trip, in order.
  std::vector<CallOutcome> batch(std::vector<std::pair<std::string, boost::json::object>> calls);

 private:
  struct Connection;
  boost::json::value post(std::string const& body, CallOutcome& failure);

  Target target_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace redress::cli
