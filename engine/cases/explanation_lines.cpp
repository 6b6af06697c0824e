// An explanation for people: the answer, the reasons, every rule's tree, and what would turn it.
#include "engine/cases/explanation.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace redress {
namespace {

using rules::Language;
using rules::Reader;
using rules::RuleProof;

class Lines {
 public:
  Lines(Explanation const& explanation, Reader reader, Language language)
      : explanation_(explanation), reader_(reader), language_(language) {}

  std::vector<std::string> take() && {
    add_answer();
    for (auto const& reason : explanation_.reasons) add(1, fmt::format("✗ {}", pick(reason.says)));
    add_rules();
    add_assumed();
    add_nearest();
    add_recorded();
    return std::move(lines_);
  }

 private:
  std::string_view pick(std::string_view zh, std::string_view en) const { return language_ == Language::zh ? zh : en; }
  std::string_view pick(Says const& says) const { return pick(says.zh, says.en); }
  void add(std::size_t depth, std::string_view text) { lines_.push_back(fmt::format("{:{}}{}", "", depth * 2, text)); }

  void add_answer() {
    auto const answer = explanation_.accepted ? pick("可以", "accepted") : pick("拒绝", "refused");
    add(0,
        fmt::format("{} {} ({}): {}", explanation_.case_id, pick(explanation_.event_says), explanation_.event, answer));
    auto const to = explanation_.to.empty() ? std::string{} : fmt::format(" → {}", explanation_.to);
    add(1, fmt::format("{} {}{}  {}", pick("状态", "state"), explanation_.state, to, format_rfc3339(explanation_.at)));
  }

  // What refuses first, then what speaks against it, then what holds; what is out of scope is only counted.
  void add_rules() {
    std::vector<RuleProof const*> told;
    std::size_t out_of_scope = 0;
    for (auto const& proof : explanation_.proofs) {
      if (!proof.refuses && !may_see_rule(reader_, proof)) continue;
      if (proof.verdict.applies)
        told.push_back(&proof);
      else
        ++out_of_scope;
    }
    auto const rank = [](RuleProof const* proof) {
      return proof->refuses ? 0 : proof->verdict.verdict == rules::Verdict::holds ? 2 : 1;
    };
    std::ranges::stable_sort(told, {}, rank);
    if (!told.empty()) add(0, pick("规则：", "Rules:"));
    for (auto const* proof : told) {
      auto lines = tell_lines(*proof, reader_, language_);
      // Beside a refusal, what holds is not what anybody asks about.
      if (!explanation_.accepted && rank(proof) == 2) lines.resize(1);
      for (auto const& line : lines) add(1, line);
    }
    if (out_of_scope > 0)
      add(1, language_ == Language::zh ? fmt::format("另有 {} 条规则不在适用范围", out_of_scope)
                                       : fmt::format("{} more rules are out of scope", out_of_scope));
  }

  void add_assumed() {
    bool titled = false;
    for (auto const& each : explanation_.assumed) {
      if (!may_see_assumed(each, reader_)) continue;
      if (!titled) add(0, pick("假设：", "Assumed:"));
      titled = true;
      add(1, fmt::format("{} = {} ({} {})", each.what, boost::json::serialize(each.is), pick("原为", "was"),
                         boost::json::serialize(each.was)));
    }
  }

  void add_nearest() {
    if (!explanation_.nearest || (reader_ == Reader::buyer && explanation_.party != Party::buyer)) return;
    auto const sets = sets_for(explanation_, reader_);
    if (sets.empty()) {
      add(0, explanation_.nearest->complete ? pick("最近的通过办法：没有您能补充或改变的",
                                                   "Nearest yes: nothing you could supply or change would turn it")
                                            : pick("最近的通过办法：在搜索上限内没有找到",
                                                   "Nearest yes: none was found before the search met its limit"));
      return;
    }
    add(0, pick("最近的通过办法（以下任一组）：", "Nearest yes (any one of these):"));
    for (std::size_t i = 0; i < sets.size(); ++i) {
      std::vector<std::string_view> words;
      for (auto const& change : *sets[i]) words.push_back(pick(change.says));
      add(1, fmt::format("{}. {}", i + 1, fmt::join(words, pick("；并", "; and "))));
      if (reader_ == Reader::buyer) continue;
      for (auto const& change : *sets[i])
        add(3, fmt::format("{} {}", change.call.method, boost::json::serialize(change.call.params)));
    }
    if (!explanation_.nearest->complete)
      add(1, pick("（搜索到上限为止，可能还有别的办法）", "(the search met its limit; there may be others)"));
  }

  void add_recorded() {
    if (!explanation_.recorded) return;
    auto const& recorded = *explanation_.recorded;
    if (!recorded.book_at_hand)
      add(0, fmt::format("{} {}", recorded.entry_id,
                         pick("所依据的规则手册已不在手边，无法展开条件",
                              "was decided by a rulebook that is not at hand; its conditions cannot be shown")));
    else if (recorded.differs.empty())
      add(0, fmt::format("{} {}", recorded.entry_id,
                         pick("重新判定，与记录一致", "judged again: the same verdicts as recorded")));
    else if (reader_ != Reader::buyer)
      add(0, fmt::format("{} {} {}", recorded.entry_id, pick("重新判定，与记录不同：", "judged again, differs in:"),
                         fmt::join(recorded.differs, ", ")));
  }

  Explanation const& explanation_;
  Reader reader_;
  Language language_;
  std::vector<std::string> lines_ = {};
};

}  // namespace

std::vector<std::string> tell_lines(Explanation const& explanation, Reader reader, Language language) {
  return Lines{explanation, reader, language}.take();
}

}  // namespace redress
