// The JSON-RPC 2.0 envelope: which requests a text holds, and how an answer is put back around its id.
#pragma once

#include "engine/base/fault.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redress::api::rpc {

/// One request of a text: well-formed, or what is wrong with it.
struct Request {
  boost::json::value id = nullptr;  // string, integer or null; null as well where it could not be read
  bool notification = false;
  std::string method;
  boost::json::object params;
  std::optional<Fault> fault = {};
};

struct Requests {
  std::vector<Request> all;
  bool batch = false;
};

/// Reads a text. A fault concerns the text as a whole: not JSON, an empty batch, more than `batch_calls_max`.
Result<Requests> read_requests(std::string_view text, std::size_t batch_calls_max);

/// `answer` is {"result":...} or {"error":...}; the id is put in front without reading it again.
std::string respond(boost::json::value const& id, std::string_view answer);

}  // namespace redress::api::rpc
