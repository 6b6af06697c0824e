// The tree for people: one line a part, connectives indented over their operands.
#include "engine/cases/evidence.hpp"
#include "engine/rules/failed_clause.hpp"
#include "engine/rules/rulebook_json.hpp"
#include "engine/rules/telling.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace redress::rules {
namespace {

std::string_view pick(Language language, std::string_view zh, std::string_view en) {
  return language == Language::zh ? zh : en;
}

std::string_view mark_of(ProofPart const& part) {
  switch (part.came) {
    case Came::yes:
      return "✓";
    case Came::no:
      return "✗";
    case Came::unknown:
      return "?";
    case Came::error:
      return "!";
    default:
      return "·";
  }
}

std::string verdict_words(RuleVerdict const& verdict, Language language) {
  if (!verdict.applies) return std::string(pick(language, "不在适用范围", "out of scope"));
  switch (verdict.verdict) {
    case Verdict::holds:
      return std::string(pick(language, "成立", "holds"));
    case Verdict::fails:
      return std::string(pick(language, "不成立", "fails"));
    case Verdict::unproven:
      return std::string(pick(language, "未证明", "unproven"));
  }
  return {};
}

std::string_view effect_words(RuleEffect effect, Language language) {
  constexpr std::array words{std::string_view{"禁止"}, std::string_view{"须举证"}, std::string_view{"须主管"},
                             std::string_view{"提醒"}, std::string_view{"自动"},   std::string_view{"应赔"}};
  auto const at = static_cast<std::size_t>(effect);
  return language == Language::zh && at < words.size() ? words[at] : name_of(effect);
}

std::string_view confidence_words(Confidence confidence, Language language) {
  constexpr std::array words{std::string_view{"可信度高"}, std::string_view{"可信度中"}, std::string_view{"可信度低"},
                             std::string_view{"未核实"}, std::string_view{"自定"}};
  auto const at = static_cast<std::size_t>(confidence);
  return language == Language::zh && at < words.size() ? words[at] : name_of(confidence);
}

class Lines {
 public:
  Lines(RuleProof const& proof, Reader reader, Language language)
      : proof_(proof), reader_(reader), language_(language) {}

  std::vector<std::string> take() && {
    if (!may_see_rule(reader_, proof_)) {
      add(0, fmt::format("{} {}", proof_.refuses ? "✗" : "·",
                         pick(language_, "店铺内部规定，内容不公开", "an internal rule of the shop, not shown")));
      return std::move(lines_);
    }
    auto const& verdict = proof_.verdict;
    auto const& rule = *verdict.rule;
    auto const mark = proof_.refuses                      ? "✗"
                      : verdict.verdict == Verdict::holds ? "✓"
                      : verdict.verdict == Verdict::fails ? "!"
                                                          : "?";
    add(0, fmt::format("{} {} {} ({}, {}) {}", mark, rule.id, verdict_words(verdict, language_),
                       effect_words(rule.effect, language_), confidence_words(rule.confidence, language_),
                       citation_text(rule.cites)));
    // A sentence says why a rule refuses or warns, or what it grants; where it does neither it would mislead.
    bool const speaks = verdict.applies && (permits(rule.effect) == (verdict.verdict == Verdict::holds));
    auto const says = sentence_for(proof_, reader_);
    if (speaks) add(1, language_ == Language::zh ? says.zh : says.en);
    if (proof_.when) tell_part(*proof_.when, 1, pick(language_, "适用：", "when: "));
    if (proof_.require && verdict.applies) tell_part(*proof_.require, 1, pick(language_, "要求：", "require: "));
    return std::move(lines_);
  }

 private:
  void add(std::size_t depth, std::string_view text) { lines_.push_back(fmt::format("{:{}}{}", "", depth * 2, text)); }

  void tell_part(ProofPart const& part, std::size_t depth, std::string_view title = {}) {
    bool const seen = may_see(reader_, part);
    bool const connective =
        part.operation == "&&" || part.operation == "||" || part.operation == "!" || part.operation == "?:";
    if (!connective || (!seen && tell(part, reader_).contains("hidden"))) {
      if (!seen) return add(depth, fmt::format("{}· {}", title, pick(language_, "（不公开）", "(not shown)")));
      return add(depth, fmt::format("{}{} {}{}", title, mark_of(part), part.source, reads_of(part)));
    }
    add(depth, fmt::format("{}{} {}", title, seen ? mark_of(part) : "·", connective_words(part.operation)));
    for (auto const& each : part.parts) tell_part(each, depth + 1);
  }

  std::string_view connective_words(std::string_view operation) const {
    if (operation == "&&") return pick(language_, "全部成立", "all of");
    if (operation == "||") return pick(language_, "任一成立", "any of");
    if (operation == "!") return pick(language_, "并非", "not");
    return pick(language_, "如果、则、否则", "if, then, else");
  }

  // What the part read, if it was asked; only of a part the reader sees as a whole.
  std::string reads_of(ProofPart const& part) const {
    if (part.came == Came::not_asked) return {};
    std::vector<std::string> reads;
    for (auto const& path : part.facts) {
      auto const at = std::ranges::find(proof_.verdict.facts_read, path, &FactRead::path);
      if (at != proof_.verdict.facts_read.end())
        reads.push_back(fmt::format("{} = {}", labelled_fact(path, language_), worded(at->value, language_)));
    }
    for (auto const& kind : part.evidence) {
      auto const at = std::ranges::find(proof_.verdict.evidence_read, kind, &EvidenceRead::kind);
      if (at != proof_.verdict.evidence_read.end())
        reads.push_back(fmt::format("{}: {}", labelled_evidence(kind, language_), at->count));
    }
    if (part.error) reads.push_back(language_ == Language::zh ? part.error->zh : part.error->en);
    if (reads.empty()) return {};
    return fmt::format("   [{}]", fmt::join(reads, pick(language_, "；", "; ")));
  }

  RuleProof const& proof_;
  Reader reader_;
  Language language_;
  std::vector<std::string> lines_ = {};
};

}  // namespace

std::vector<std::string> tell_lines(RuleProof const& proof, Reader reader, Language language) {
  return Lines{proof, reader, language}.take();
}

std::string labelled_evidence(std::string_view kind, Language language) {
  auto const* known = find_evidence_kind(kind);
  if (!known) return std::string(kind);
  return fmt::format("{} {}", kind, pick(language, known->zh, known->en));
}

std::string labelled_fact(std::string_view path, Language language) {
  auto const index = fact_index(path);
  if (!index) return std::string(path);
  auto const& spec = fact_schema()[*index];
  return fmt::format("{} {}", path, pick(language, spec.zh, spec.en));
}

std::string worded(std::optional<FactValue> const& value, Language language) {
  if (!value) return std::string(pick(language, "未知", "unknown"));
  return boost::json::serialize(to_json(*value));
}

}  // namespace redress::rules
