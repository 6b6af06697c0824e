// The sample shop of `redress demo`: cases of every kind in many states and the shop's reply templates, put there by
// the same calls as everybody's.
#pragma once

#include "api/server/app.hpp"

#include <string>

namespace redress::cli {

struct DemoShop {
  int cases = 0;
  std::string interesting_case;  // one with a deadline near and something blocked
};

DemoShop fill_demo(api::App& app);

}  // namespace redress::cli
