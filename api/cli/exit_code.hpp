// What the process tells its caller when it ends (interface, section 2). Unknown codes are failures.
#pragma once

#include <string_view>

namespace redress::cli {

enum class Exit : int {
  ok = 0,
  failed = 1,
  usage = 2,
  partly = 3,
  verification_failed = 4,
  refused = 5,
  not_found = 6,
  conflict = 7,
  auth = 8,
  unreachable = 9,
  interrupted = 130,
};

/// The exit code of a fault or refusal kind as it stands in error.data.kind.
Exit exit_of_kind(std::string_view kind);

}  // namespace redress::cli
