// "%s and %d".format([...]) of the strings extension: %s %d %f %e %b %o %x %X, with a precision for %f and %e.
#pragma once

#include "engine/cel/function.hpp"

namespace redress::cel {

Outcome format_text(Calling& calling, std::string const& pattern, List const& arguments);

}  // namespace redress::cel
