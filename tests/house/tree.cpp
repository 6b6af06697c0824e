#include "tests/house/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace redress::house {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 6> not_ours{"build", ".git", "node_modules", ".cache", "__pycache__", "dist"};
constexpr std::array<std::string_view, 14> written{".cpp", ".hpp", ".md",  ".cmake", ".yaml", ".yml", ".py",
                                                   ".sh",  ".js",  ".mjs", ".ts",    ".tsx",  ".css", "CMakeLists.txt"};
constexpr std::array<std::string_view, 5> written_at_the_root{"dev", ".ci/run", ".clang-format", ".clang-tidy",
                                                              ".gitignore"};

}  // namespace

bool File::is_written() const {
  if (is_under("tests/vectors") || path.find("/fixtures/") != std::string::npos) return false;
  return std::ranges::any_of(written, [&](auto end) { return path.ends_with(end); }) ||
         std::ranges::find(written_at_the_root, path) != written_at_the_root.end();
}

bool File::is_under(std::string_view folder) const {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  while (!text.empty()) {
    auto const end = text.find('\n');
    lines.push_back({lines.size() + 1, text.substr(0, end)});
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

bool is_excused(std::vector<Line> const& lines, std::size_t number, std::string_view key) {
  constexpr std::size_t reason_min = 8;
  auto const mark = fmt::format("house: {} because ", key);
  auto const excuses = [&](Line const& line) {
    auto const at = line.text.find(mark);
    return at != std::string_view::npos && line.text.size() >= at + mark.size() + reason_min;
  };
  return excuses(lines[number - 1]) || (number > 1 && excuses(lines[number - 2]));
}

File const* find_file(Tree const& tree, std::string_view path) {
  auto const found = std::ranges::find(tree, path, &File::path);
  return found == tree.end() ? nullptr : &*found;
}

Tree read_tree(fs::path const& root) {
  Tree tree;
  for (auto walk = fs::recursive_directory_iterator(root); walk != fs::recursive_directory_iterator(); ++walk) {
    auto const name = walk->path().filename().string();
    if (walk->is_directory() && std::ranges::find(not_ours, name) != not_ours.end()) {
      walk.disable_recursion_pending();
      continue;
    }
    if (!walk->is_regular_file()) continue;
    std::ifstream in(walk->path(), std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (text.find('\0') != std::string::npos) text.clear();  // pictures and the like are there, and say nothing to read
    tree.push_back({walk->path().lexically_relative(root).generic_string(), std::move(text)});
  }
  std::ranges::sort(tree, {}, &File::path);
  return tree;
}

std::string to_text(Findings const& findings) {
  std::string text;
  for (auto const& finding : findings)
    text += finding.line == 0 ? fmt::format("  {}: {}\n", finding.path, finding.remedy)
                              : fmt::format("  {}:{}: {}\n", finding.path, finding.line, finding.remedy);
  return text;
}

}  // namespace redress::house
