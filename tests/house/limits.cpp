#include "tests/house/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <regex>
#include <set>
#include <string>

namespace redress::house {
namespace {

constexpr std::string_view page_path = "docs/limits.md";

// Headers whose every number is a limit; of the others those that say so in their name are.
constexpr std::array<std::string_view, 6> of_limits{
    "api/http/limits.hpp",         "api/rpc/dispatcher.hpp",
    "api/service/shop_queue.hpp",  "api/service/evidence_files.hpp",
    "engine/base/strict_json.hpp", "workflows/rulebook_loader/yaml_tree.hpp"};

std::string trimmed(std::string_view text) {
  auto const from = std::min(text.find_first_not_of(' '), text.size());
  auto const to = text.find_last_not_of(' ');
  return to == std::string_view::npos ? std::string{} : std::string(text.substr(from, to + 1 - from));
}

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  for (;;) {
    auto const end = text.find(at);
    parts.push_back(trimmed(text.substr(0, end)));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

// "16 * 1024", "100'000", "std::size_t{16} << 20", "256UL * 1024": what limits are written with; nothing else.
std::optional<long long> number_of(std::string text) {
  text = std::regex_replace(text, std::regex(R"((?:std::)?\w*_t\{(\d[\d']*)\})"), "$1");
  std::erase(text, '\'');
  static std::regex const form(R"(\s*(\d+)[uUlL]*((?:\s*(?:\*|<<)\s*\d+[uUlL]*)*)\s*)");
  std::smatch found;
  if (!std::regex_match(text, found, form)) return std::nullopt;
  auto value = std::stoll(found[1]);
  auto const rest = found[2].str();
  static std::regex const step(R"((\*|<<)\s*(\d+))");
  for (std::sregex_iterator at(rest.begin(), rest.end(), step), end; at != end; ++at) {
    auto const by = std::stoll((*at)[2]);
    value = (*at)[1] == "*" ? value * by : value << by;
  }
  return value;
}

// What stands behind `name` in a source: "= 5;", "{5, 20LL * 1024}" by its index, ".name = 5,".
std::optional<long long> value_in(std::string const& source, std::string const& name, std::size_t index) {
  std::regex const form("\\b" + name + R"(\s*(?:=\s*([^;,{}]*(?:\{[^}]*\})?[^;,{}]*)[;,}]|\{([^;}]*)\}))");
  for (std::sregex_iterator at(source.begin(), source.end(), form), end; at != end; ++at) {
    auto const text = (*at)[1].matched ? (*at)[1].str() : (*at)[2].str();
    auto const parts = (*at)[1].matched ? std::vector{text} : split(text, ',');
    if (index < parts.size())
      if (auto const value = number_of(parts[index])) return value;
  }
  return std::nullopt;
}

std::vector<std::string> in_backticks(std::string_view cell) {
  std::vector<std::string> words;
  auto const parts = split(cell, '`');
  for (std::size_t i = 1; i < parts.size(); i += 2) words.push_back(parts[i]);
  return words;
}

std::optional<long long> first_number(std::string_view cell) {
  std::string const text(cell);
  std::smatch found;
  if (!std::regex_search(text, found, std::regex(R"(\d[\d,]*)"))) return std::nullopt;
  auto digits = found[0].str();
  std::erase(digits, ',');
  return std::stoll(digits);
}

// "Suite.name" of every test there is.
std::set<std::string> all_tests(Tree const& tree) {
  std::set<std::string> names;
  constexpr std::string_view word = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
  for (auto const& file : tree) {
    if (!file.is_under("tests") || !file.is_cpp()) continue;
    std::string_view const text = file.text;
    for (std::string_view const macro : {"TEST(", "TEST_F(", "TEST_P(", "RC_GTEST_PROP("})
      for (auto at = text.find(macro); at != std::string_view::npos; at = text.find(macro, at + 1)) {
        auto const open = at + macro.size();
        auto const inside = text.substr(open, text.find(')', open) - open);
        auto const comma = inside.find(',');
        if (comma == std::string_view::npos) continue;
        auto const from = std::min(inside.find_first_of(word, comma), inside.size());
        auto const to = inside.find_first_not_of(word, from);
        names.insert(fmt::format("{}.{}", trimmed(inside.substr(0, comma)), inside.substr(from, to - from)));
      }
  }
  return names;
}

// | limit | value | `file` `name` | setting | past it | `Suite.test` |
void check_row(Tree const& tree, std::set<std::string> const& known_tests, Line const& line,
               std::vector<std::string> const& cells, Findings& findings) {
  auto const say = [&](std::string remedy) {
    findings.push_back({std::string(page_path), line.number, std::move(remedy)});
  };
  auto const where = in_backticks(cells[3]);
  if (where.size() != 2) return say("name the header and the constant, each in backticks");
  auto const* source = find_file(tree, where[0]);
  if (!source) return say(fmt::format("there is no {}", where[0]));
  auto name = where[1];
  std::size_t index = 0;
  if (name.ends_with("[1]")) {
    name.resize(name.size() - 3);
    index = 1;
  }
  auto const value = value_in(source->text, name, index);
  auto const told = first_number(cells[2]);
  if (!value) return say(fmt::format("{} has no constant {} with a plain number", where[0], name));
  if (value != told) return say(fmt::format("{} is {} in {}", name, *value, where[0]));
  auto const tests = in_backticks(cells[6]);
  if (tests.empty()) return say("name the test that holds it at the limit and one past it");
  for (auto const& test : tests)
    if (!known_tests.contains(test)) say(fmt::format("there is no test {}", test));
}

bool is_limit(File const& header, std::string const& line, std::string& name) {
  if (line.find('=') == std::string::npos) return false;
  std::smatch found;
  static std::regex const named(R"(\bconstexpr\s+[\w:]+\s+(\w+_(?:max|limit))\s*=\s*([^;]+);)");
  static std::regex const member(R"(^\s+[\w:]+\s+(\w+)\s*=\s*([^;]+);)");
  bool const all = std::ranges::find(of_limits, header.path) != of_limits.end();
  bool const constant = line.find("constexpr") != std::string::npos && line.find("_") != std::string::npos;
  if (!(constant && std::regex_search(line, found, named)) && !(all && std::regex_search(line, found, member)))
    return false;
  name = found[1];
  return !name.ends_with('_') && number_of(found[2]).value_or(0) != 0;
}

}  // namespace

Findings limits_are_as_written(Tree const& tree) {
  auto const* page = find_file(tree, page_path);
  if (!page) return {{std::string(page_path), 0, "write the page of limits"}};
  Findings findings;
  auto const known_tests = all_tests(tree);
  for (auto const& line : lines_of(page->text)) {
    auto const cells = split(line.text, '|');
    constexpr std::size_t cells_of_a_row = 8;
    if (cells.size() != cells_of_a_row || cells[3].find(".hpp`") == std::string::npos) continue;
    check_row(tree, known_tests, line, cells, findings);
  }
  for (auto const& file : tree) {
    if (!file.is_header() || file.is_under("tests") || file.is_under("docs")) continue;
    std::string name;
    for (auto const& [number, text] : lines_of(file.text))
      if (is_limit(file, std::string(text), name) &&
          page->text.find(fmt::format("`{}` `{}`", file.path, name)) == std::string::npos)
        findings.push_back({file.path, number, fmt::format("tell of {} in {}", name, page_path)});
  }
  return findings;
}

}  // namespace redress::house
