#include "tests/simulation/seeded_crypto.hpp"

#include "tests/simulation/chance.hpp"

// The only way to hand OpenSSL 3 a generator without writing a provider.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/rand.h>

#include <optional>

namespace redress::simulation {
namespace {

std::optional<Chance> source;

int fill(unsigned char* bytes, int count) {
  for (int i = 0; i < count; ++i) bytes[i] = static_cast<unsigned char>(source->draw());
  return 1;
}

int ready() { return 1; }

RAND_METHOD const seeded = {nullptr, fill, nullptr, nullptr, fill, ready};

}  // namespace

SeededCrypto::SeededCrypto(std::uint64_t seed) {
  source.emplace(seed);
  RAND_set_rand_method(&seeded);
}

SeededCrypto::~SeededCrypto() {
  RAND_set_rand_method(nullptr);
  source.reset();
}

}  // namespace redress::simulation
