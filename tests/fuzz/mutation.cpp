#include "tests/fuzz/mutation.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace redress::fuzz {
namespace {

// Where readers of numbers, lengths and encodings go wrong.
constexpr std::array<std::string_view, 16> edges{"0",
                                                 "-1",
                                                 "9007199254740992",
                                                 "9223372036854775807",
                                                 "9223372036854775808",
                                                 "18446744073709551616",
                                                 "-9223372036854775808",
                                                 "1e308",
                                                 "1e-400",
                                                 "\xff\xff\xff\xff",
                                                 "\xc0\x80",
                                                 "\xed\xa0\x80",
                                                 "\xf4\x90\x80\x80",
                                                 "\r\n",
                                                 "\xef\xbb\xbf",
                                                 "\\ud800"};

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::runtime_error no_word(std::string_view line) {
  return std::runtime_error("no line of a dictionary: " + std::string(line));
}

std::string unescaped(std::string_view line, std::string_view quoted) {
  std::string word;
  for (std::size_t at = 0; at < quoted.size(); ++at) {
    if (quoted[at] != '\\') {
      word += quoted[at];
    } else if (at + 1 < quoted.size() && (quoted[at + 1] == '\\' || quoted[at + 1] == '"')) {
      word += quoted[++at];
    } else if (at + 3 < quoted.size() && quoted[at + 1] == 'x' && digit_of(quoted[at + 2]) >= 0 &&
               digit_of(quoted[at + 3]) >= 0) {
      word += static_cast<char>(digit_of(quoted[at + 2]) * 16 + digit_of(quoted[at + 3]));
      at += 3;
    } else {
      throw no_word(line);
    }
  }
  return word;
}

}  // namespace

std::vector<std::string> words_of_dictionary(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    auto const end = std::min(text.find('\n'), text.size());
    auto const line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.front() == '#') continue;
    auto const open = line.find('"');
    if (open == std::string_view::npos || line.size() < open + 3 || line.back() != '"') throw no_word(line);
    words.push_back(unescaped(line, line.substr(open + 1, line.size() - open - 2)));
  }
  return words;
}

std::string Mutation::next(std::size_t bytes_max) {
  auto text = any_of(corpus_);
  for (auto changes = 1 + below(8); changes > 0; --changes) change(text);
  if (text.size() > bytes_max) text.resize(bytes_max);
  return text;
}

void Mutation::change(std::string& text) {
  auto const at = below(text.size() + 1);
  auto const length = std::min(text.size() - at, std::size_t{1} << below(8));
  switch (below(10)) {
    case 0:
      if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
      return;
    case 1:
      if (at < text.size()) text[at] = static_cast<char>(below(256));
      return;
    case 2:
      text.insert(at, 1, static_cast<char>(below(256)));
      return;
    case 3:
      text.erase(at, length);
      return;
    case 4:
      text.insert(at, text.substr(at, length));
      return;
    case 5:
      text.insert(at, edges[below(edges.size())]);
      return;
    case 6:
      text.replace(at, length, edges[below(edges.size())]);
      return;
    case 7:
      if (!words_.empty()) text.insert(at, any_of(words_));
      return;
    case 8: {
      auto const& other = any_of(corpus_);
      auto const from = below(other.size() + 1);
      text.replace(at, length, other.substr(from, std::size_t{1} << below(10)));
      return;
    }
    default: {
      // The same thing many times: nesting, long lines, many members.
      auto const again = text.substr(at, length);
      std::string many;
      for (auto times = below(64); times > 0; --times) many += again;
      text.insert(at, many);
    }
  }
}

}  // namespace redress::fuzz
