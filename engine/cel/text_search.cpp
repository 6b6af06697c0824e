#include "engine/cel/text_search.hpp"

#include <algorithm>

namespace redress::cel {

TextSearch::TextSearch(std::string_view wanted) : wanted_(wanted), borders_(wanted.size(), 0) {
  std::size_t border = 0;
  for (std::size_t i = 1; i < wanted.size(); ++i) {
    while (border > 0 && wanted[i] != wanted[border]) border = borders_[border - 1];
    if (wanted[i] == wanted[border]) ++border;
    borders_[i] = border;
  }
}

std::size_t TextSearch::first(std::string_view text, std::size_t from) const {
  if (wanted_.empty()) return from;
  std::size_t matched = 0;
  for (std::size_t i = from; i < text.size(); ++i) {
    while (matched > 0 && text[i] != wanted_[matched]) matched = borders_[matched - 1];
    if (text[i] == wanted_[matched]) ++matched;
    if (matched == wanted_.size()) return i + 1 - matched;
  }
  return std::string_view::npos;
}

std::size_t TextSearch::last(std::string_view text, std::size_t from) const {
  if (wanted_.empty()) return std::min(from, text.size());
  std::size_t found = std::string_view::npos;
  std::size_t matched = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    while (matched > 0 && text[i] != wanted_[matched]) matched = borders_[matched - 1];
    if (text[i] == wanted_[matched]) ++matched;
    if (matched < wanted_.size()) continue;
    std::size_t const begin = i + 1 - matched;
    if (begin > from) break;
    found = begin;
    matched = borders_[matched - 1];
  }
  return found;
}

}  // namespace redress::cel
