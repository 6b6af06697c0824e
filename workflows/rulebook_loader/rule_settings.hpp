// Where rules are compared: the events they share, and a moment at which both hold.
#pragma once

#include "engine/rules/rulebook.hpp"
#include "workflows/rulebook_loader/names.hpp"
#include "workflows/rulebook_loader/situation_search.hpp"

#include <string>
#include <vector>

namespace redress::rules {

/// "refund.refuse" of every event the rule covers, sorted.
std::vector<std::string> events_of(Rule const& rule, Names const& names);

/// A moment of a span; of two overlapping spans, one of both.
Instant moment_in(Span const& span);
Instant moment_in(Span const& one, Span const& other);

Setting setting_of(std::string_view event, Instant now, Names const& names);

/// `events` if one of the rules reads which event, kind or state it is about; else the first alone stands for all.
std::vector<std::string> telling_events(std::vector<std::string> events, Rule const& one, Rule const& other);

/// "TB-RU-005: when ...; require ...".
std::string clause_of(Rule const& rule);

/// The demand that a restricting rule refuses (or warns); that it does not comes in two ways, see below.
void add_speaks(Demand& demand, Rule const& rule);

/// The two ways in which a restricting rule lets an event pass: it is out of scope, or its demand is met.
std::vector<Demand> with_passing(Demand const& demand, Rule const& rule);

}  // namespace redress::rules
