#include "tests/simulation/fault_count.hpp"

namespace redress::simulation {

std::string_view name_of(Trouble trouble) {
  switch (trouble) {
    case Trouble::power_cut_before_write:
      return "power_cut_before_write";
    case Trouble::power_cut_within_write:
      return "power_cut_within_write";
    case Trouble::power_cut_after_write:
      return "power_cut_after_write";
    case Trouble::power_cut_before_sync:
      return "power_cut_before_sync";
    case Trouble::power_cut_within_sync:
      return "power_cut_within_sync";
    case Trouble::power_cut_after_sync:
      return "power_cut_after_sync";
    case Trouble::power_cut_at_rest:
      return "power_cut_at_rest";
    case Trouble::kill_at_write:
      return "kill_at_write";
    case Trouble::kill_at_sync:
      return "kill_at_sync";
    case Trouble::kill_at_rest:
      return "kill_at_rest";
    case Trouble::ended_between_commit_and_answer:
      return "ended_between_commit_and_answer";
    case Trouble::ended_during_checkpoint:
      return "ended_during_checkpoint";
    case Trouble::ended_as_log_began:
      return "ended_as_log_began";
    case Trouble::ended_during_start:
      return "ended_during_start";
    case Trouble::restarted_in_good_order:
      return "restarted_in_good_order";
    case Trouble::write_lost:
      return "write_lost";
    case Trouble::write_torn:
      return "write_torn";
    case Trouble::write_kept:
      return "write_kept";
    case Trouble::write_overtaken:
      return "write_overtaken";
    case Trouble::folder_change_lost:
      return "folder_change_lost";
    case Trouble::read_failed:
      return "read_failed";
    case Trouble::write_failed:
      return "write_failed";
    case Trouble::sync_failed:
      return "sync_failed";
    case Trouble::disk_full:
      return "disk_full";
    case Trouble::clock_jumped_forward:
      return "clock_jumped_forward";
    case Trouble::clock_jumped_back:
      return "clock_jumped_back";
    case Trouble::request_doubled:
      return "request_doubled";
    case Trouble::request_dropped:
      return "request_dropped";
    case Trouble::request_overtaken:
      return "request_overtaken";
    case Trouble::answer_lost:
      return "answer_lost";
    case Trouble::answer_late:
      return "answer_late";
    case Trouble::request_retried:
      return "request_retried";
    case Trouble::request_id_reused:
      return "request_id_reused";
    case Trouble::same_version_raced:
      return "same_version_raced";
    case Trouble::snapshot_held:
      return "snapshot_held";
    case Trouble::delivery_refused:
      return "delivery_refused";
    case Trouble::delivery_answer_lost:
      return "delivery_answer_lost";
    case Trouble::delivery_repeated:
      return "delivery_repeated";
    case Trouble::payout_failed:
      return "payout_failed";
    case Trouble::count:
      break;
  }
  return "?";
}

}  // namespace redress::simulation
