// The word lists that the buyer's words have matched in a case: kept as the fact buyer.message_terms, for the risk
// signals. The words themselves are personal and kept nowhere else.
#pragma once

#include "api/service/opening.hpp"
#include "engine/cases/attempt.hpp"
#include "engine/rules/rulebook.hpp"

namespace redress::api {

/// What the claim and the review said when the case was opened. Nothing is set where no list matches.
void keep_opening_words(Opening const& opening, rules::Rulebook const& book, Facts& facts);

/// Adds what a buyer's attempt matched to what was matched before; an attempt of anyone else adds nothing.
void keep_buyers_words(Attempt& attempt, Facts const& known);

}  // namespace redress::api
