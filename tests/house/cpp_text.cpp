#include "tests/house/cpp_text.hpp"

#include <algorithm>
#include <cctype>

namespace redress::house {
namespace {

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_name(char c) { return is_letter(c) || is_digit(c) || c == '_'; }

// Walks the source once; every step moves some characters to one of the three texts.
class Taker {
 public:
  explicit Taker(std::string_view source) : source_(source) {
    std::string blank(source);
    std::ranges::replace_if(
        blank, [](char c) { return c != '\n'; }, ' ');
    taken_ = {blank, blank, blank, {}};
  }

  CppText take() {
    while (at_ < source_.size()) {
      if (rest().starts_with("//"))
        take_until(source_.find('\n', at_), taken_.comments);
      else if (rest().starts_with("/*"))
        take_until(past("*/", at_ + 2), taken_.comments);
      else if (rest().starts_with("R\"") && (at_ == 0 || !is_name(source_[at_ - 1]) || ends_in_encoding()))
        take_literal(raw_string_end());
      else if (rest().front() == '"' || (rest().front() == '\'' && !separates_digits()))
        take_literal(quoted_end());
      else
        take_until(at_ + 1, taken_.code);
    }
    return std::move(taken_);
  }

 private:
  std::string_view rest() const { return source_.substr(at_); }
  std::size_t past(std::string_view mark, std::size_t from) const {
    auto const found = source_.find(mark, from);
    return found == std::string_view::npos ? source_.size() : found + mark.size();
  }
  bool ends_in_encoding() const {  // u8R"...", LR"..."
    auto const before = source_.substr(0, at_);
    return before.ends_with("u8") || before.ends_with('L') || before.ends_with('u') || before.ends_with('U');
  }
  bool separates_digits() const {  // 20'000
    return at_ > 0 && at_ + 1 < source_.size() && std::isxdigit(static_cast<unsigned char>(source_[at_ - 1])) != 0 &&
           std::isxdigit(static_cast<unsigned char>(source_[at_ + 1])) != 0;
  }
  std::size_t raw_string_end() const {
    auto const open = source_.find('(', at_);
    if (open == std::string_view::npos) return source_.size();
    return past(")" + std::string(source_.substr(at_ + 2, open - at_ - 2)) + "\"", open);
  }
  std::size_t quoted_end() const {
    char const quote = source_[at_];
    for (auto i = at_ + 1; i < source_.size() && source_[i] != '\n'; ++i) {
      if (source_[i] == '\\')
        ++i;
      else if (source_[i] == quote)
        return i + 1;
    }
    return at_ + 1;  // not closed on its line: no literal
  }
  void take_literal(std::size_t end) {
    taken_.literal_spans.push_back({at_, end});
    take_until(end, taken_.literals);
  }
  void take_until(std::size_t end, std::string& kind) {
    for (end = std::min(end, source_.size()); at_ < end; ++at_) kind[at_] = source_[at_];
  }

  std::string_view source_;
  std::size_t at_ = 0;
  CppText taken_;
};

}  // namespace

CppText take_apart(std::string_view source) { return Taker(source).take(); }

std::vector<Include> includes_of(std::string_view source) {
  std::vector<Include> includes;
  auto const taken = take_apart(source);
  auto const code = lines_of(taken.code);
  auto const whole = lines_of(source);
  for (std::size_t i = 0; i < code.size(); ++i) {
    auto const start = code[i].text.find_first_not_of(' ');
    if (start == std::string_view::npos || !code[i].text.substr(start).starts_with("#include")) continue;
    auto const line = whole[i].text;
    auto const open = line.find_first_of("<\"");
    if (open == std::string_view::npos) continue;
    auto const close = line.find_first_of(">\"", open + 1);
    if (close == std::string_view::npos) continue;
    includes.push_back({whole[i].number, line.substr(open + 1, close - open - 1), line[open] == '<'});
  }
  return includes;
}

std::vector<std::string_view> identifiers_in(std::string_view code) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < code.size();) {
    auto const start = i;
    while (i < code.size() && is_name(code[i])) ++i;
    if (i > start && !is_digit(code[start])) names.push_back(code.substr(start, i - start));
    if (i == start) ++i;
  }
  return names;
}

std::vector<Word> words_in(std::string_view text) {
  std::vector<Word> words;
  std::size_t last_end = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_letter(text[i])) {
      ++i;
      continue;
    }
    auto const start = i;
    // "HTTPServer" is http and server: a capital belongs to the next word when a small letter follows it.
    while (++i < text.size() && is_letter(text[i])) {
      bool const hump = is_lower(text[i - 1]) && is_upper(text[i]);
      bool const acronym_ends =
          is_upper(text[i - 1]) && is_upper(text[i]) && i + 1 < text.size() && is_lower(text[i + 1]);
      if (hump || acronym_ends) break;
    }
    std::string word(text.substr(start, i - start));
    std::ranges::transform(word, word.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    auto const gap = text.substr(last_end, start - last_end);
    words.push_back({std::move(word), !words.empty() && gap.find_first_not_of(" -_") == std::string_view::npos});
    last_end = i;
  }
  return words;
}

}  // namespace redress::house
