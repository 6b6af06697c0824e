// How a case is found by text: words are runs of letters and digits, and every Chinese character is a word of its own.
//
// Case ids, order ids, the reason and the order's lines (sku, title) are searched; nothing personal is. Letters are
// compared without case (ASCII), full-width forms as their ordinary ones. A query is split at blanks; each part is a
// phrase whose words stand next to each other in this order within one field, and every phrase must be found.
#pragma once

#include "engine/cases/case.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace redress::storage {

std::vector<std::string> words_of(std::string_view text);

/// The searchable words of a case, separated by blanks; fields by a mark that is never a word. `order` may be null.
std::string search_text_of(Case const& case_, Order const* order);

using Phrase = std::vector<std::string>;

/// Nothing can match an empty answer: the query has no word in it.
std::vector<Phrase> phrases_of(std::string_view query);

/// Whether all phrases are in a search text.
bool found_in(std::string_view search_text, std::vector<Phrase> const& phrases);

}  // namespace redress::storage
