#include "tests/house/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

namespace redress::house {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 5> built{"engine", "workflows", "storage", "api", "tests"};

// The words of a CMake file outside its comments.
std::set<std::string, std::less<>> words_of_cmake(std::string_view text) {
  std::set<std::string, std::less<>> words;
  for (auto const& [number, line] : lines_of(text)) {
    auto rest = line.substr(0, line.find('#'));
    while (!rest.empty()) {
      auto const start = std::min(rest.find_first_not_of(" ()\""), rest.size());
      auto const end = std::min(rest.find_first_of(" ()\"", start), rest.size());
      if (end > start) words.emplace(rest.substr(start, end - start));
      rest.remove_prefix(end);
    }
  }
  return words;
}

bool is_listed(Tree const& tree, std::string_view path) {
  fs::path const source(path);
  for (auto folder = source.parent_path(); !folder.empty(); folder = folder.parent_path()) {
    auto const* list = find_file(tree, (folder / "CMakeLists.txt").generic_string());
    if (list && words_of_cmake(list->text).contains(source.lexically_relative(folder).generic_string())) return true;
  }
  return false;
}

struct Link {
  std::size_t line;
  std::string target;  // from the root
};

// The inline links of a page to other places of this tree: [text](docs/glossary.md#case) without the #case.
std::vector<Link> links_of(File const& page) {
  std::vector<Link> links;
  auto const folder = fs::path(page.path).parent_path();
  bool in_code = false;
  for (auto const& [number, line] : lines_of(page.text)) {
    if (line.starts_with("```")) in_code = !in_code;
    for (std::size_t at = 0; !in_code && (at = line.find("](", at)) != std::string_view::npos;) {
      at += 2;
      auto target = line.substr(at, line.find(')', at) - at);
      target = target.substr(0, target.find_first_of("# "));
      if (target.empty() || target.find("://") != std::string_view::npos || target.starts_with("mailto:")) continue;
      auto path = (folder / target).lexically_normal().generic_string();
      if (path.ends_with('/')) path.pop_back();
      links.push_back({number, std::move(path)});
    }
  }
  return links;
}

bool is_there(Tree const& tree, std::string_view path) {
  return std::ranges::any_of(tree, [&](auto const& file) { return file.path == path || file.is_under(path); });
}

struct Heading {
  std::size_t line;
  std::size_t level;
};

std::vector<Heading> headings_of(File const& page) {
  std::vector<Heading> headings;
  bool in_code = false;
  for (auto const& [number, line] : lines_of(page.text)) {
    if (line.starts_with("```")) in_code = !in_code;
    auto const level = std::min(line.find_first_not_of('#'), line.size());
    if (!in_code && level > 0 && level < line.size() && line[level] == ' ') headings.push_back({number, level});
  }
  return headings;
}

}  // namespace

Findings cmake_lists_every_source(Tree const& tree) {
  Findings findings;
  for (auto const& file : tree) {
    bool const ours = std::ranges::any_of(built, [&](auto folder) { return file.is_under(folder); });
    if (ours && file.path.ends_with(".cpp") && !is_listed(tree, file.path))
      findings.push_back({file.path, 0, "name it in the CMakeLists.txt of its folder, or remove it"});
  }
  return findings;
}

Findings pages_can_be_found(Tree const& tree) {
  std::set<std::string> found{"README.md", "README.zh-CN.md", "docs/README.md"};
  for (std::vector<std::string> open(found.begin(), found.end()); !open.empty();) {
    auto const* page = find_file(tree, open.back());
    open.pop_back();
    if (!page) continue;
    for (auto const& link : links_of(*page))
      if (link.target.ends_with(".md") && found.insert(link.target).second) open.push_back(link.target);
  }
  Findings findings;
  for (auto const& file : tree)
    if (file.is_under("docs") && file.is_markdown() && !found.contains(file.path))
      findings.push_back(
          {file.path, 0, "link it from docs/README.md, README.md or a page that can be reached from there"});
  return findings;
}

Findings links_lead_somewhere(Tree const& tree) {
  Findings findings;
  for (auto const& file : tree) {
    if (!file.is_markdown()) continue;
    for (auto const& [line, target] : links_of(file))
      if (!is_there(tree, target))
        findings.push_back({file.path, line, fmt::format("there is no {}; mend the link or write the page", target)});
  }
  return findings;
}

Findings both_readmes_match(Tree const& tree) {
  auto const* english = find_file(tree, "README.md");
  auto const* chinese = find_file(tree, "README.zh-CN.md");
  if (!english && !chinese) return {{"README.md", 0, "write README.md and README.zh-CN.md"}};
  if (!chinese) return {{"README.zh-CN.md", 0, "write it: README.md says the same in Chinese there"}};
  if (!english) return {{"README.md", 0, "write it: README.zh-CN.md says the same in English there"}};
  auto const here = headings_of(*english);
  auto const there = headings_of(*chinese);
  auto const [odd, other] = std::ranges::mismatch(here, there, {}, &Heading::level, &Heading::level);
  if (odd == here.end() && other == there.end()) return {};
  if (other == there.end())
    return {{english->path, odd->line, fmt::format("{} has no heading that matches this one; add it", chinese->path)}};
  return {{chinese->path, other->line,
           fmt::format("this heading matches none of the same level at its place in {}; give both the same",
                       english->path)}};
}

}  // namespace redress::house
