#include "tests/simulation/flaw.hpp"

#include <algorithm>
#include <array>

namespace redress::simulation {
namespace {

constexpr std::array table{
    FlawSpec{Flaw::acknowledges_before_commit, "acknowledges_before_commit", "an answer goes out before the commit"},
    FlawSpec{Flaw::synchronous_normal, "synchronous_normal", "a commit does not wait for the disk"},
    FlawSpec{Flaw::answer_outside_transaction, "answer_outside_transaction",
             "the request id and its answer are stored by a second commit"},
    FlawSpec{Flaw::evidence_outside_transaction, "evidence_outside_transaction",
             "evidence is stored by a second commit"},
    FlawSpec{Flaw::outbox_outside_transaction, "outbox_outside_transaction", "effects are stored by a second commit"},
    FlawSpec{Flaw::failed_sync_ignored, "failed_sync_ignored", "a failed sync counts as one that went well"},
    FlawSpec{Flaw::checkpoint_not_synced, "checkpoint_not_synced",
             "a checkpoint does not wait for the disk before the log begins again"},
    FlawSpec{Flaw::log_head_not_synced, "log_head_not_synced",
             "a log that begins anew does not wait for its head before its frames"},
    FlawSpec{Flaw::log_lost_at_restart, "log_lost_at_restart", "the log is thrown away at a start"},
    FlawSpec{Flaw::log_not_settled_at_start, "log_not_settled_at_start",
             "a start reads a log that may stand in the system's memory alone"},
    FlawSpec{Flaw::ids_go_back_with_the_clock, "ids_go_back_with_the_clock",
             "after a restart, ids follow a clock that was set back"},
    FlawSpec{Flaw::request_id_forgotten, "request_id_forgotten", "a repeated request is carried out again"},
    FlawSpec{Flaw::answer_of_another_caller, "answer_of_another_caller",
             "a request id is looked up without asking whose it is"},
    FlawSpec{Flaw::version_check_skipped, "version_check_skipped", "if_version is not looked at"},
    FlawSpec{Flaw::refused_attempt_not_recorded, "refused_attempt_not_recorded", "a refusal leaves no entry"},
    FlawSpec{Flaw::prev_hash_of_another_case, "prev_hash_of_another_case", "an entry follows another case's entry"},
    FlawSpec{Flaw::shop_filter_missing, "shop_filter_missing", "a list shows every shop's cases"},
    FlawSpec{Flaw::money_of_one_case_only, "money_of_one_case_only", "other cases' payouts do not count"},
    FlawSpec{Flaw::pieces_of_one_case_only, "pieces_of_one_case_only", "other cases' pieces do not count"},
    FlawSpec{Flaw::payout_ordered_twice, "payout_ordered_twice", "a payout is put into the outbox twice"},
    FlawSpec{Flaw::payout_key_changes, "payout_key_changes", "a repeated delivery has a key of its own"},
    FlawSpec{Flaw::delivered_before_delivery, "delivered_before_delivery",
             "an effect is noted as delivered before it is"},
    FlawSpec{Flaw::deadline_lost_at_restart, "deadline_lost_at_restart", "deadlines are kept in memory alone"},
    FlawSpec{Flaw::deadline_early, "deadline_early", "a deadline passes ninety seconds early"},
    FlawSpec{Flaw::deadline_missed_after_jump, "deadline_missed_after_jump",
             "only deadlines of the last hour are looked for"},
    FlawSpec{Flaw::deadline_fires_twice_when_clock_goes_back, "deadline_fires_twice_when_clock_goes_back",
             "a deadline that fired is armed again by a clock that goes back"},
};

}  // namespace

std::span<FlawSpec const> planted_flaws() { return table; }

std::optional<Flaw> flaw_named(std::string_view name) {
  auto const at = std::ranges::find(table, name, &FlawSpec::name);
  return at == table.end() ? std::nullopt : std::optional(at->flaw);
}

}  // namespace redress::simulation
