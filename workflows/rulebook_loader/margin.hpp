// What stands beside an item for its readers and for the checks, and is no part of the policy itself: where its members
// are, why versions leave a gap, which findings are known and left.
#pragma once

#include "workflows/rulebook_loader/members.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace redress::rules {

/// The static checks whose findings an item may accept with a reason (static_checks.hpp).
inline constexpr std::string_view shadowed = "shadowed";
inline constexpr std::string_view never_fires = "never_fires";
inline constexpr std::string_view contradiction = "contradiction";
inline constexpr std::string_view expired_citation = "expired_citation";

struct Margin {
  std::map<std::string, Place, std::less<>> places;         // of the members' values: "when", "require", "from" ...
  std::optional<PlacedText> gap;                            // why no version held just before this one
  std::map<std::string, PlacedText, std::less<>> accepted;  // check -> reason; placed where its name stands
  std::optional<Instant> cited_until;                       // the first moment the cited text no longer applies

  /// Where the member's value stands, or else the item.
  Place place_of(std::string_view member, Place item) const {
    auto const at = places.find(member);
    return at == places.end() ? item : at->second;
  }
};

/// Reads `gap`, `accepts` and `cites.until` of an item's map.
Margin read_margin(YamlNode const& item, FileCheck& check);

}  // namespace redress::rules
