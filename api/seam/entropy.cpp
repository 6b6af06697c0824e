#include "api/seam/entropy.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <stdexcept>

namespace redress::api {

void SystemEntropy::fill(std::span<std::uint8_t> bytes) {
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
    throw std::runtime_error("the system gives no random bytes");
}

void SeededEntropy::fill(std::span<std::uint8_t> bytes) {
  std::scoped_lock const lock{mutex_};
  std::ranges::generate(bytes, [&] { return static_cast<std::uint8_t>(engine_()); });
}

}  // namespace redress::api
