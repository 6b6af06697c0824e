#include "engine/rules/consult.hpp"

#include <algorithm>

namespace redress::rules {
namespace {

std::string with_lower_ascii(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lowered;
}

}  // namespace

// Comparing bytes is enough: in UTF-8 no character's bytes occur inside another's.
std::vector<std::string> matching_vocabularies(Rulebook const& book, std::string_view text) {
  auto const lowered = with_lower_ascii(text);
  std::vector<std::string> names;
  for (auto const& vocabulary : book.vocabularies)
    if (std::ranges::any_of(vocabulary.terms, [&](auto const& term) {
          return !term.empty() && lowered.find(with_lower_ascii(term)) != std::string::npos;
        }))
      names.push_back(vocabulary.name);
  std::ranges::sort(names);
  return names;
}

}  // namespace redress::rules
