#include "api/service/last_safe.hpp"

#include "engine/cases/worktime.hpp"

namespace redress::api {

std::optional<Instant> last_safe_at(World const& world) {
  if (!world.case_.due || world.case_.final) return std::nullopt;
  auto const facts = facts_at(world, nullptr);
  return last_safe_moment(world, facts, {SellersDeadline::What::due, world.case_.due->at},
                          remaining_work(world, facts));
}

}  // namespace redress::api
