#include "engine/rules/telling.hpp"

#include "engine/rules/failed_clause.hpp"
#include "engine/rules/rulebook_json.hpp"
#include "engine/rules/sentence.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::rules {
namespace {

namespace json = boost::json;

constexpr std::string_view evidence_label = "evidence:";
constexpr std::size_t shown_bytes_max = 500;

json::value value_json(cel::Value const& value) {
  switch (value.kind()) {
    case cel::Kind::null:
      return nullptr;
    case cel::Kind::boolean:
      return value.as_bool();
    case cel::Kind::int64:
      return value.as_int();
    case cel::Kind::uint64:
      return value.as_uint();
    case cel::Kind::string:
      return json::string(value.as_string());
    case cel::Kind::timestamp:
      return json::string(format_rfc3339(cel::instant_from(value.as_timestamp())));
    case cel::Kind::duration:
      return json::string(duration_in_words(value.as_duration()));
    case cel::Kind::list: {
      json::array items;
      for (auto const& item : value.as_list()) items.push_back(value_json(item));
      return items;
    }
    default:
      return json::string(cel::to_literal(value, shown_bytes_max));
  }
}

bool may_see_label(Reader reader, std::string_view label) {
  if (label.starts_with(evidence_label)) return may_see_evidence(reader, label.substr(evidence_label.size()));
  return may_see_fact(reader, label);
}

void tell_outcome(ProofPart const& part, Reader reader, json::object& told) {
  switch (part.came) {
    case Came::yes:
    case Came::no:
      told.emplace("truth", part.came == Came::yes ? "true" : "false");
      break;
    case Came::unknown: {
      told.emplace("truth", "unknown");
      json::array waits_for;
      for (auto const& label : part.waits_for)
        if (may_see_label(reader, label)) waits_for.emplace_back(label);
      told.emplace("waits_for", std::move(waits_for));
      break;
    }
    case Came::value:
      told.emplace("value", value_json(*part.value));
      break;
    case Came::error:
      told.emplace("error", redress::to_json(*part.error));
      break;
    case Came::not_asked:
      told.emplace("asked", false);
      break;
  }
}

bool shows_missing(Reader reader, RuleProof const& proof, Missing const& missing) {
  switch (missing.what) {
    case Missing::What::fact:
      return may_see_fact(reader, missing.name);
    case Missing::What::evidence:
      return may_see_count(reader, proof, missing.name);
    case Missing::What::error:  // its sentence may quote what the condition read
      return (!proof.when || may_see(reader, *proof.when)) && (!proof.require || may_see(reader, *proof.require));
  }
  return false;
}

json::object tell_reads(RuleProof const& proof, Reader reader) {
  json::object read;
  for (auto const& [path, value] : proof.verdict.facts_read)
    if (may_see_fact(reader, path)) read.emplace(path, value ? redress::to_json(*value) : json::value(nullptr));
  return read;
}

// A blank the reader may not see is filled first, so that what is left may be filled from the facts.
std::string with_hidden_blanks(std::string_view sentence, Reader reader, std::string_view stand_in) {
  std::string text;
  std::size_t done = 0;
  for (auto const& [offset, path] : blanks_of(sentence)) {
    if (!fact_index(path) || may_see_fact(reader, path)) continue;
    text += sentence.substr(done, offset - done);
    text += stand_in;
    done = offset + path.size() + 2;
  }
  return text.append(sentence.substr(done));
}

Says const internal_rule{"店铺内部规定，内容不公开", "an internal rule of the shop, not shown"};

}  // namespace

json::object tell(ProofPart const& part, Reader reader) {
  bool const all_seen = may_see(reader, part);
  bool const connective =
      part.operation == "&&" || part.operation == "||" || part.operation == "!" || part.operation == "?:";
  if (!all_seen && !connective) return {{"hidden", true}};
  json::object told{{"operation", part.operation}};
  if (all_seen) {
    told.emplace("source", part.source);
    tell_outcome(part, reader, told);
  }
  json::array parts;
  for (auto const& each : part.parts) parts.push_back(tell(each, reader));
  if (!all_seen && std::ranges::all_of(parts, [](auto const& each) { return each.as_object().contains("hidden"); }))
    return {{"hidden", true}};
  if (!parts.empty()) told.emplace("parts", std::move(parts));
  return told;
}

Says sentence_for(RuleProof const& proof, Reader reader) {
  auto const hidden = [&](FactRead const& read) { return !may_see_fact(reader, read.path); };
  if (std::ranges::none_of(proof.said, hidden)) return proof.verdict.says;
  Facts seen;
  for (auto const& read : proof.said)
    if (!hidden(read) && read.value) seen.set(read.path, *read.value);
  auto const& sentence = proof.verdict.rule->says;
  return fill(
      {with_hidden_blanks(sentence.zh, reader, "（不公开）"), with_hidden_blanks(sentence.en, reader, "(not shown)")},
      seen);
}

json::object tell(RuleProof const& proof, Reader reader) {
  auto const& verdict = proof.verdict;
  auto const& rule = *verdict.rule;
  if (!may_see_rule(reader, proof))
    return {{"internal", true}, {"refuses", proof.refuses}, {"says", redress::to_json(internal_rule)}};
  json::object told{{"id", rule.id},
                    {"version", rule.version},
                    {"verdict", name_of(verdict.verdict)},
                    {"applies", verdict.applies},
                    {"effect", name_of(rule.effect)},
                    {"refuses", proof.refuses},
                    {"cites", citation_text(rule.cites)},
                    {"confidence", name_of(rule.confidence)},
                    {"facts_read", tell_reads(proof, reader)},
                    {"says", redress::to_json(sentence_for(proof, reader))}};
  json::object evidence;
  for (auto const& [kind, count] : verdict.evidence_read)
    if (may_see_count(reader, proof, kind)) evidence.emplace(kind, count);
  told.emplace("evidence_read", std::move(evidence));
  json::array missing;
  for (auto const& each : verdict.missing)
    if (shows_missing(reader, proof, each)) missing.push_back(to_json(each));
  if (!missing.empty()) told.emplace("missing", std::move(missing));
  if (proof.when) told.emplace("when", tell(*proof.when, reader));
  if (proof.require) told.emplace("require", tell(*proof.require, reader));
  return told;
}

}  // namespace redress::rules
