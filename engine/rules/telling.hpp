// Tells a proof to a reader: as JSON for programs, as an indented tree of lines for people, in Chinese or English.
//
// Both are made from the one proof and leave out the same: a part that reads a hidden fact is `hidden`, and what stands
// around it shows neither its text nor its truth (docs/explain.md).
#pragma once

#include "engine/rules/reader.hpp"

#include <boost/json.hpp>

#include <string>
#include <vector>

namespace redress::rules {

/// {operation, source, truth: "true" | "false" | "unknown", value, error, asked: false, waits_for, parts}, each where
/// it is so; {hidden: true} for a part not to be seen.
boost::json::object tell(ProofPart const& part, Reader reader);

/// The members of a recorded verdict, and `effect`, `refuses`, `evidence_read`, `missing`, `when`, `require`. For a
/// rule that the reader is not told of: {internal: true, refuses, says}.
boost::json::object tell(RuleProof const& proof, Reader reader);

/// The rule's sentence, its hidden blanks as （不公开） and (not shown).
Says sentence_for(RuleProof const& proof, Reader reader);

/// The same for people, the rule's own line first; no line ends in a line break.
std::vector<std::string> tell_lines(RuleProof const& proof, Reader reader, Language language);

/// "E-SIGN 签收底单或授权签收证明", "order.paid_minor 实付金额（分）": a kind of evidence or a fact with its label.
std::string labelled_evidence(std::string_view kind, Language language);
std::string labelled_fact(std::string_view path, Language language);

/// A fact as people read it: texts quoted, moments in RFC 3339, an unknown one 未知 or unknown.
std::string worded(std::optional<FactValue> const& value, Language language);

}  // namespace redress::rules
