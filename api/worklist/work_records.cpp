#include "api/worklist/work_records.hpp"

#include <limits>

namespace redress::api {

Words16::Words16() { number_of(""); }

std::uint16_t Words16::number_of(std::string_view word) {
  if (auto const known = find(word)) return *known;
  constexpr std::size_t words_max = std::numeric_limits<std::uint16_t>::max();
  if (words_.size() > words_max) return words_max;
  auto const number = static_cast<std::uint16_t>(words_.size());
  words_.emplace_back(word);
  numbers_.emplace(word, number);
  return number;
}

std::optional<std::uint16_t> Words16::find(std::string_view word) const {
  auto const at = numbers_.find(std::string(word));
  if (at == numbers_.end()) return std::nullopt;
  return at->second;
}

}  // namespace redress::api
