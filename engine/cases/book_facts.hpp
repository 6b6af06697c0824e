// Derived facts that only a search through the rulebook tells, and whether anybody is going to read them.
//
// They cost more than all other facts together, so a decision derives those that its rules, deadlines and sentences can
// read and no others. What is not derived is not there, so whoever asks for less must know that nobody reads it.
#pragma once

#include "engine/rules/rulebook.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace redress {

/// In the order they are derived: each may follow from those before it, so asking for one asks for these too.
enum class BookFacts { none, no_reason_window, shop_target, compensation, risk };

/// What this path wants; none for every other fact.
BookFacts told_by(std::string_view path);

/// What a rule may read: its conditions, and the blanks of its sentence.
BookFacts read_by(rules::Rule const& rule);
BookFacts read_by(std::span<rules::Rule const* const> rules);

/// What the deadlines of a slot may read; `at` is when they are asked.
BookFacts read_by_deadlines(rules::Rulebook const& book, std::string_view slot, Instant at);

/// Their positions in the schema.
std::span<std::size_t const> positions_of_book_facts();

}  // namespace redress
