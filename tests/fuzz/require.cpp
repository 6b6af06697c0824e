#include "tests/fuzz/fuzz_one.hpp"

#include <cstdio>
#include <cstdlib>

namespace redress::fuzz {

void require(bool holds, std::string_view law) {
  if (holds) return;
  std::fprintf(stderr, "a law does not hold: %.*s\n", static_cast<int>(law.size()), law.data());
  std::abort();
}

}  // namespace redress::fuzz
