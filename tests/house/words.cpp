#include "tests/house/cpp_text.hpp"
#include "tests/house/glossary.hpp"
#include "tests/house/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace redress::house {
namespace {

constexpr std::string_view escape = "allow-word";

void blank(std::string& text, std::size_t from, std::size_t to) {
  for (auto i = from; i < std::min(to, text.size()); ++i)
    if (text[i] != '\n') text[i] = ' ';
}

struct Quotes {
  std::string_view open;
  std::string_view close;
};

// Words of others are quoted: `ticket`, "org". A quotation ends before `stop`, or it is none; a dot is left in its
// place, so that the words around it do not become neighbours.
std::string without(Quotes const& quotes, std::string_view stop, std::string text) {
  for (std::size_t at = 0; (at = text.find(quotes.open, at)) != std::string::npos;) {
    auto const from = at;
    at += quotes.open.size();
    auto const end = text.find(quotes.close, at);
    if (end == std::string::npos || (!stop.empty() && text.find(stop, at) < end)) continue;
    at = end + quotes.close.size();
    blank(text, from, at);
    text[from] = '.';
  }
  return text;
}

std::string without_addresses(std::string text) {
  for (std::size_t at = 0; (at = text.find("://", at)) != std::string::npos;) {
    auto const end = text.find_first_of(" \n)>", at);
    blank(text, at, end);
    at = std::min(end, text.size());
  }
  return text;
}

std::string own_words_of_prose(std::string text, std::string_view stop) {
  text = without({"```", "```"}, "", std::move(text));
  for (auto const& quotes : {Quotes{"`", "`"}, Quotes{"“", "”"}, Quotes{"「", "」"}, Quotes{"\"", "\""}})
    text = without(quotes, stop, std::move(text));
  return without_addresses(std::move(text));
}

// A literal with a blank in it is a sentence somebody reads; without one it is a name of the contract or of a platform,
// and one that begins like JSON is somebody's message.
std::string sentences_of(CppText const& taken) {
  auto text = taken.literals;
  for (auto const& [from, to] : taken.literal_spans) {
    auto const literal = std::string_view(text).substr(from, to - from);
    auto const body = literal.find_first_of("\"'(") + 1;
    bool const is_json = literal.substr(body).find_first_of("{[<") == literal.substr(body).find_first_not_of("( \n");
    if (literal.find(' ') == std::string_view::npos || is_json) blank(text, from, to);
  }
  return without({"`", "`"}, "\n", without_addresses(std::move(text)));
}

std::string without_includes(std::string code) {
  for (std::size_t at = 0; (at = code.find("#include", at)) != std::string::npos;) {
    auto const end = std::min(code.find('\n', at), code.size());
    blank(code, at, end);
    at = end;
  }
  return code;
}

// The texts of one file in which our own words stand, line by line with the file.
std::vector<std::string> own_words(File const& file) {
  if (file.is_markdown()) return {own_words_of_prose(file.text, "\n\n")};
  if (file.is_yaml()) return {without({"`", "`"}, "\n", without_addresses(file.text))};
  auto taken = take_apart(file.text);
  auto sentences = sentences_of(taken);
  return {without_includes(std::move(taken.code)), own_words_of_prose(std::move(taken.comments), "\n"),
          std::move(sentences)};
}

bool matches(std::string_view word, std::string_view banned) {
  return word == banned || (word.size() == banned.size() + 1 && word.starts_with(banned) && word.back() == 's');
}

bool holds_phrase(std::vector<Word> const& words, std::vector<std::string> const& phrase) {
  for (std::size_t start = 0; start + phrase.size() <= words.size(); ++start) {
    bool found = matches(words[start + phrase.size() - 1].text, phrase.back());
    for (std::size_t i = 0; found && i + 1 < phrase.size(); ++i)
      found = words[start + i].text == phrase[i] && words[start + i + 1].joined;
    if (found) return true;
  }
  return false;
}

// The house itself is left out: it must spell the words it looks for.
bool is_checked(File const& file) {
  if (file.is_under("tests/house")) return false;
  return (file.is_cpp() || file.is_markdown() || (file.is_yaml() && file.is_under("workflows"))) &&
         file.path != "docs/glossary.md";
}

constexpr std::array<std::string_view, 7> empty_nouns{"Manager", "Helper",  "Helpers", "Util",
                                                      "Utils",   "Handler", "Data"};

std::optional<std::string_view> empty_noun_of(std::string_view type) {
  for (auto const noun : empty_nouns)
    if (type.ends_with(noun)) return noun;
  return std::nullopt;
}

}  // namespace

Findings glossary_words_are_kept(Tree const& tree) {
  auto const* glossary = find_file(tree, "docs/glossary.md");
  if (!glossary) return {{"docs/glossary.md", 0, "write the glossary; its last column is headed `do not say`"}};
  auto const banned = banned_words(glossary->text);
  if (banned.empty()) return {{"docs/glossary.md", 0, "head the last column of its table `do not say`"}};
  Findings findings;
  for (auto const& file : tree) {
    if (!is_checked(file)) continue;
    auto const lines = lines_of(file.text);
    for (auto const& text : own_words(file))
      for (auto const& [number, line] : lines_of(text)) {
        auto const words = words_in(line);
        for (auto const& [phrase, say] : banned)
          if (holds_phrase(words, phrase) && !is_excused(lines, number, escape))
            findings.push_back({file.path, number,
                                fmt::format("say {} instead of \"{}\"; where it is somebody else's word, quote it or "
                                            "end the line with `house: allow-word because ...`",
                                            say, fmt::join(phrase, " "))});
      }
    for (auto const& [number, line] : lines)
      if (line.find("house: allow-word") != std::string_view::npos && !file.is_markdown() &&
          !is_excused(lines, number, escape))
        findings.push_back({file.path, number, "write the reason down: `house: allow-word because ...`"});
  }
  return findings;
}

Findings types_have_found_their_noun(Tree const& tree) {
  Findings findings;
  for (auto const& file : tree) {
    if (!file.is_cpp()) continue;
    auto const code = take_apart(file.text).code;
    for (auto const& [number, line] : lines_of(code)) {
      auto const names = identifiers_in(line);
      for (std::size_t i = 0; i + 1 < names.size(); ++i) {
        if (names[i] != "class" && names[i] != "struct" && names[i] != "enum" && names[i] != "concept") continue;
        if (auto const noun = empty_noun_of(names[i + 1]))
          findings.push_back(
              {file.path, number, fmt::format("say what {} is: \"{}\" fits everything", names[i + 1], *noun)});
      }
    }
  }
  return findings;
}

}  // namespace redress::house
