// Finds a text in another in time linear in both, whatever they are (Knuth, Morris and Pratt 1977); std::string::find
// can take the product of their lengths.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace redress::cel {

class TextSearch {
 public:
  /// `wanted` must outlive it.
  explicit TextSearch(std::string_view wanted);

  /// Where `wanted` first begins in `text`, at `from` or later; npos if nowhere. The empty text is found at `from`.
  std::size_t first(std::string_view text, std::size_t from = 0) const;

  /// Where it last begins, at `from` or earlier.
  std::size_t last(std::string_view text, std::size_t from) const;

 private:
  std::string_view wanted_;
  std::vector<std::size_t> borders_;  // of each beginning of `wanted`: how much of its own end it begins with again
};

}  // namespace redress::cel
