// The versions of one item across the files of a book: rules and risk signals by id, deadlines by family and slot,
// compensations by breach.
#pragma once

#include "workflows/rulebook_loader/assembly.hpp"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redress::rules {

template <class Item>
struct Sighting {
  Item const* item;
  Part const* part;
  Place place;
  Margin const* margin;
};

template <class Item>
using VersionGroups = std::map<std::string, std::vector<Sighting<Item>>>;

/// In the book's order within each group. Borrows the files.
template <class Item>
VersionGroups<Item> group_versions(std::span<PartFile const* const> files, std::vector<Placed<Item>> Part::*list,
                                   std::string (*key)(Item const&)) {
  VersionGroups<Item> groups;
  for (auto const* file : files)
    for (auto const& placed : file->part.*list)
      groups[key(placed.item)].push_back({&placed.item, &file->part, placed.place, &placed.margin});
  return groups;
}

template <class Item>
std::string id_of(Item const& item) {
  return item.id;
}

/// D-04a and D-04c are versions of D-04 where they fill the same slot.
inline std::string family_and_slot(Deadline const& deadline) {
  std::string_view family = deadline.id;
  while (!family.empty() && family.back() >= 'a' && family.back() <= 'z') family.remove_suffix(1);
  return std::string(family) + " " + deadline.slot;
}

inline std::string breach_of(Compensation const& compensation) { return compensation.breach; }

}  // namespace redress::rules
