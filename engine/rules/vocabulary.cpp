#include "engine/rules/consult.hpp"

#include <algorithm>
#include <array>

namespace redress::rules {
namespace {

std::string with_lower_ascii(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lowered;
}

constexpr char behind_a_number = '#';
constexpr char harmless = '-';

bool ends_in_number(std::string_view text) {
  constexpr std::array<std::string_view, 29> numerals{"０", "１", "２", "３", "４", "５", "６", "７", "８", "９",
                                                      "〇", "零", "一", "二", "两", "三", "四", "五", "六", "七",
                                                      "八", "九", "十", "百", "千", "万", "亿", "几", "俩"};
  text = text.substr(0, text.find_last_not_of(' ') + 1);
  if (!text.empty() && text.back() >= '0' && text.back() <= '9') return true;
  return std::ranges::any_of(numerals, [&](auto numeral) { return text.ends_with(numeral); });
}

bool occurs(std::string_view text, std::string_view term) {
  if (term.empty() || term.front() == harmless) return false;
  if (term.front() != behind_a_number || term.size() == 1) return text.find(term) != std::string_view::npos;
  term.remove_prefix(1);
  for (auto at = text.find(term); at != std::string_view::npos; at = text.find(term, at + 1))
    if (ends_in_number(text.substr(0, at))) return true;
  return false;
}

// The text without the phrases that this vocabulary calls harmless; what stood around them does not join.
std::string without_harmless(std::string text, Vocabulary const& vocabulary) {
  for (auto const& term : vocabulary.terms) {
    if (term.size() < 2 || term.front() != harmless) continue;
    auto const phrase = with_lower_ascii(std::string_view(term).substr(1));
    for (auto at = text.find(phrase); at != std::string::npos; at = text.find(phrase, at + 1))
      text.replace(at, phrase.size(), 1, '\n');
  }
  return text;
}

}  // namespace

// Comparing bytes is enough: in UTF-8 no character's bytes occur inside another's.
std::vector<std::string> matching_vocabularies(Rulebook const& book, std::string_view text) {
  auto const lowered = with_lower_ascii(text);
  std::vector<std::string> names;
  for (auto const& vocabulary : book.vocabularies) {
    auto const read = without_harmless(lowered, vocabulary);
    if (std::ranges::any_of(vocabulary.terms, [&](auto const& term) { return occurs(read, with_lower_ascii(term)); }))
      names.push_back(vocabulary.name);
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace redress::rules
