#include "engine/backtest/backtest.hpp"

#include "engine/backtest/second_look.hpp"
#include "engine/cases/derive.hpp"

#include <algorithm>
#include <cstdlib>

namespace redress::backtest {
namespace {

constexpr std::int64_t due_tolerance_ms = second_ms;  // entries are recorded a moment after they are decided
constexpr std::string_view failed_payout = "payout.failed_minor";

bool reads_other_cases(cel::Program const& program) {
  return std::ranges::any_of(account_facts(), [&](std::string_view path) {
    return std::ranges::find(program.variables(), path) != program.variables().end();
  });
}

bool reads_other_cases(std::optional<cel::Program> const& program) { return program && reads_other_cases(*program); }

bool same_lists(rules::Rulebook const& a, rules::Rulebook const& b) {
  return std::ranges::equal(a.vocabularies, b.vocabularies,
                            [](auto const& x, auto const& y) { return x.name == y.name && x.terms == y.terms; });
}

RuleSum& sum_for(Report& report, std::string_view id) {
  auto const at = report.rules.find(id);
  return at != report.rules.end() ? at->second : report.rules[std::string(id)];
}

}  // namespace

// One case on its way through the ledger. A case that ended keeps no more than that.
struct Backtest::CaseRun {
  struct Payout {
    std::optional<std::size_t> refused_now;  // index of the decision that would not have ordered it
  };
  struct Gain {
    std::size_t decision;
    std::int64_t minor;
  };

