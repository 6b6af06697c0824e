#include "tests/simulation/flawed_ports.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::simulation {
namespace {

constexpr std::int64_t early_ms = 90 * second_ms;

std::string_view text_in(EntryDraft const& draft, std::string_view member) {
  auto const* found = draft.members.if_contains(member);
  return found && found->is_string() ? std::string_view(found->get_string()) : std::string_view{};
}

}  // namespace

void FlawMemory::note_clock() {
  for (auto const& [id, at] : timers.fired)
    if (clock.now() < at) timers.armed_again[id] = at;
}

template <class Port>
std::optional<Case> FlawedReads<Port>::find_case(std::string_view case_id) {
  auto found = inner_.find_case(case_id);
  if (!found || !found->due) return found;
  if (memory_.flaw == Flaw::deadline_early) found->due->at = found->due->at + -early_ms;
  if (auto const again = memory_.timers.armed_again.find(found->id); again != memory_.timers.armed_again.end())
    found->due->at = again->second;
  return found;
}

template <class Port>
CasePage FlawedReads<Port>::list_cases(CaseFilter const& filter) {
  auto wider = filter;
  if (memory_.flaw == Flaw::shop_filter_missing) wider.shop.reset();
  return inner_.list_cases(wider);
}

template <class Port>
std::optional<OrderAccount> FlawedReads<Port>::order_account(Case const& own) {
  auto account = inner_.order_account(own);
  if (!account) return account;
  if (memory_.flaw == Flaw::pieces_of_one_case_only) std::ranges::fill(account->pieces_taken, 0);
  if (memory_.flaw == Flaw::money_of_one_case_only) {
    auto const pieces = account->pieces_taken;
    account = account_of(account->order);
    account->pieces_taken = pieces;
  }
  return account;
}

template <class Port>
std::optional<StoredAnswer> FlawedReads<Port>::find_answer(std::string_view actor_id, std::string_view request_id) {
  if (memory_.flaw == Flaw::request_id_forgotten) return std::nullopt;
  if (memory_.flaw == Flaw::answer_of_another_caller)
    if (auto const first = memory_.callers.find(std::string(request_id)); first != memory_.callers.end())
      return inner_.find_answer(first->second, request_id);
  return inner_.find_answer(actor_id, request_id);
}

template <class Port>
std::vector<std::string> FlawedReads<Port>::cases_due(Instant now, int limit) {
  auto due = inner_.cases_due(memory_.flaw == Flaw::deadline_early ? now + early_ms : now, limit);
  if (memory_.flaw == Flaw::deadline_lost_at_restart)
    std::erase_if(due, [&](auto const& id) { return !memory_.recorded.contains(id); });
  if (memory_.flaw == Flaw::deadline_missed_after_jump)
    std::erase_if(due, [&](auto const& id) { return inner_.find_case(id)->due->at + hour_ms < now; });
  if (memory_.flaw != Flaw::deadline_fires_twice_when_clock_goes_back) return due;
  memory_.note_clock();
  for (auto const& [id, at] : memory_.timers.armed_again) {
    auto const case_ = inner_.find_case(id);
    if (at <= now && case_ && case_->due && std::ranges::find(due, id) == due.end()) due.push_back(id);
  }
  return due;
}

template class FlawedReads<StoreReader>;
template class FlawedReads<StoreWriter>;

Entry FlawedWriter::record(Record record) {
  auto const id = record.case_after.id;
  bool const deadline = text_in(record.entry, "event") == "deadline_passed";
  bool const accepted = text_in(record.entry, "outcome") == "accepted";
  auto const before = inner_.find_case(id);
  memory_.recorded.insert(id);
  if (memory_.flaw == Flaw::deadline_fires_twice_when_clock_goes_back) memory_.note_clock();
  if (record.answer) memory_.callers.emplace(record.answer->request_id, record.answer->actor_id);
  if (deadline) memory_.timers.armed_again.erase(id);
  if (deadline && accepted && before && before->due) memory_.timers.fired[id] = before->due->at;
  return record_flawed(std::move(record));
}

// Rows just written are taken back and written again by a commit of their own.
void FlawedWriter::put_off(std::string const& table, std::string const& where) {
  memory_.vfs.run_on_writer(
      fmt::format("CREATE TEMP TABLE IF NOT EXISTS later_{0} AS SELECT * FROM {0} WHERE 0; "
                  "INSERT INTO later_{0} SELECT * FROM {0} WHERE {1}; DELETE FROM {0} WHERE {1}",
                  table, where));
  memory_.after_commit.push_back(
      fmt::format("BEGIN; INSERT OR IGNORE INTO {0} SELECT * FROM later_{0}; DELETE FROM later_{0}; COMMIT", table));
}

Entry FlawedWriter::record_flawed(Record record) {
  switch (memory_.flaw) {
    case Flaw::answer_outside_transaction: {
      auto const answer = record.answer;
      auto entry = inner_.record(std::move(record));
      if (answer)
        put_off("answers", fmt::format("actor_id = '{}' AND request_id = '{}'", answer->actor_id, answer->request_id));
      return entry;
    }
    case Flaw::evidence_outside_transaction: {
      auto const items = record.evidence;
      auto entry = inner_.record(std::move(record));
      for (auto const& item : items) put_off("evidence", fmt::format("id = '{}'", item.id));
      return entry;
    }
    case Flaw::outbox_outside_transaction: {
      auto const items = record.outbox;
      auto entry = inner_.record(std::move(record));
      for (auto const& item : items) put_off("outbox", fmt::format("key = '{}'", item.key));
      return entry;
    }
    case Flaw::request_id_forgotten:
      record.answer.reset();
      return inner_.record(std::move(record));
    case Flaw::refused_attempt_not_recorded: {
      if (text_in(record.entry, "outcome") != "refused" || record.is_new) return inner_.record(std::move(record));
      auto entry = seal(record.entry, inner_.ledger_size(), record.version_before, record.case_after.last_hash).value();
      if (record.answer_with) record.answer_with(record.case_after, entry);
      return entry;
    }
    case Flaw::prev_hash_of_another_case:
      if (!record.is_new)
        memory_.vfs.run_on_writer(fmt::format(
            "UPDATE cases SET last_hash = (SELECT last_hash FROM cases WHERE id <> '{0}' ORDER BY id LIMIT 1) "
            "WHERE id = '{0}' AND EXISTS (SELECT 1 FROM cases WHERE id <> '{0}')",
            record.case_after.id));
      return inner_.record(std::move(record));
    case Flaw::payout_ordered_twice: {
      auto again = record.outbox;
      std::erase_if(again, [](OutboxItem const& item) { return item.kind != "order_payout"; });
      for (auto& item : again) item.key += "-again";
      std::ranges::copy(again, std::back_inserter(record.outbox));
      return inner_.record(std::move(record));
    }
    default:
      return inner_.record(std::move(record));
  }
}

}  // namespace redress::simulation
