#include "engine/cases/hooks.hpp"

#include "engine/cases/store.hpp"

#include <array>

namespace redress {
namespace {

constexpr std::array<std::string_view, 3> names{"waiting", "delivered", "failed"};

}  // namespace

std::string_view name_of(DeliveryState state) { return names.at(static_cast<std::size_t>(state)); }

std::optional<DeliveryState> delivery_state_from(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names.at(i) == name) return static_cast<DeliveryState>(i);
  return std::nullopt;
}

HookReads* hooks_of(StoreReader& store) { return dynamic_cast<HookReads*>(&store); }
HookWrites* hooks_of_writer(StoreWriter& store) { return dynamic_cast<HookWrites*>(&store); }

}  // namespace redress
