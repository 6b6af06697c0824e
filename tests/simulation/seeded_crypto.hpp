// The cryptographic library's random bytes from a seed, while the object lives: keys and nonces replay.
//
// For simulation alone; one at a time in a process, one thread.
#pragma once

#include <cstdint>

namespace redress::simulation {

class SeededCrypto {
 public:
  explicit SeededCrypto(std::uint64_t seed);
  ~SeededCrypto();
  SeededCrypto(SeededCrypto const&) = delete;
  SeededCrypto& operator=(SeededCrypto const&) = delete;
};

}  // namespace redress::simulation
