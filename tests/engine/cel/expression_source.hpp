// Makes expressions nobody would write: well-formed ones, broken ones, and ones only a byte away from sound.
//
// Everything comes from the seed, so that one number brings a failure back.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace redress::cel {

class ExpressionSource {
 public:
  explicit ExpressionSource(std::uint64_t seed) : random_(seed) {}

  /// One expression, of any of the sorts.
  std::string next();

  /// A well-formed one; its types may be anything.
  std::string well_formed(int depth);

 private:
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(random_() % count); }
  template <class Table>
  std::string_view one_of(Table const& table) {
    return table[below(std::size(table))];
  }

  std::string leaf();
  std::string call(int depth);
  std::string comprehension(int depth);
  std::string mutated(std::string text);
  std::string of_tokens();
  std::string of_bytes();
  std::string repeated();

  std::mt19937_64 random_;
};

}  // namespace redress::cel
