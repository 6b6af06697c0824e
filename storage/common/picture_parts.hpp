// A picture's mark cut into sixteen parts of sixteen bits, by which a store finds pictures that look alike.
//
// Two marks that differ in at most fifteen of their 256 bits have at least one part in common, so looking up all
// sixteen misses none of them. Marks of another length than 64 characters have no parts: nothing is found by them.
#pragma once

#include "engine/cases/store.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace redress::storage {

struct PicturePart {
  int place;  // 0 to 15
  std::string bits;
};

inline std::vector<PicturePart> parts_of(std::string_view mark) {
  constexpr std::size_t characters = 4;
  constexpr std::size_t count = 16;
  std::vector<PicturePart> parts;
  if (mark.size() != characters * count) return parts;
  for (std::size_t place = 0; place < count; ++place)
    parts.push_back({static_cast<int>(place), std::string(mark.substr(place * characters, characters))});
  return parts;
}

/// At most `limit` of them, in the order of their ids.
inline std::vector<EvidenceUse> first_uses(std::map<std::string, EvidenceUse>&& found, int limit) {
  std::vector<EvidenceUse> uses;
  for (auto& [id, use] : found)
    if (std::ssize(uses) < limit) uses.push_back(std::move(use));
  return uses;
}

}  // namespace redress::storage
