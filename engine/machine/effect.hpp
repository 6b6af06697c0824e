// What an accepted move sets in motion: orders to the outside world, and postings to the case's own account.
//
// Effects are values named in a workflow's rows. `outbox` ones wait in the outbox until a service delivers them; the
// others change the case in the same commit. The engine never moves money: it orders a payout and waits for the word.
#pragma once

#include <string_view>

namespace redress {

enum class EffectKind {
  // Postings to the case's account and facts.
  restart_clock,  // the state's deadline counts from now on, as if the state had just been entered
  reserve_goods,  // pieces claimed are set aside, so that no other case of the order can claim them
  adopt_offer,    // the standing counter-offer becomes the claim
  settle_payout,  // what was pending counts as refunded
  cancel_payout,  // what was pending is free again
  settle_compensation,
  cancel_compensation,  // compensation that could not be paid is free again
  // Orders to the outside world.
  order_payout,              // pay the buyer back; pending until payments confirm
  repeat_payout,             // order again the payout that failed, of the same amount
  order_compensation,        // pay the buyer compensation
  collect_price_difference,  // ask the buyer for the price difference of an exchange
  refund_price_difference,   // pay the buyer the price difference of an exchange; pending like a payout
  send_return_address,
  request_interception,
  cancel_dispatch,   // stop picking and packing
  open_refund_case,  // an exchange or a delay goes on as a refund, in a linked case
  claim_on_carrier,
  notify_buyer,
  notify_seller,
  publish_reply,    // post the explanation below the review
  submit_report,    // report the review to the platform
  submit_evidence,  // hand the case's evidence to the platform
};

struct EffectSpec {
  EffectKind kind;
  std::string_view name;
  bool outbox;  // delivered by the outbox runner; otherwise a posting of the same commit
  std::string_view zh;
  std::string_view en;
};

EffectSpec const& spec_of(EffectKind kind);

}  // namespace redress
