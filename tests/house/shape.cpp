#include "tests/house/columns.hpp"
#include "tests/house/cpp_text.hpp"
#include "tests/house/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace redress::house {
namespace {

constexpr std::size_t long_from = 300;
constexpr std::size_t lines_max = 400;
constexpr std::size_t columns_max = 120;
constexpr std::size_t table_columns_max = 200;  // between `clang-format off` and `on`, where rows are aligned by hand
constexpr std::string_view long_because = "longer than 400 lines because ";

constexpr std::array<std::string_view, 4> later_marks{"TODO", "FIXME", "XXX", "HACK"};
constexpr std::array<std::string_view, 8> amounts{"minor",   "amount", "price", "paid",
                                                  "postage", "money",  "fen",   "yuan"};

bool is_floating(std::string_view name) { return name == "double" || name == "float"; }

bool names_an_amount(std::string_view name) {
  auto const words = words_in(name);
  return std::ranges::any_of(words,
                             [](auto const& word) { return std::ranges::find(amounts, word.text) != amounts.end(); });
}

// The first comment of a header up to the first line that is empty or no comment.
std::string introduction_of(std::string_view text) {
  std::string introduction;
  for (auto const& [number, line] : lines_of(text)) {
    if (!line.starts_with("// ")) break;
    introduction += fmt::format("{} ", line.substr(3));
  }
  return introduction;
}

// Pages made from tables and schemas are as long as those are.
bool is_generated(File const& file) {
  return file.is_markdown() && file.text.substr(0, 400).find("\nGenerated from ") != std::string::npos;
}

}  // namespace

Findings files_are_short(Tree const& tree) {
  Findings findings;
  for (auto const& file : tree) {
    auto const count = lines_of(file.text).size();
    if (file.is_written() && !is_generated(file) && count > lines_max &&
        file.text.find(long_because) == std::string::npos)
      findings.push_back(
          {file.path, 0,
           fmt::format("{} lines; find the second noun in it and give that a file, or write a line `{}...`", count,
                       long_because)});
  }
  return findings;
}

Findings getting_long(Tree const& tree) {
  Findings findings;
  for (auto const& file : tree) {
    auto const count = lines_of(file.text).size();
    if (file.is_cpp() && count > long_from && count <= lines_max)
      findings.push_back({file.path, 0, fmt::format("{} lines and growing; {} is the end", count, lines_max)});
  }
  return findings;
}

Findings lines_fit(Tree const& tree) {
  Findings findings;
  for (auto const& file : tree) {
    if (!file.is_cpp()) continue;
    bool in_table = false;
    for (auto const& [number, line] : lines_of(file.text)) {
      if (line.find("// clang-format off") != std::string_view::npos) in_table = true;
      if (line.find("// clang-format on") != std::string_view::npos) in_table = false;
      auto const width_max = in_table ? table_columns_max : columns_max;
      if (auto const width = columns_of(line); width > width_max && line.find("://") == std::string_view::npos)
        findings.push_back({file.path, number, fmt::format("{} columns; break the line at {}", width, width_max)});
    }
  }
  return findings;
}

Findings blanks_are_clean(Tree const& tree) {
  Findings findings;
  for (auto const& file : tree) {
    if (!file.is_written()) continue;
    for (auto const& [number, line] : lines_of(file.text)) {
      if (line.find('\t') != std::string_view::npos)
        findings.push_back({file.path, number, "indent with spaces; a tab inside a literal is \\t"});
      if (line.ends_with(' ') || line.ends_with('\r'))
        findings.push_back({file.path, number, "remove the blanks at the end of the line"});
    }
    if (!file.text.empty() && !file.text.ends_with('\n')) findings.push_back({file.path, 0, "end the last line"});
  }
  return findings;
}

Findings headers_introduce_themselves(Tree const& tree) {
  Findings findings;
  for (auto const& file : tree) {
    if (!file.is_header()) continue;
    auto const introduction = introduction_of(file.text);
    auto const sentence_ends = introduction.find(". ") != std::string::npos;
    if (introduction.size() < 16 || !sentence_ends)
      findings.push_back({file.path, 1, "begin with `// ` and a sentence that says what this header is for"});
    if (take_apart(file.text).code.find("#pragma once") == std::string::npos)
      findings.push_back({file.path, 1, "add #pragma once below the introduction"});
  }
  return findings;
}

Findings nothing_is_left_for_later(Tree const& tree) {
  Findings findings;
  for (auto const& file : tree) {
    if (!file.is_written() || file.is_markdown()) continue;
    std::string text = file.text;
    if (file.is_cpp()) {
      auto taken = take_apart(file.text);
      for (auto const& [from, to] : taken.literal_spans)
        for (auto i = from; i < to; ++i)
          if (text[i] != '\n') text[i] = ' ';
    }
    for (auto const& [number, line] : lines_of(text))
      for (auto const name : identifiers_in(line))
        if (std::ranges::find(later_marks, name) != later_marks.end())
          findings.push_back({file.path, number, fmt::format("do it now or open an issue, and take the {} out", name)});
  }
  return findings;
}

Findings money_is_whole(Tree const& tree) {
  Findings findings;
  for (auto const& file : tree) {
    if (!file.is_cpp()) continue;
    auto const code = take_apart(file.text).code;
    for (auto const& [number, line] : lines_of(code)) {
      auto const names = identifiers_in(line);
      if (std::ranges::any_of(names, is_floating) && std::ranges::any_of(names, names_an_amount))
        findings.push_back({file.path, number, "hold amounts as Money or as whole minor units in std::int64_t"});
    }
  }
  return findings;
}

// The house itself is left out: it must spell the paths it looks for.
Findings the_tree_speaks_of_itself(Tree const& tree) {
  constexpr std::array<std::string_view, 4> paths{"/work/", "/home/", "/root/", "/tmp/redress/"};
  Findings findings;
  for (auto const& file : tree) {
    if (file.is_under("tests/house")) continue;
    bool const is_lock = file.path.ends_with("package-lock.json");
    for (auto const& [number, line] : lines_of(file.text)) {
      for (auto const path : paths)
        if (auto const at = line.find(path);
            at != std::string_view::npos && (at == 0 || std::isalnum(static_cast<unsigned char>(line[at - 1])) == 0))
          findings.push_back(
              {file.path, number, fmt::format("take {} out: no path of one machine is true on another", path)});
      if (is_lock && line.find("\"resolved\": \"http") != std::string_view::npos)
        findings.push_back(
            {file.path, number, "remove `resolved` from lock files; each machine knows its own registry"});
    }
  }
  return findings;
}

}  // namespace redress::house
