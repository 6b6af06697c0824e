// C++ text taken apart as far as the house rules need it: code, comments and literals, identifiers and includes.
#pragma once

#include "tests/house/tree.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace redress::house {

/// Three texts as long as the source, with the same line breaks; each keeps its own kind and has blanks elsewhere.
struct CppText {
  std::string code;
  std::string comments;
  std::string literals;  // with their quotes

  struct Span {
    std::size_t from;
    std::size_t to;
  };
  std::vector<Span> literal_spans;  // where each literal stands
};

CppText take_apart(std::string_view source);

struct Include {
  std::size_t line;
  std::string_view target;  // "engine/base/money.hpp" or "boost/json.hpp"
  bool angled;              // <...>
};

/// The #include lines that the compiler sees; they point into `source`.
std::vector<Include> includes_of(std::string_view source);

/// Maximal runs of letters, digits and underscores that do not begin with a digit.
std::vector<std::string_view> identifiers_in(std::string_view code);

/// The lower-case words of a text: "PolicyEngine", "policy_engine" and "policy engine" are all {policy, engine}.
/// `joined` says that only blanks, hyphens or underscores stand between this word and the one before.
struct Word {
  std::string text;
  bool joined;
};
std::vector<Word> words_in(std::string_view text);

}  // namespace redress::house
