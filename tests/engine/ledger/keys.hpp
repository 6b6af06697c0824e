// Keys for tests, from seeds anyone can guess.
#pragma once

#include "engine/ledger/note_key.hpp"

namespace redress::ledger {

inline SigningKey key_named(std::string name, std::uint8_t seed_byte = 7) {
  return SigningKey::from_seed(std::move(name), std::vector<std::uint8_t>(32, seed_byte)).value();
}

}  // namespace redress::ledger
