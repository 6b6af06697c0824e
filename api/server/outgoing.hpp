// One POST to an address out of the configuration: to a witness or a stamping service.
//
// http and https only, no redirects, no proxy, at most 1 MiB of answer. Blocks, at most `timeout_ms`. Any thread.
#pragma once

#include "engine/base/fault.hpp"

#include <string>

namespace redress::api {

struct OutgoingAnswer {
  int status = 0;
  std::string content_type;
  std::string body;
};

/// Fault `internal` with what stood in the way.
Result<OutgoingAnswer> post(std::string const& url, std::string const& content_type, std::string const& body,
                            long timeout_ms = 5000);

}  // namespace redress::api
