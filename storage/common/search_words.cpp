#include "storage/common/search_words.hpp"

#include "engine/base/utf8.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

namespace redress::storage {
namespace {

constexpr std::string_view field_mark = " \xC2\xB7 ";  // U+00B7 is no letter below, so no query can contain it

struct Range {
  char32_t first;
  char32_t last;
};

// Scripts written without blanks between words: each character is a word.
constexpr Range unspaced[] = {{0x2E80, 0x2FDF}, {0x3005, 0x3007}, {0x3040, 0x312F},  {0x3400, 0x4DBF},
                              {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}, {0x20000, 0x3FFFF}};

// Above ASCII, what is neither letter nor digit: punctuation, symbols, private use, emoji.
constexpr Range separating[] = {{0x80, 0xBF},     {0xD7, 0xD7},     {0xF7, 0xF7},      {0x2000, 0x2BFF},
                                {0x2E00, 0x2E7F}, {0x3000, 0x303F}, {0xE000, 0xF8FF},  {0xFE00, 0xFE6F},
                                {0xFF00, 0xFF65}, {0xFFE0, 0xFFFF}, {0x1F000, 0x1FFFF}};

template <std::size_t n>
bool is_in(Range const (&ranges)[n], char32_t c) {
  return std::ranges::any_of(ranges, [c](Range range) { return range.first <= c && c <= range.last; });
}

bool is_ascii_word(char32_t c) {
  return (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}

char lower(char32_t c) { return static_cast<char>(c >= U'A' && c <= U'Z' ? c + 32 : c); }

void add_field(std::string& text, std::string_view field) {
  auto const words = words_of(field);
  if (words.empty()) return;
  if (!text.empty()) text += field_mark;
  fmt::format_to(std::back_inserter(text), "{}", fmt::join(words, " "));
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  auto const end_word = [&] {
    if (!word.empty()) words.push_back(std::exchange(word, {}));
  };
  while (!text.empty()) {
    auto const before = text;
    auto code_point = take_code_point(text);
    if (!code_point) {  // not UTF-8: as good as a blank
      text.remove_prefix(1);
      end_word();
      continue;
    }
    auto const bytes = before.substr(0, before.size() - text.size());
    if (*code_point >= 0xFF01 && *code_point <= 0xFF5E) *code_point -= 0xFEE0;  // full-width forms
    if (is_ascii_word(*code_point)) {
      word += lower(*code_point);
    } else if (*code_point < 0x80) {
      end_word();
    } else if (is_in(unspaced, *code_point)) {
      end_word();
      words.emplace_back(bytes);
    } else if (is_in(separating, *code_point)) {
      end_word();
    } else {
      word += bytes;
    }
  }
  end_word();
  return words;
}

std::string search_text_of(Case const& case_, Order const* order) {
  std::string text;
  add_field(text, case_.id);
  add_field(text, case_.order_id);
  add_field(text, case_.reason);
  if (order)
    for (auto const& line : order->lines) {
      add_field(text, line.sku);
      add_field(text, line.title);
    }
  return text;
}

std::vector<Phrase> phrases_of(std::string_view query) {
  constexpr std::string_view blanks = " \t\r\n";
  std::vector<Phrase> phrases;
  while (!query.empty()) {
    auto const part = query.substr(0, query.find_first_of(blanks));
    query.remove_prefix(std::min(part.size() + 1, query.size()));
    if (auto words = words_of(part); !words.empty()) phrases.push_back(std::move(words));
  }
  return phrases;
}

bool found_in(std::string_view search_text, std::vector<Phrase> const& phrases) {
  auto const text = fmt::format(" {} ", search_text);
  return !phrases.empty() && std::ranges::all_of(phrases, [&](Phrase const& phrase) {
    return text.find(fmt::format(" {} ", fmt::join(phrase, " "))) != std::string::npos;
  });
}

}  // namespace redress::storage
