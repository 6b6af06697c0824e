// The order's account: what all its cases together have refunded, are refunding and have set aside.
//
// Pure sums over the cases of one order; the store only has to hand over the cases. Because commands run one after the
// other, a decision on these sums cannot be overtaken by another case.
#pragma once

#include "engine/cases/case.hpp"

#include <span>

namespace redress {

struct OrderAccount {
  Order order;
  std::int64_t refunded_minor = 0;
  std::int64_t pending_minor = 0;
  std::vector<std::int64_t> line_moved_minor = {};  // beside order.lines: refunded or pending
  std::int64_t postage_moved_minor = 0;
  std::vector<std::int64_t> pieces_taken = {};  // beside order.lines: set aside or returned by other cases

  /// What may still be refunded on the whole order, postage included; never negative.
  std::int64_t refundable_minor() const;
};

/// Of an order nobody has a case about.
OrderAccount account_of(Order order);

/// As `own`, the case under decision, sees it: the money of all cases counts, and the pieces of all but itself. `cases`
/// are those of the order; `own` counts as it is given, whether or not they hold it, too.
OrderAccount account_of(Order order, Case const& own, std::span<Case const> cases);

/// The most that these claim lines (all lines if empty) and the order's postage may still be refunded.
std::int64_t refundable_on(OrderAccount const& account, std::span<ClaimLine const> lines);

/// Places a payout on the claim's lines in proportion to what is left on each, what is over on the postage; adds up to
/// `amount_minor` exactly and never overdraws a line. `amount_minor` is at most refundable_on().
std::vector<LineAmount> place_payout(OrderAccount const& account, std::span<ClaimLine const> lines,
                                     std::int64_t amount_minor);

/// The first claim line that asks for more pieces than the order has left, or nothing. An empty claim means every line
/// whole.
struct OverQuantity {
  std::string line_id;
  std::int64_t asked = 0;
  std::int64_t left = 0;
};
std::optional<OverQuantity> over_quantity(OrderAccount const& account, std::span<ClaimLine const> lines);

}  // namespace redress
