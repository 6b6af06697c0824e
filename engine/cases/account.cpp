#include "engine/cases/account.hpp"

#include "engine/cases/claimed.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace redress {
namespace {

constexpr std::string_view postage = "postage";

std::optional<std::size_t> line_index(Order const& order, std::string_view id) {
  auto const at = std::ranges::find(order.lines, id, &OrderLine::id);
  if (at == order.lines.end()) return std::nullopt;
  return static_cast<std::size_t>(at - order.lines.begin());
}

// What was paid beyond the lines: the postage, whatever it was announced as.
std::int64_t postage_paid_minor(Order const& order) {
  auto on_lines = std::int64_t{0};
  for (auto const& line : order.lines) on_lines += line.paid_minor;
  return std::max<std::int64_t>(0, order.paid_minor - on_lines);
}

void add_money(OrderAccount& account, CaseAccount const& case_) {
  account.refunded_minor += case_.refunded_minor;
  account.pending_minor += case_.pending_minor;
  for (auto const& moved : case_.moved) {
    if (auto const index = line_index(account.order, moved.line_id))
      account.line_moved_minor[*index] += moved.minor;
    else
      account.postage_moved_minor += moved.minor;
  }
}

// What is left on the lines a claim is about, beside order.lines. Pieces bound it too: two of four pieces of a line can
// bring back at most what was paid for two.
std::vector<std::int64_t> left_on_lines(OrderAccount const& account, std::span<ClaimLine const> lines) {
  auto left = paid_for_pieces(account.order, lines);
  for (std::size_t i = 0; i < left.size(); ++i)
    left[i] =
        std::max<std::int64_t>(0, std::min(left[i], account.order.lines[i].paid_minor - account.line_moved_minor[i]));
  return left;
}

}  // namespace

std::int64_t OrderAccount::refundable_minor() const {
  return std::max<std::int64_t>(0, order.paid_minor - refunded_minor - pending_minor);
}

OrderAccount account_of(Order order) {
  OrderAccount account{.order = std::move(order)};
  account.line_moved_minor.resize(account.order.lines.size());
  account.pieces_taken.resize(account.order.lines.size());
  return account;
}

OrderAccount account_of(Order order, Case const& own, std::span<Case const> cases) {
  auto account = account_of(std::move(order));
  add_money(account, own.account);
  for (auto const& case_ : cases) {
    if (case_.id == own.id) continue;
    add_money(account, case_.account);
    if (!case_.account.goods_reserved) continue;
    auto const pieces = pieces_claimed(account.order, case_.claim_lines);
    std::ranges::transform(pieces, account.pieces_taken, account.pieces_taken.begin(), std::plus{});
  }
  return account;
}

std::int64_t refundable_on(OrderAccount const& account, std::span<ClaimLine const> lines) {
  auto const left = left_on_lines(account, lines);
  auto const on_lines = std::accumulate(left.begin(), left.end(), std::int64_t{0});
  auto const on_postage = std::max<std::int64_t>(0, postage_paid_minor(account.order) - account.postage_moved_minor);
  return std::min(on_lines + on_postage, account.refundable_minor());
}

std::vector<LineAmount> place_payout(OrderAccount const& account, std::span<ClaimLine const> lines,
                                     std::int64_t amount_minor) {
  assert(amount_minor >= 0 && amount_minor <= refundable_on(account, lines));
  auto const left = left_on_lines(account, lines);
  auto const on_lines = std::min(amount_minor, std::accumulate(left.begin(), left.end(), std::int64_t{0}));
  auto const parts = allocate(Money{on_lines}, left);
  std::vector<LineAmount> placed;
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (parts[i].minor > 0) placed.push_back({.line_id = account.order.lines[i].id, .minor = parts[i].minor});
  if (amount_minor > on_lines) placed.push_back({.line_id = std::string(postage), .minor = amount_minor - on_lines});
  return placed;
}

std::optional<OverQuantity> over_quantity(OrderAccount const& account, std::span<ClaimLine const> lines) {
  auto const pieces = pieces_claimed(account.order, lines);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    auto const& line = account.order.lines[i];
    auto const left = line.quantity - account.pieces_taken[i];
    if (pieces[i] > left) return OverQuantity{line.id, pieces[i], left};
  }
  return std::nullopt;
}

}  // namespace redress
