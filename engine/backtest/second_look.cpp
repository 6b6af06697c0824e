#include "engine/backtest/second_look.hpp"

#include "engine/cases/automation.hpp"
#include "engine/cases/derive.hpp"

#include <algorithm>

namespace redress::backtest {
namespace {

using rules::RuleEffect;
using rules::RuleVerdict;
using rules::Verdict;

constexpr std::string_view not_licensed = "not_automatic";
constexpr std::string_view refundable = "account.refundable_minor";

class AllowAll final : public RowAsker {
 public:
  bool allows(RowSpec const&) override { return true; }
};

enum class Truth { yes, no, untold };

std::set<std::string> untold_reads(RuleVerdict const& verdict, DecisionFacts const& told) {
  std::set<std::string> paths;
  for (auto const& read : verdict.facts_read)
    if (std::ranges::find(told.untold, read.path) != told.untold.end()) paths.insert(read.path);
  return paths;
}

// Whether it matters that only one of the books asked this rule.
bool mattered(RuleEffect effect, Verdict verdict, bool applies) {
  if (rules::permits(effect)) return applies && verdict == Verdict::holds;
  return verdict != Verdict::holds;
}

struct Asked {
  RuleVerdict verdict;
  std::set<std::string> untold;
};

class Look {
 public:
  explicit Look(Question const& question) : question_(question), entry_(question.entry) {
    auto const& world = question.world;
    auto const kind = world.workflow.kind();
    rules::Situation const situation{question.told.facts, world.evidence};
    auto const at = rules_at(world);
    take(rules::consult(world.book, kind, entry_.event, situation, at));
    licences_from_ = asked_.size();
    needs_licence_ = is_automated(question.event, {.id = {}, .role = entry_.role});
    if (needs_licence_) take(rules::consult_automation(world.book, kind, entry_.event, situation, at));
  }

  SecondLook run() {
    compare_asked();
    compare_gone();
    compare_outcome();
    return std::move(made_);
  }

 private:
  void take(std::vector<RuleVerdict> verdicts) {
    for (auto& verdict : verdicts) {
      auto untold = untold_reads(verdict, question_.told);
      asked_.push_back({std::move(verdict), std::move(untold)});
    }
  }

  Asked const* find_asked(std::string_view id) const {
    auto const at =
        std::ranges::find(asked_, id, [](Asked const& each) -> std::string_view { return each.verdict.rule->id; });
    return at == asked_.end() ? nullptr : &*at;
  }

  RecordedVerdict const* find_recorded(std::string_view id) const {
    auto const at = std::ranges::find(entry_.verdicts, id, &RecordedVerdict::id);
    return at == entry_.verdicts.end() ? nullptr : &*at;
  }

  void compare_asked() {
    for (auto const& each : asked_) {
      auto const& [verdict, untold] = each;
      if (find_asked(verdict.rule->id) != &each) continue;  // a rule that also licenses the event was asked before
      made_.asked.push_back(verdict.rule);
      if (!untold.empty()) {
        made_.untold.push_back({verdict.rule->id, untold});
        continue;
      }
      auto const* was = find_recorded(verdict.rule->id);
      if (was && was->verdict != verdict.verdict)
        made_.verdicts.push_back({verdict.rule->id, was->verdict, verdict.verdict});
      if (!was && mattered(verdict.rule->effect, verdict.verdict, verdict.applies))
        made_.verdicts.push_back({verdict.rule->id, std::nullopt, verdict.verdict});
    }
  }

  void compare_gone() {
    for (auto const& was : entry_.verdicts) {
      if (find_recorded(was.id) != &was || find_asked(was.id)) continue;
      auto const effect = recorded_effect(was.id);
      bool const it_mattered = effect ? mattered(*effect, was.verdict, was.applies) : was.verdict != Verdict::holds;
      if (it_mattered) made_.verdicts.push_back({std::string(was.id), was.verdict, std::nullopt});
    }
  }

  std::optional<RuleEffect> recorded_effect(std::string_view id) const {
    if (!question_.recorded_book) return std::nullopt;
    auto const& rules = question_.recorded_book->rules;
    auto const at = std::ranges::find(rules, id, [](rules::Rule const& rule) -> std::string_view { return rule.id; });
    return at == rules.end() ? std::nullopt : std::optional(at->effect);
  }

  // Whoever passed the rule then would pass it again.
  bool was_passed(std::string_view id) const {
    return std::ranges::find(entry_.overridden, id) != entry_.overridden.end();
  }

  bool by_manager() const { return entry_.role == Role::manager; }

  bool could_refuse(rules::Rule const& rule) const {
    if (rules::permits(rule.effect) || rule.effect == RuleEffect::warn || !rules::may_decide(rule.confidence))
      return false;
    return rule.effect != RuleEffect::route || !by_manager();
  }

