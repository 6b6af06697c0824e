// Planted defects: what a simulation must find. Each stands for a mistake that somebody could make in the real code.
//
// They live here alone, as decorators around the store, the disk and the receivers of effects; the program that ships
// has none of this.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace redress::simulation {

enum class Flaw : std::uint8_t {
  none,
  acknowledges_before_commit,
  synchronous_normal,
  answer_outside_transaction,
  evidence_outside_transaction,
  outbox_outside_transaction,
  failed_sync_ignored,
  checkpoint_not_synced,
  log_head_not_synced,
  log_lost_at_restart,
  log_not_settled_at_start,
  ids_go_back_with_the_clock,
  request_id_forgotten,
  answer_of_another_caller,
  version_check_skipped,
  refused_attempt_not_recorded,
  prev_hash_of_another_case,
  shop_filter_missing,
  money_of_one_case_only,
  pieces_of_one_case_only,
  payout_ordered_twice,
  payout_key_changes,
  delivered_before_delivery,
  deadline_lost_at_restart,
  deadline_early,
  deadline_missed_after_jump,
  deadline_fires_twice_when_clock_goes_back,
};

struct FlawSpec {
  Flaw flaw;
  std::string_view name;
  std::string_view says;
};

std::span<FlawSpec const> planted_flaws();
std::optional<Flaw> flaw_named(std::string_view name);

}  // namespace redress::simulation
