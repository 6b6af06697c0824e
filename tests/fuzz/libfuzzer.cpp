// libFuzzer's way in; its main comes with -fsanitize=fuzzer.
#include "tests/fuzz/fuzz_one.hpp"

#include <cstddef>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  redress::fuzz::fuzz_one({reinterpret_cast<char const*>(bytes), size});
  return 0;
}