  // The candidate's answer to the attempt as a whole; `culprit_` is the rule that refuses.
  Truth refused_now() {
    bool unsure = false;
    for (auto const& [verdict, untold] : asked_) {
      if (!untold.empty()) {
        unsure = unsure || could_refuse(*verdict.rule);
      } else if (verdict.refuses(by_manager()) && !was_passed(verdict.rule->id)) {
        culprit_ = verdict.rule->id;
        return Truth::yes;
      }
    }
    if (needs_licence_) {
      auto const licence = licensed();
      if (licence == Truth::no) {
        culprit_ = lost_licence();
        return Truth::yes;
      }
      unsure = unsure || licence == Truth::untold;
    }
    return unsure ? Truth::untold : Truth::no;
  }

  Truth licensed() const {
    bool unsure = false;
    for (auto i = licences_from_; i < asked_.size(); ++i) {
      auto const& [verdict, untold] = asked_[i];
      if (!untold.empty())
        unsure = true;
      else if (verdict.applies && verdict.verdict == Verdict::holds)
        return Truth::yes;
    }
    return unsure ? Truth::untold : Truth::no;
  }

  std::string lost_licence() const {
    for (auto i = licences_from_; i < asked_.size(); ++i)
      if (auto const* was = find_recorded(asked_[i].verdict.rule->id); was && was->verdict == Verdict::holds)
        return asked_[i].verdict.rule->id;
    for (auto const& was : entry_.verdicts)
      if (recorded_effect(was.id) == RuleEffect::advance && !find_asked(was.id)) return std::string(was.id);
    return std::string(not_licensed);
  }

  // Whose answer refused then and does no more: one that did not hold, and now is gone, holds or merely warns.
  std::string gave_way() const {
    for (auto const& was : entry_.verdicts) {
      if (was.verdict == Verdict::holds) continue;
      auto const* now = find_asked(was.id);
      auto const effect = now ? now->verdict.rule->effect : recorded_effect(was.id).value_or(RuleEffect::block);
      if (!rules::permits(effect)) {
        auto const then = recorded_effect(was.id);
        if (then != RuleEffect::warn) return std::string(was.id);
      }
    }
    for (auto i = licences_from_; i < asked_.size(); ++i)
      if (asked_[i].verdict.verdict == Verdict::holds) return asked_[i].verdict.rule->id;
    return std::string(not_licensed);
  }

  void compare_outcome() {
    if (!entry_.accepted && !entry_.refused_by_rules()) return;  // the table's own no stays a no
    auto const now = refused_now();
    if (entry_.accepted && now == Truth::yes) made_.outcome = OutcomeChange{true, culprit_};
    if (!entry_.accepted && now == Truth::no) made_.outcome = OutcomeChange{false, gave_way()};
  }

  Question const& question_;
  RecordedEntry const& entry_;
  std::vector<Asked> asked_;
  std::size_t licences_from_ = 0;
  bool needs_licence_ = false;
  std::string culprit_;
  SecondLook made_;
};

}  // namespace

SecondLook look_again(Question const& question) { return Look{question}.run(); }

std::optional<OwedAgain> owed_again(Question const& question) {
  auto const& facts = question.told.facts;
  if (!facts.known("compensation.breach")) return std::nullopt;
  rules::Situation const situation{facts, question.world.evidence};
  auto const now = rules::compensation_owed(question.world.book, situation, rules_at(question.world));
  CompensationChange change{.compensation = now ? now->compensation->id : std::string{},
                            .entry_id = std::string(question.entry.id),
                            .at = question.entry.at,
                            .now_minor = now ? now->amount.minor : 0};
  if (auto const* read = question.entry.find_read("compensation.due_minor")) {
    change.was_minor = read->value ? std::get<std::int64_t>(*read->value) : 0;
  } else if (question.recorded_book) {
    auto then = question.world;
    World const recorded{then.workflow, *question.recorded_book, then.case_, then.account, then.evidence, then.now};
    auto const was = rules::compensation_owed(recorded.book, situation, rules_at(recorded));
    change.was_minor = was ? was->amount.minor : 0;
    if (change.compensation.empty() && was) change.compensation = was->compensation->id;
  } else {
    return OwedAgain{};
  }
  if (change.compensation.empty()) change.compensation = "compensation.due_minor";
  return OwedAgain{std::move(change)};
}

RowSpec const* row_of(Workflow const& workflow, RecordedEntry const& entry, Facts const& facts) {
  AllowAll allow_all;
  return workflow.step(entry.from, entry.event, facts, allow_all).row;
}

std::optional<std::int64_t> payout_of(RowSpec const& row, Facts const& facts, std::vector<Untold>& untold) {
  auto const first_known = [&](std::initializer_list<std::string_view> paths) -> std::optional<std::int64_t> {
    for (auto const path : paths)
      if (facts.known(path)) return facts.integer(path);
    untold.push_back({"refund", {std::string(*std::prev(paths.end()))}});
    return std::nullopt;
  };
  for (auto const effect : row.effects) {
    if (effect == EffectKind::order_payout)
      return first_known({"event.amount_minor", "claim.amount_minor", refundable});
    if (effect == EffectKind::repeat_payout) return first_known({"event.amount_minor", "payout.failed_minor"});
    if (effect == EffectKind::refund_price_difference) return -facts.integer("replacement.price_difference_minor");
  }
  return std::nullopt;
}

}  // namespace redress::backtest
