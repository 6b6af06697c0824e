#include "engine/rules/reader.hpp"

#include <algorithm>
#include <array>

namespace redress::rules {
namespace {

constexpr std::array reader_names{std::string_view{"buyer"}, std::string_view{"agent"}, std::string_view{"manager"},
                                  std::string_view{"auditor"}};

struct Row {
  std::string_view prefix;  // of the path; the longest that fits counts
  Reader least;             // this reader and those after it
};

constexpr std::array rows{
    Row{"account.", Reader::buyer},
    Row{"actor.", Reader::agent},
    Row{"agreement.", Reader::buyer},
    Row{"authority.", Reader::manager},
    Row{"buyer.", Reader::agent},
    Row{"case.", Reader::buyer},
    Row{"claim.", Reader::buyer},
    Row{"compensation.", Reader::buyer},
    Row{"dispute.", Reader::buyer},
    Row{"dispute.platform_refund_basis", Reader::agent},
    Row{"dispute.proof_complete", Reader::agent},
    Row{"event.", Reader::agent},
    Row{"event.address_differs", Reader::buyer},
    Row{"event.address_overseas", Reader::buyer},
    Row{"event.amount_minor", Reader::buyer},
    Row{"event.basis", Reader::buyer},
    Row{"event.name", Reader::buyer},
    Row{"event.outcome", Reader::buyer},
    Row{"event.postage_bearer", Reader::buyer},
    Row{"force_majeure.", Reader::buyer},
    Row{"logistics.", Reader::buyer},
    Row{"logistics.fake_dispatch", Reader::agent},
    Row{"now", Reader::buyer},
    Row{"offer.", Reader::buyer},
    Row{"order.", Reader::buyer},
    Row{"override.", Reader::manager},
    Row{"payout.", Reader::agent},
    Row{"platform.", Reader::agent},
    Row{"platform.due_at", Reader::buyer},
    Row{"replacement.", Reader::buyer},
    Row{"report.", Reader::agent},
    Row{"returns.", Reader::buyer},
    Row{"returns.lapsed_before", Reader::agent},
    Row{"review.", Reader::buyer},
    Row{"risk.", Reader::agent},
    Row{"shipment.", Reader::buyer},
    Row{"shop.", Reader::agent},
    Row{"stock.", Reader::buyer},
    Row{"warehouse.", Reader::buyer},
};

// What the shop collects about the buyer or its own house is nothing the buyer is shown.
constexpr std::array kinds_for_the_shop{std::string_view{"E-PROFILE"},  std::string_view{"E-PURCHASE"},
                                        std::string_view{"E-STOCK"},    std::string_view{"E-THREAT"},
                                        std::string_view{"E-TRACEINT"}, any_kind};

Reader least_reader(std::string_view path) {
  Row const* best = nullptr;
  for (auto const& row : rows) {
    bool const whole = !row.prefix.ends_with('.');
    bool const fits = whole ? path == row.prefix : path.starts_with(row.prefix);
    if (fits && (!best || row.prefix.size() > best->prefix.size())) best = &row;
  }
  return best ? best->least : Reader::manager;
}

}  // namespace

std::string_view name_of(Reader reader) { return reader_names.at(static_cast<std::size_t>(reader)); }

std::optional<Reader> reader_from(std::string_view name) {
  auto const at = std::ranges::find(reader_names, name);
  if (at == reader_names.end()) return std::nullopt;
  return static_cast<Reader>(at - reader_names.begin());
}

std::optional<Language> language_from(std::string_view name) {
  if (name == "zh") return Language::zh;
  if (name == "en") return Language::en;
  return std::nullopt;
}

bool may_see_fact(Reader reader, std::string_view path) { return reader >= least_reader(path); }

bool may_see_evidence(Reader reader, std::string_view kind) {
  return reader != Reader::buyer || std::ranges::find(kinds_for_the_shop, kind) == kinds_for_the_shop.end();
}

bool may_see(Reader reader, ProofPart const& part) {
  return std::ranges::all_of(part.facts, [&](auto const& path) { return may_see_fact(reader, path); }) &&
         std::ranges::all_of(part.evidence, [&](auto const& kind) { return may_see_evidence(reader, kind); });
}

bool may_see_rule(Reader reader, RuleProof const& proof) {
  if (reader != Reader::buyer) return true;
  auto const effect = proof.verdict.rule->effect;
  if (effect != RuleEffect::block && effect != RuleEffect::require_evidence && effect != RuleEffect::calculate)
    return false;
  auto const seen = [&](std::optional<ProofPart> const& part) { return !part || may_see(reader, *part); };
  return seen(proof.when) && seen(proof.require) &&
         std::ranges::all_of(proof.said, [&](auto const& read) { return may_see_fact(reader, read.path); });
}

bool may_see_count(Reader reader, RuleProof const& proof, std::string_view kind) {
  if (!may_see_evidence(reader, kind)) return false;
  if (evidence_named(*proof.verdict.rule).contains(std::string(kind))) return true;
  return (!proof.when || may_see(reader, *proof.when)) && (!proof.require || may_see(reader, *proof.require));
}

}  // namespace redress::rules
