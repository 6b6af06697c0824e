#include "engine/ledger/canonical_text.hpp"

#include "engine/base/utf8.hpp"

#include <algorithm>
#include <charconv>

namespace redress::ledger {
namespace {

constexpr std::size_t word_bytes = sizeof(std::uint64_t);
constexpr std::size_t escape_bytes_max = 6;  // \u001f

constexpr std::uint64_t each_byte(unsigned char byte) { return byte * 0x0101010101010101ULL; }
constexpr std::uint64_t not_ascii = each_byte(0x80);

// Not zero if one of the eight bytes is below 0x20, a quote or a backslash (Sean Anderson's "Bit Twiddling Hacks":
// determine if a word has a byte less than n); bytes of 0x80 and above never are.
std::uint64_t escaped_in(std::uint64_t word) {
  auto const zero_in = [](std::uint64_t value) { return (value - each_byte(0x01)) & ~value & not_ascii; };
  auto const below = (word - each_byte(0x20)) & ~word & not_ascii;
  return below | zero_in(word ^ each_byte('"')) | zero_in(word ^ each_byte('\\'));
}

bool needs_escape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

// Writes the escape of one byte and answers where it ends.
char* put_escape(char c, char* at) {
  constexpr std::string_view digits = "0123456789abcdef";
  *at++ = '\\';
  switch (c) {
    case '"':
    case '\\':
      *at++ = c;
      return at;
    case '\b':
      *at++ = 'b';
      return at;
    case '\t':
      *at++ = 't';
      return at;
    case '\n':
      *at++ = 'n';
      return at;
    case '\f':
      *at++ = 'f';
      return at;
    case '\r':
      *at++ = 'r';
      return at;
    default:
      auto const byte = static_cast<unsigned char>(c);
      for (char const each : {'u', '0', '0', digits[byte >> 4], digits[byte & 15]}) *at++ = each;
      return at;
  }
}

}  // namespace

void CanonicalText::grow(std::size_t bytes) {
  constexpr std::size_t at_first = 4096;  // a common entry needs no more
  out_.resize(std::max({end_ + bytes, 2 * out_.size(), at_first}));
}

// Copies while it looks for what cannot be copied, eight bytes at a time; the last eight overlap those before them.
bool CanonicalText::text(std::string_view text) {
  make_room(text.size() + 2);
  auto* const at = out_.data() + end_;
  auto* const to = at + 1;
  std::uint64_t seen = 0;
  auto const take = [&](std::size_t from) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + from, word_bytes);
    std::memcpy(to + from, &word, word_bytes);
    seen |= word;
    return escaped_in(word) == 0;
  };
  if (text.size() >= word_bytes) {
    for (std::size_t from = 0; from + word_bytes <= text.size(); from += word_bytes)
      if (!take(from)) return escaped_text(text);
    if (!take(text.size() - word_bytes)) return escaped_text(text);
  } else {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (needs_escape(text[i])) return escaped_text(text);
      seen |= static_cast<unsigned char>(text[i]);
      to[i] = text[i];
    }
  }
  if ((seen & not_ascii) != 0 && !is_utf8(text)) return false;
  *at = '"';
  to[text.size()] = '"';
  end_ += text.size() + 2;
  return true;
}

bool CanonicalText::escaped_text(std::string_view text) {
  if (!is_utf8(text)) return false;
  make_room(text.size() * escape_bytes_max + 2);
  auto* at = out_.data() + end_;
  *at++ = '"';
  for (char const c : text)
    if (needs_escape(c))
      at = put_escape(c, at);
    else
      *at++ = c;
  *at++ = '"';
  end_ = static_cast<std::size_t>(at - out_.data());
  return true;
}

bool CanonicalText::integer(std::int64_t number) {
  constexpr std::size_t digits_max = 20;
  if (number > largest_safe_integer || number < -largest_safe_integer) return false;
  make_room(digits_max);
  auto* const at = out_.data() + end_;
  end_ += static_cast<std::size_t>(std::to_chars(at, at + digits_max, number).ptr - at);
  return true;
}

}  // namespace redress::ledger
