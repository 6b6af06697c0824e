#include "engine/cases/claimed.hpp"

#include <algorithm>
#include <array>

namespace redress {

std::vector<std::int64_t> pieces_claimed(Order const& order, std::span<ClaimLine const> lines) {
  std::vector<std::int64_t> pieces(order.lines.size());
  if (lines.empty()) std::ranges::transform(order.lines, pieces.begin(), &OrderLine::quantity);
  for (auto const& line : lines)
    if (auto const at = std::ranges::find(order.lines, line.id, &OrderLine::id); at != order.lines.end())
      pieces[static_cast<std::size_t>(at - order.lines.begin())] += line.quantity;
  return pieces;
}

std::vector<std::int64_t> paid_for_pieces(Order const& order, std::span<ClaimLine const> lines) {
  auto paid = pieces_claimed(order, lines);
  for (std::size_t i = 0; i < paid.size(); ++i) {
    auto const& line = order.lines[i];
    auto const pieces = std::clamp<std::int64_t>(paid[i], 0, line.quantity);
    std::array const shares{pieces, line.quantity - pieces};
    paid[i] = pieces == 0 ? 0 : allocate(Money{line.paid_minor}, shares).front().minor;
  }
  return paid;
}

}  // namespace redress