  std::unique_ptr<ReplayedCase> replay = {};
  CaseChange change = {};
  std::vector<Payout> payouts = {};  // ordered and not failed
  std::optional<Gain> gain = {};
  std::optional<CompensationChange> owed = {};
  bool ended = false;
};

Backtest::Backtest(Setup setup) : setup_(std::move(setup)) {
  auto const& book = setup_.candidate;
  report_.book = book.id;
  report_.version = book.version;
  report_.digest = book.digest;
  for (auto const& deadline : book.deadlines)
    if (reads_other_cases(deadline.when) || reads_other_cases(deadline.due))
      blind_slots_.emplace(deadline.slot, deadline.id);
  if (blind_slots_.contains("window.no_reason")) blind_facts_.emplace_back("order.no_reason_ends_at");
  if (std::ranges::any_of(book.compensations, [](auto const& each) { return reads_other_cases(each.when); }))
    blind_facts_.emplace_back("compensation.due_minor");
}

Backtest::~Backtest() = default;

bool Backtest::knows(std::string_view case_id) const { return cases_.contains(case_id); }

Result<void> Backtest::take(std::string_view entry_bytes) {
  auto const entry = read_recorded(entry_bytes);
  if (!entry) return entry.error();
  if (!setup_.shop.empty() && entry->shop != setup_.shop) return {};
  ++report_.entries;
  auto const* workflow = setup_.find_workflow(entry->kind);
  if (!workflow) {
    ++report_.unknown_events;
    return {};
  }
  auto at = cases_.find(entry->case_id);
  if (at == cases_.end()) at = cases_.emplace(std::string(entry->case_id), CaseRun{}).first;
  auto& run = at->second;
  if (run.ended) {
    if (is_compared(*entry)) ++report_.by_the_table;
    return {};
  }
  if (!run.replay) {
    run.replay = std::make_unique<ReplayedCase>(*workflow);
    run.change.case_id = entry->case_id;
    run.change.shop = entry->shop;
    run.change.kind = entry->kind;
  }
  if (auto followed = follow(*entry, *workflow, run); !followed) return followed;
  if (run.replay->now().final || (!entry->accepted && entry->case_seq == 0)) close(run);
  return {};
}

// A shop's own book asks more than its platform's: what it decided is compared only with another book of that shop. One
// for a shop is compared with what the book below it decided there as well: the shop may have had none of its own yet.
bool Backtest::stands_in_for_book_of(RecordedEntry const& entry) const {
  auto const& candidate = setup_.candidate;
  if (!candidate.shop.empty()) {
    if (entry.shop != candidate.shop || entry.platform != candidate.platform) return false;
    auto const* decided_by = setup_.find_book(entry.digest);
    if (!decided_by) return entry.rulebook == candidate.id || entry.rulebook == candidate.extends;
    return decided_by->shop == candidate.shop || decided_by->id == candidate.extends;
  }
  if (candidate.platform.empty()) return entry.rulebook == candidate.id;
  if (entry.platform != candidate.platform) return false;
  auto const* recorded = setup_.find_book(entry.digest);
  if (recorded) return recorded->shop.empty();
  return entry.rulebook == candidate.id || entry.rulebook == entry.platform;
}

bool Backtest::is_compared(RecordedEntry const& entry) const {
  return (!setup_.from || *setup_.from <= entry.at) && (!setup_.until || entry.at < *setup_.until);
}

Result<void> Backtest::follow(RecordedEntry const& entry, Workflow const& workflow, CaseRun& run) {
  if (auto arrived = run.replay->arrive(entry); !arrived) return arrived;
  auto const* event = workflow.find_event(entry.event);
  bool const in_range = is_compared(entry);
  bool const for_this_book = stands_in_for_book_of(entry);
  DecisionChange change{.entry_id = std::string(entry.id), .event = std::string(entry.event), .at = entry.at};
  bool compared = false;
  RowSpec const* row = nullptr;
  if (!entry.asked_the_book()) {
    if (in_range) ++report_.by_the_table;
  } else if (!event) {
    if (in_range) ++report_.unknown_events;
  } else if (in_range && !for_this_book) {
    ++report_.of_other_books;
  } else if (in_range) {
    compared = true;
    ++report_.decisions;
    compare(entry, *event, workflow, run, change);
  }
  if (event && entry.accepted && entry.from == entry.to)
    row = row_of(workflow, entry, run.replay->facts_of(entry, *event, setup_.candidate, true).facts);
  run.replay->settle(entry, event, row);
  if (compared && entry.accepted) compare_due(entry, workflow, run, change);
  post_payouts(entry, run, compared ? &change : nullptr);
  if (!change.empty()) run.change.decisions.push_back(std::move(change));
  return {};
}

void Backtest::compare(RecordedEntry const& entry, EventSpec const& event, Workflow const& workflow, CaseRun& run,
                       DecisionChange& change) {
  auto const& recorded = recorded_book(entry);
  auto told = run.replay->facts_of(entry, event, setup_.candidate, recorded.same_vocabularies);
  std::ranges::copy(blind_facts_, std::back_inserter(told.untold));
  auto const world = run.replay->world(setup_.candidate, decided_at(entry));
  Question const question{entry, event, world, told, recorded.book};
  auto look = look_again(question);
  for (auto const* rule : look.asked) ++sum_for(report_, rule->id).asked_now;
  for (auto const& was : entry.verdicts) ++sum_for(report_, was.id).asked_then;
  change.verdicts = std::move(look.verdicts);
  change.outcome = std::move(look.outcome);
  change.untold = std::move(look.untold);
  if (auto owed = owed_again(question)) {
    bool const blind = std::ranges::find(blind_facts_, "compensation.due_minor") != blind_facts_.end();
    if (owed->change && !blind)
      run.owed = std::move(owed->change);
    else
      change.untold.push_back({"compensation.due_minor", {"compensation.due_minor"}});
  }
  if (change.outcome && !change.outcome->refused_now && !run.gain)
    if (auto const* row = row_of(workflow, entry, told.facts))
      if (auto const minor = payout_of(*row, told.facts, change.untold))
        run.gain = CaseRun::Gain{run.change.decisions.size(), *minor};
}

void Backtest::compare_due(RecordedEntry const& entry, Workflow const& workflow, CaseRun& run, DecisionChange& change) {
  auto const world = run.replay->world(setup_.candidate, decided_at(entry));
  auto const* state = workflow.find_state(entry.to);
  if (state && !world.case_.facts.known("platform.due_at"))
    if (auto const blind = blind_slots_.find(state->deadline); blind != blind_slots_.end()) {
      change.untold.push_back({blind->second, {account_facts().begin(), account_facts().end()}});
      return;
    }
  auto const due = due_of(world, facts_at(world, nullptr));
  if (!due && !entry.due) return;
  if (due && entry.due && std::abs(due->at - entry.due->at) < due_tolerance_ms) return;
  DueChange moved;
  moved.deadline = due ? due->id : std::string(entry.due->id);
  if (entry.due) moved.was = entry.due->at;
  if (due) moved.now = due->at;
  change.due = std::move(moved);
}

void Backtest::post_payouts(RecordedEntry const& entry, CaseRun& run, DecisionChange* change) {
  if (!entry.accepted) return;
  if (auto const* failed = entry.facts_set->if_contains(failed_payout); failed && !failed->is_null())
    if (!run.payouts.empty()) {
      if (auto const index = run.payouts.back().refused_now) run.change.decisions[*index].refund_minor = 0;
      run.payouts.pop_back();
    }
  if (!entry.payout) return;
  run.payouts.emplace_back();
  if (!change || !change->outcome) return;
  change->refund_minor = -entry.payout->minor;
  run.payouts.back().refused_now = run.change.decisions.size();
}

Backtest::RecordedBook const& Backtest::recorded_book(RecordedEntry const& entry) {
  auto at = books_.find(entry.digest);
  if (at == books_.end()) {
    auto const& candidate = setup_.candidate;
    auto const* book = setup_.find_book(entry.digest);
    if (!book && entry.digest == candidate.digest) book = &candidate;
    at = books_.emplace(std::string(entry.digest), RecordedBook{book, book && same_lists(*book, candidate)}).first;
  }
  return at->second;
}

void Backtest::close(CaseRun& run) {
  auto& change = run.change;
  change.currency = std::string(run.replay->now().currency.code());
  if (run.gain && run.payouts.empty()) change.decisions[run.gain->decision].refund_minor = run.gain->minor;
  if (run.owed && run.owed->was_minor != run.owed->now_minor) change.compensation = std::move(run.owed);
  if (change.differs() || !change.decisions.empty()) report_.add(std::move(change), setup_.cases_max);
  run = CaseRun{.ended = true};
}

Report Backtest::finish() {
  for (auto& [_, run] : cases_)
    if (!run.ended && run.replay) close(run);
  std::ranges::sort(report_.cases, {}, &CaseChange::case_id);
  return std::move(report_);
}

}  // namespace redress::backtest
