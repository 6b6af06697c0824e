#include "engine/base/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace redress {
namespace {

struct Lead {
  int length;             // of the whole sequence; 0 where the byte cannot lead one
  unsigned char lowest;   // allowed second byte, from RFC 3629's table: this is what keeps out
  unsigned char highest;  // overlong forms, surrogates and everything above U+10FFFF
};

Lead lead_of(unsigned char byte) {
  if (byte < 0x80) return {1, 0, 0};
  if (byte < 0xC2) return {0, 0, 0};
  if (byte < 0xE0) return {2, 0x80, 0xBF};
  if (byte == 0xE0) return {3, 0xA0, 0xBF};
  if (byte == 0xED) return {3, 0x80, 0x9F};
  if (byte < 0xF0) return {3, 0x80, 0xBF};
  if (byte == 0xF0) return {4, 0x90, 0xBF};
  if (byte < 0xF4) return {4, 0x80, 0xBF};
  if (byte == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

unsigned char byte_at(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

// Length of the well-formed sequence at the front; 0 where there is none.
std::size_t sequence_length(std::string_view text) {
  Lead const lead = lead_of(byte_at(text, 0));
  auto const length = static_cast<std::size_t>(lead.length);
  if (length < 2) return length;
  if (text.size() < length || byte_at(text, 1) < lead.lowest || byte_at(text, 1) > lead.highest) return 0;
  for (std::size_t i = 2; i < length; ++i)
    if ((byte_at(text, i) & 0xC0) != 0x80) return 0;
  return length;
}

// Whether the text begins with a character of U+1000 to U+CFFF: any continuation is allowed behind these leads.
bool is_plain_triple(std::string_view text) {
  auto const lead = byte_at(text, 0);
  return lead >= 0xE1 && lead <= 0xEC && (byte_at(text, 1) & 0xC0) == 0x80 && (byte_at(text, 2) & 0xC0) == 0x80;
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    // Most of what we read is ASCII; eight bytes at a time keep this off the profile.
    for (std::uint64_t word = 0; text.size() >= sizeof word; text.remove_prefix(sizeof word)) {
      std::memcpy(&word, text.data(), sizeof word);
      if (word & 0x8080808080808080) break;
    }
    // And most of the rest are Chinese characters, whose three bytes need no look at the table of exceptions.
    for (; text.size() >= 3 && is_plain_triple(text); text.remove_prefix(3)) {
    }
    if (text.empty()) return true;
    auto const length = sequence_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::optional<char32_t> take_code_point(std::string_view& rest) {
  if (rest.empty()) return std::nullopt;
  auto const length = sequence_length(rest);
  if (length == 0) return std::nullopt;
  char32_t point = byte_at(rest, 0);
  if (length > 1) point &= 0x7Fu >> length;
  for (std::size_t i = 1; i < length; ++i) point = point << 6 | (byte_at(rest, i) & 0x3Fu);
  rest.remove_prefix(length);
  return point;
}

}  // namespace redress
