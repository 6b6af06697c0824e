// The words we no longer say, read from the table of docs/glossary.md whose last column is headed "do not say".
//
// A word with a note in brackets behind it, such as: error (for a refusal), is advice to people and not enforced.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace redress::house {

struct Banned {
  std::vector<std::string> phrase;  // lower-case words: {"policy", "engine"}
  std::string say;                  // the first column: what to say instead
};

std::vector<Banned> banned_words(std::string_view glossary);

}  // namespace redress::house
