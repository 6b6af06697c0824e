#include "engine/backtest/report.hpp"

#include "engine/rules/sentence.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::backtest {
namespace {

std::string flip_of(VerdictChange const& change) {
  auto const name = [](std::optional<rules::Verdict> verdict) { return verdict ? name_of(*verdict) : "-"; };
  return fmt::format("{} -> {}", name(change.was), name(change.now));
}

void count_due(DueChange const& due, Sum& sum) {
  if (!due.was)
    ++sum.deadlines_new;
  else if (!due.now)
    ++sum.deadlines_gone;
  else
    ++(*due.now < *due.was ? sum.deadlines_earlier : sum.deadlines_later);
}

// Every difference of the case is one Sum, handed to `visit` with its moment and the rule it is put down to.
template <class Visit>
void for_each_difference(CaseChange const& change, Visit visit) {
  for (auto const& decision : change.decisions) {
    for (auto const& verdict : decision.verdicts) visit(decision.at, verdict.rule, Sum{.verdicts = 1});
    if (decision.outcome) {
      Sum sum;
      ++(decision.outcome->refused_now ? sum.refused_now : sum.accepted_now);
      if (decision.refund_minor != 0) sum.refund_minor[change.currency] = decision.refund_minor;
      visit(decision.at, decision.outcome->rule, sum);
    }
    if (decision.due) {
      Sum sum;
      count_due(*decision.due, sum);
      visit(decision.at, decision.due->deadline, sum);
    }
    for (auto const& untold : decision.untold) visit(decision.at, untold.rule, Sum{.untold = 1});
  }
  if (auto const& owed = change.compensation) {
    Sum sum;
    sum.compensation_minor[change.currency] = owed->now_minor - owed->was_minor;
    visit(owed->at, owed->compensation, sum);
  }
}

void add_to(MinorByCurrency& all, MinorByCurrency const& more) {
  for (auto const& [currency, minor] : more)
    if ((all[currency] += minor) == 0) all.erase(currency);
}

}  // namespace

std::string beijing_month(Instant at) { return rules::beijing_date(at).substr(0, 7); }

bool CaseChange::differs() const {
  return compensation.has_value() || std::ranges::any_of(decisions, [](auto const& each) { return each.differs(); });
}

Sum& Sum::operator+=(Sum const& more) {
  verdicts += more.verdicts;
  refused_now += more.refused_now;
  accepted_now += more.accepted_now;
  deadlines_earlier += more.deadlines_earlier;
  deadlines_later += more.deadlines_later;
  deadlines_new += more.deadlines_new;
  deadlines_gone += more.deadlines_gone;
  untold += more.untold;
  add_to(refund_minor, more.refund_minor);
  add_to(compensation_minor, more.compensation_minor);
  return *this;
}

bool Sum::empty() const {
  auto without_untold = *this;
  without_untold.untold = 0;
  return without_untold == Sum{};
}

Sum sum_of(CaseChange const& change) {
  Sum sum;
  for_each_difference(change, [&](Instant, std::string const&, Sum const& each) { sum += each; });
  return sum;
}

void Report::add(CaseChange change, std::size_t cases_max) {
  for_each_difference(change, [&](Instant at, std::string const& rule, Sum const& each) {
    total += each;
    months[beijing_month(at)] += each;
    rules[rule].sum += each;
  });
  for (auto const& decision : change.decisions) {
    for (auto const& verdict : decision.verdicts) ++rules[verdict.rule].flips[flip_of(verdict)];
    for (auto const& untold : decision.untold)
      rules[untold.rule].untold_facts.insert(untold.facts.begin(), untold.facts.end());
  }
  if (change.differs()) ++cases_changed;
  if (cases.size() < cases_max && (change.differs() || !change.decisions.empty())) cases.push_back(std::move(change));
}

}  // namespace redress::backtest
