// Lays a shop's own book over a platform's: finds what is laxer or contradicts, and puts the two together.
//
// A shop's book adds and never replaces, so whatever the layered book accepts the platform's book accepts too
// (docs/rulebook-layers.md). Every finding stands at the shop's clause and names the platform's with its file, line and
// column.
#pragma once

#include "workflows/rulebook_loader/assembly.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redress::rules {

/// A shop's file and the files of the book it stands on, all sound.
struct Layers {
  PartFile const& shop;
  std::span<PartFile const* const> below;
  Rulebook const& book_below;  // assembled from `below`
  Names const& names;
};

/// Everything form can show: effects, removals, ids, deadlines, needs, word lists, whose moves are refused.
void check_layer(Layers const& layers, std::vector<Finding>& findings);

/// What the examples of the shop's rules show when they are put to the platform's book.
void check_contradictions(Layers const& layers, std::vector<Finding>& findings);

/// A rule of the platform's book as the shop's tightening makes it; its events stay those of the platform's.
Rule tightened(Rule rule, Tightening const& by, Part const& shop);

/// Both together; the checks found nothing.
Rulebook layered(Layers const& layers);

/// The events of the workflows that a rule speaks of: the seller's moves, and all others.
struct Reach {
  std::vector<std::string> sellers = {};
  std::vector<std::string> others = {};
};
Reach reach_of(Rule const& rule, Names const& names);

/// "TB-RS-021 (taobao-disputes.yaml:168:5)".
std::string clause_at(std::string_view id, std::string_view file, Place place);

/// Every item of that id in the files below, with the file it stands in.
template <class Item>
struct Below {
  Item const* item;
  Part const* part;
  Place place;

  std::string clause() const { return clause_at(item->id, part->name, place); }
};

template <class Item, class Wanted>
std::vector<Below<Item>> find_below_if(Layers const& layers, std::vector<Placed<Item>> Part::*list, Wanted wanted) {
  std::vector<Below<Item>> found;
  for (auto const* file : layers.below)
    for (auto const& placed : file->part.*list)
      if (wanted(placed.item)) found.push_back({&placed.item, &file->part, placed.place});
  return found;
}

template <class Item>
std::vector<Below<Item>> find_below(Layers const& layers, std::vector<Placed<Item>> Part::*list, std::string_view id) {
  return find_below_if(layers, list, [&](Item const& item) { return item.id == id; });
}

}  // namespace redress::rules
