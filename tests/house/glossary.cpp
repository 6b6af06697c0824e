#include "tests/house/glossary.hpp"

#include "tests/house/cpp_text.hpp"
#include "tests/house/tree.hpp"

#include <algorithm>
#include <array>

namespace redress::house {
namespace {

// Banned for what the glossary means, yet also the right word for something else we do have; people tell them apart.
constexpr std::array<std::array<std::string_view, 2>, 15> meant_elsewhere{{
    {"account", "the double-entry account of a case, an account on a platform"},
    {"action", "case.actions of the contract, an action of a Boost.MSM row"},
    {"chain", "a chain of hashes or of certificates"},
    {"check", "the verb; rules.check of the contract"},
    {"context", "Asio's io_context, OpenSSL's EVP contexts"},
    {"error", "JSON-RPC's error member, error codes of libraries"},
    {"file", "a file on disk"},
    {"history", "what a buyer has bought and returned before"},
    {"job", "what a compiler or a runner of builds does"},
    {"log line", "a line of the server's log"},
    {"owner", "who owns memory or a file"},
    {"response", "what HTTP and JSON-RPC answer with"},
    {"result", "Result<T>; the result member of JSON-RPC"},
    {"status", "the raw status of a platform, an HTTP status"},
    {"transaction", "a transaction of the database"},
}};

std::string trimmed(std::string_view text) {
  constexpr std::string_view around = " \t`\"*";
  auto const start = text.find_first_not_of(around);
  if (start == std::string_view::npos) return {};
  return std::string(text.substr(start, text.find_last_not_of(around) - start + 1));
}

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  for (std::size_t start = 0; start <= text.size();) {
    auto const end = std::min(text.find(at, start), text.size());
    parts.push_back(trimmed(text.substr(start, end - start)));
    start = end + 1;
  }
  return parts;
}

std::vector<std::string> cells_of(std::string_view row) {
  row.remove_prefix(1);
  if (row.ends_with('|')) row.remove_suffix(1);
  return split(row, '|');
}

bool is_meant_elsewhere(std::string_view phrase) {
  return std::ranges::any_of(meant_elsewhere, [&](auto const& entry) { return entry[0] == phrase; });
}

}  // namespace

std::vector<Banned> banned_words(std::string_view glossary) {
  std::vector<Banned> banned;
  bool in_table = false;
  for (auto const& [number, line] : lines_of(glossary)) {
    if (!line.starts_with('|')) {
      in_table = false;
      continue;
    }
    auto const cells = cells_of(line);
    if (cells.back() == "do not say" || cells.back() == "Do not say") {
      in_table = true;
      continue;
    }
    if (!in_table) continue;
    for (auto const& phrase : split(cells.back(), ',')) {
      if (phrase.find('(') != std::string::npos || is_meant_elsewhere(phrase)) continue;
      Banned entry{{}, cells.front()};
      for (auto const& word : words_in(phrase)) entry.phrase.push_back(word.text);
      if (!entry.phrase.empty()) banned.push_back(std::move(entry));
    }
  }
  return banned;
}

}  // namespace redress::house
