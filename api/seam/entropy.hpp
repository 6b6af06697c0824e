// Where random bytes come from: the operating system, or a seed that replays.
#pragma once

#include <cstdint>
#include <mutex>
#include <random>
#include <span>

namespace redress::api {

class Entropy {
 public:
  virtual ~Entropy() = default;
  virtual void fill(std::span<std::uint8_t> bytes) = 0;  // any thread
};

/// OpenSSL's generator, seeded by the system. Throws std::runtime_error if there is no entropy to be had.
class SystemEntropy final : public Entropy {
 public:
  void fill(std::span<std::uint8_t> bytes) override;
};

/// The same bytes for the same seed: simulation and tests only.
class SeededEntropy final : public Entropy {
 public:
  explicit SeededEntropy(std::uint64_t seed) : engine_(seed) {}
  void fill(std::span<std::uint8_t> bytes) override;

 private:
  std::mutex mutex_;
  std::mt19937_64 engine_;
};

}  // namespace redress::api
