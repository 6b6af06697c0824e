// To whom a proof is told, and which facts, kinds of evidence and rules each reader may see.
//
// One table decides, by the longest prefix of a fact's path. What no row names is for manager and auditor alone, so a
// new fact is never shown by accident. Pure.
#pragma once

#include "engine/rules/proof.hpp"

#include <optional>
#include <string_view>

namespace redress::rules {

/// Each may see all that those before may see.
enum class Reader { buyer, agent, manager, auditor };
enum class Language { zh, en };

std::string_view name_of(Reader reader);
std::optional<Reader> reader_from(std::string_view name);
std::optional<Language> language_from(std::string_view name);

bool may_see_fact(Reader reader, std::string_view path);
bool may_see_evidence(Reader reader, std::string_view kind);

/// All that a part of a condition names.
bool may_see(Reader reader, ProofPart const& part);

/// Whether the rule itself is told: the buyer is told of rules that refuse or calculate and read nothing hidden; of
/// others only that an internal rule stands against the event.
bool may_see_rule(Reader reader, RuleProof const& proof);

/// Whether how many pieces of that kind the rule counted may be told. A kind that no clause spells out came of a fact's
/// value, and is told to those alone who may see all that was read.
bool may_see_count(Reader reader, RuleProof const& proof, std::string_view kind);

}  // namespace redress::rules
