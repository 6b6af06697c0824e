#include "tests/simulation/overdrawn.hpp"

#include <fmt/format.h>

#include <map>

namespace redress::simulation {

std::string overdrawn(StoreReader& reader, std::string_view shop, std::string_view platform,
                      std::string_view order_id) {
  auto const order = reader.find_order(shop, platform, order_id);
  if (!order) return fmt::format("the order {} is not stored", order_id);
  std::int64_t moved_minor = 0;
  std::map<std::string, std::int64_t> on_line;
  std::map<std::string, std::int64_t> pieces;
  for (auto const& case_ : reader.cases_of_order(shop, platform, order_id)) {
    moved_minor += case_.account.pending_minor + case_.account.refunded_minor;
    for (auto const& line : case_.account.moved) on_line[line.line_id] += line.minor;
    if (!case_.account.goods_reserved) continue;
    for (auto const& line : case_.claim_lines) pieces[line.id] += line.quantity;
    if (case_.claim_lines.empty())
      for (auto const& line : order->lines) pieces[line.id] += line.quantity;
  }
  if (moved_minor > order->paid_minor)
    return fmt::format("the order {} was paid {} and gives back {}", order->id, order->paid_minor, moved_minor);
  for (auto const& line : order->lines) {
    if (on_line[line.id] > line.paid_minor)
      return fmt::format("line {} of {} was paid {} and gives back {}", line.id, order->id, line.paid_minor,
                         on_line[line.id]);
    if (pieces[line.id] > line.quantity)
      return fmt::format("line {} of {} has {} pieces and {} are taken back", line.id, order->id, line.quantity,
                         pieces[line.id]);
  }
  return {};
}

}  // namespace redress::simulation
