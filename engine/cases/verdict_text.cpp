#include "engine/cases/verdict_text.hpp"

#include "engine/ledger/canonical_text.hpp"

#include <boost/container/small_vector.hpp>

#include <algorithm>

namespace redress {
namespace {

using ledger::CanonicalText;

bool write(FactValue const& value, CanonicalText& out) {
  return std::visit(
      [&](auto const& held) {
        using V = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<V, bool>) {
          out.truth(held);
          return true;
        } else if constexpr (std::is_same_v<V, std::int64_t>) {
          return out.integer(held);
        } else if constexpr (std::is_same_v<V, Instant>) {
          return out.text(format_rfc3339(held));
        } else if constexpr (std::is_same_v<V, std::vector<std::string>>) {
          out.raw('[');
          for (std::size_t i = 0; i < held.size(); ++i) {
            if (i > 0) out.raw(',');
            if (!out.text(held[i])) return false;
          }
          out.raw(']');
          return true;
        } else {
          return out.text(held);
        }
      },
      value);
}

// An object out of a list, its members by name; names of facts and kinds are ASCII, so bytes rank them.
template <class Read, class WriteValue>
bool write_by_name(std::vector<Read> const& reads, std::string Read::*name, CanonicalText& out,
                   WriteValue write_value) {
  boost::container::small_vector<Read const*, 32> sorted;
  for (auto const& read : reads) sorted.push_back(&read);
  std::ranges::sort(sorted, {}, [&](Read const* read) -> std::string const& { return read->*name; });
  out.raw('{');
  bool first = true;
  for (auto const* read : sorted) {
    if (!first) out.raw(',');
    first = false;
    if (!out.text(read->*name)) return false;
    out.raw(':');
    if (!write_value(*read)) return false;
  }
  out.raw('}');
  return true;
}

bool write_facts(std::vector<rules::FactRead> const& reads, CanonicalText& out) {
  return write_by_name(reads, &rules::FactRead::path, out, [&](rules::FactRead const& read) {
    if (read.value) return write(*read.value, out);
    out.raw("null");
    return true;
  });
}

bool write_evidence(std::vector<rules::EvidenceRead> const& reads, CanonicalText& out) {
  return write_by_name(reads, &rules::EvidenceRead::kind, out,
                       [&](rules::EvidenceRead const& read) { return out.integer(read.count); });
}

bool write(rules::RuleVerdict const& verdict, CanonicalText& out) {
  auto const& rule = *verdict.rule;
  auto const member = [&](std::string_view name, std::string_view text) {
    out.raw(name);
    return out.text(text);
  };
  out.raw("{\"applies\":");
  out.truth(verdict.applies);
  if (!member(",\"cites\":", rule.cites.text + " [" + rule.cites.source + "]")) return false;
  if (!member(",\"confidence\":", name_of(rule.confidence))) return false;
  if (!verdict.evidence_read.empty()) {
    out.raw(",\"evidence_read\":");
    if (!write_evidence(verdict.evidence_read, out)) return false;
  }
  out.raw(",\"facts_read\":");
  if (!write_facts(verdict.facts_read, out) || !member(",\"id\":", rule.id)) return false;
  if (!member(",\"says\":{\"en\":", verdict.says.en) || !member(",\"zh\":", verdict.says.zh)) return false;
  if (!member("},\"verdict\":", name_of(verdict.verdict)) || !member(",\"version\":", rule.version)) return false;
  out.raw('}');
  return true;
}

}  // namespace

std::optional<std::string> verdicts_text(std::span<rules::RuleVerdict const> verdicts) {
  std::string text;
  CanonicalText out(text);
  out.raw('[');
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    if (i > 0) out.raw(',');
    if (!write(verdicts[i], out)) return std::nullopt;
  }
  out.raw(']');
  out.finish();
  return text;
}

}  // namespace redress
