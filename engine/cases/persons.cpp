#include "engine/cases/persons.hpp"

#include "engine/cases/store.hpp"

#include <algorithm>
#include <array>

namespace redress {
namespace {

constexpr std::array<std::string_view, 3> state_names{"active", "restricted", "shredded"};

}  // namespace

std::string_view name_of(PersonState state) { return state_names.at(static_cast<std::size_t>(state)); }

std::optional<PersonState> person_state_from(std::string_view name) {
  auto const at = std::ranges::find(state_names, name);
  if (at == state_names.end()) return std::nullopt;
  return static_cast<PersonState>(at - state_names.begin());
}

PersonReads* persons_of(StoreReader& store) { return dynamic_cast<PersonReads*>(&store); }
PersonWrites* persons_of_writer(StoreWriter& store) { return dynamic_cast<PersonWrites*>(&store); }

}  // namespace redress
