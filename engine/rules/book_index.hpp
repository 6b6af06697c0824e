// Where a book's items are, by the event or the slot they speak of, so that asking costs no walk through the whole
// book.
//
// Positions in the book's lists, in the book's order; valid as long as the lists do not change. A value type.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redress::rules {

struct Rulebook;

class BookIndex {
 public:
  using Positions = std::span<std::uint32_t const>;

  BookIndex() = default;
  static BookIndex of(Rulebook const& book);

  /// False for the empty index and for one whose book was changed in length since.
  bool describes(Rulebook const& book) const;

  /// Rules one of whose patterns ends in this event or in `*`; their kind is still to be compared.
  Positions rules_on(std::string_view event) const;
  /// Rules of effect `advance` for this event.
  Positions rules_advancing(std::string_view event) const;
  Positions deadlines_of(std::string_view slot) const;
  Positions compensations_of(std::string_view breach) const;

 private:
  using Lists = std::map<std::string, std::vector<std::uint32_t>, std::less<>>;
  static Positions find(Lists const& lists, std::string_view key);

  std::size_t rules_ = 0, deadlines_ = 0, compensations_ = 0;
  bool made_ = false;
  Lists by_event_;                             // each list has the rules of `any_event_` too
  std::vector<std::uint32_t> any_event_ = {};  // for events no pattern names
  Lists advancing_;
  Lists by_slot_;
  Lists by_breach_;
};

}  // namespace redress::rules
