// The same file or picture used as evidence in another case of the shop.
//
// Files are compared by their hash; pictures also by how they look (storage/pictures), so that a copy compressed again,
// scaled or mirrored is found. Symmetrical: whichever of two cases is looked at names the other one. Cases of persons
// who are restricted or forgotten are not compared and not named (docs/privacy.md).
#pragma once

#include "engine/cases/store.hpp"

#include <boost/json.hpp>

#include <vector>

namespace redress::api {

struct RecycledUse {
  std::string case_id;
  std::string evidence_id;
  std::string how;          // same_bytes, same_picture or mirrored_picture
  int distance_bits = 0;    // of 256; 0 for the same bytes
  bool same_order = false;  // two cases of one order may well share a picture
};

/// In other cases than its own, the nearest first; at most 20 of them. Texts are not compared.
std::vector<RecycledUse> find_recycled(StoreReader& store, Case const& case_, Evidence const& item);

boost::json::array to_json(std::vector<RecycledUse> const& uses);

}  // namespace redress::api
