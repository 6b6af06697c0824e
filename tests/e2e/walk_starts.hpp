// Where walks begin: cases of every kind, with the claims and orders that lead to different ends.
#pragma once

#include "tests/e2e/server_process.hpp"

#include <boost/json.hpp>

#include <string>
#include <vector>

namespace redress::e2e {

struct WalkStart {
  std::string kind;
  boost::json::object claim;
  boost::json::object more = {};  // for sample_case()
};

std::vector<WalkStart> walk_starts();

}  // namespace redress::e2e
