// Heads that must be turned away, each with its reason: judged once as bytes and once over a real socket.
#pragma once

#include "api/http/head_refusal.hpp"

#include <string>
#include <vector>

namespace redress::api::http {

struct MalformedHead {
  std::string bytes;
  HeadRefusal refusal;
};

std::vector<MalformedHead> const& malformed_heads();

}  // namespace redress::api::http
