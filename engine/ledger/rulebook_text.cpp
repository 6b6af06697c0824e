#include "engine/ledger/rulebook_text.hpp"

#include "engine/ledger/hash.hpp"

#include <cassert>

namespace redress::ledger {

bool is_sound(RulebookText const& text) {
  return !text.name.empty() && text.name.find('\0') == std::string::npos && text.text.find('\0') == std::string::npos;
}

std::string rulebook_digest(std::span<RulebookText const> texts) {
  constexpr std::uint8_t end = 0;
  Sha256 hash;
  for (auto const& text : texts) {
    assert(is_sound(text));
    for (auto const* part : {&text.name, &text.text}) {
      hash.update(as_bytes(*part));
      hash.update({&end, 1});
    }
  }
  return hex(hash.finish());
}

}  // namespace redress::ledger
