// The strings and encoders extensions of CEL: charAt, indexOf, replace, split, format ..., base64.
#pragma once

#include "engine/cel/function.hpp"

#include <vector>

namespace redress::cel {

std::vector<Function> string_extension_functions();

}  // namespace redress::cel
