// Facts that follow from others: computed at every decision, stored nowhere.
#pragma once

#include "engine/cases/book_facts.hpp"
#include "engine/cases/decide.hpp"

namespace redress {

/// Fills in every `derived` fact that can be known, of those only the book can tell the ones up to `wanted`.
void derive(Facts& facts, World const& world, BookFacts wanted = BookFacts::risk);

/// Those only the book can tell, up to `wanted`, beside all others: derive() in two steps.
void derive_from_book(Facts& facts, World const& world, BookFacts wanted);

/// facts_at() for somebody who reads no more of the book than `wanted`.
Facts facts_at(World const& world, Attempt const* attempt, BookFacts wanted);

/// The code for a reason as callers and platforms write it ("质量问题" -> "quality"); codes are themselves, others
/// "other".
std::string_view reason_code(std::string_view reason);

/// When the present state must be left and what happens then: the platform's own time if it gave one, else the book's.
std::optional<CaseDue> due_of(World const& world, Facts const& facts);

/// The platform's own time for this state and the book's differ by more than 60 s; the case is then flagged.
bool platform_due_differs(World const& world, Facts const& facts);

/// The platform reported a status that is none of those we know; the case is then flagged and left to people.
bool platform_status_unknown(Case const& case_);

/// The moment whose rule versions apply: the decision's, or the conduct's where the platform says so.
Instant rules_at(World const& world);

}  // namespace redress
