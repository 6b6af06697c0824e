// Compiles a CEL expression that stands in a rulebook file, and looks at the names in its texts, which no type checks.
#pragma once

#include "engine/cel/program.hpp"
#include "workflows/rulebook_loader/members.hpp"

#include <initializer_list>
#include <optional>
#include <vector>

namespace redress::rules {

/// What the compiler says becomes findings at the file's own lines and columns; so do evidence kinds nobody knows and
/// values a fact with a closed list of values never has.
std::optional<cel::Program> compile_at(YamlNode const& scalar, cel::Type expected, FileCheck& check);

/// Vocabularies an expression looks for in event.message_terms or buyer.message_terms: 'reward' in event.message_terms.
std::vector<PlacedText> vocabularies_named(cel::Program const& program, YamlNode const& scalar, FileCheck const& check);

/// Whether it calls a function that counts by the calendar.
bool uses_calendar(cel::Program const& program);

/// The file's calendar if any of these conditions counts by it; else none. Null pointers and absent ones are passed
/// over.
CalendarPointer calendar_for(std::initializer_list<std::optional<cel::Program> const*> conditions,
                             FileCheck const& check);

/// The closed list of a text fact's values; empty if its values are open.
std::span<std::string_view const> values_of_fact(std::string_view path);

/// Reports a kind of evidence nobody knows.
void check_evidence_kind(std::string_view kind, Place place, FileCheck& check);

}  // namespace redress::rules
