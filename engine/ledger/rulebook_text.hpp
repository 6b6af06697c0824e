// The source texts of a rulebook and the one digest that entries and receipts name them by.
//
// digest = SHA-256 of, for each text in order (the book's own file first, then what it includes): its name, a zero
// byte, its bytes, a zero byte. Neither may hold a zero byte, so nothing can move from one text to the next unseen.
#pragma once

#include <span>
#include <string>

namespace redress::ledger {

struct RulebookText {
  std::string name;  // "taobao.yaml"
  std::string text;

  bool operator==(RulebookText const&) const = default;
};

/// A name that is not empty, and no zero byte anywhere.
bool is_sound(RulebookText const& text);

/// Lower-case hex. Every text must be sound.
std::string rulebook_digest(std::span<RulebookText const> texts);

}  // namespace redress::ledger
