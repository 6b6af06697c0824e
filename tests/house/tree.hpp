// The source tree as the house rules see it: every text file of ours, by its path from the root.
//
// Rules are pure functions over these values, so their own tests plant defects in a Tree of two lines.
#pragma once

#include <concepts>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace redress::house {

struct File {
  std::string path;  // from the root, with '/': "engine/base/money.hpp"
  std::string text;

  bool is_cpp() const { return path.ends_with(".cpp") || path.ends_with(".hpp"); }
  bool is_header() const { return path.ends_with(".hpp"); }
  bool is_markdown() const { return path.ends_with(".md"); }
  bool is_cmake() const { return path.ends_with("CMakeLists.txt") || path.ends_with(".cmake"); }
  bool is_yaml() const { return path.ends_with(".yaml") || path.ends_with(".yml"); }
  /// Written here for people to read: code, build files, rulebooks, pages; not fixtures, vectors or the licence.
  bool is_written() const;
  bool is_under(std::string_view folder) const;  // folder without a '/' at its end
};

using Tree = std::vector<File>;

/// What a rule found wrong, and what to do about it.
struct Finding {
  std::string path;
  std::size_t line = 0;  // from 1; 0 where the whole file is meant
  std::string remedy;
};
using Findings = std::vector<Finding>;

struct Line {
  std::size_t number;  // from 1
  std::string_view text;
};

/// The lines of a text, without their ends. They point into `text`, which therefore must be no temporary.
std::vector<Line> lines_of(std::string_view text);
template <std::same_as<std::string> Temporary>
std::vector<Line> lines_of(Temporary&& text) = delete;

/// Whether line `number`, or the line above, ends with "house: KEY because ..." and a reason of some length.
bool is_excused(std::vector<Line> const& lines, std::size_t number, std::string_view key);

File const* find_file(Tree const& tree, std::string_view path);

/// Every text file under `root`, sorted by path; build folders, version control and installed packages are left out.
Tree read_tree(std::filesystem::path const& root);

/// "engine/base/money.hpp:12: remedy", a line each.
std::string to_text(Findings const& findings);

}  // namespace redress::house
