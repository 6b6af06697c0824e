// The text of one rulebook file and where its lines are.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace redress::rules {

/// A file of YAML: `name` is its stem, the name an `include` uses.
struct BookSource {
  std::string name;
  std::string text;
};

/// Lines and columns count from 1, columns in characters (code points).
struct Place {
  int line = 1;
  int column = 1;

  auto operator<=>(Place const&) const = default;
};

/// Borrows the source.
class SourceText {
 public:
  explicit SourceText(BookSource const& source);

  std::string const& name() const { return source_.name; }
  std::string_view text() const { return source_.text; }

  /// Byte offset of a line and column as yaml-cpp counts them: both from 0, columns in bytes.
  std::size_t offset_of(int line, int byte_column) const;

  /// An offset past the end gives the end.
  Place place_of(std::size_t offset) const;

 private:
  BookSource const& source_;
  std::vector<std::size_t> line_starts_;
};

}  // namespace redress::rules
