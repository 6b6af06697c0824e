// Whether a pack's exhibits are the bytes that the entries name as evidence: each there or said to be withheld, no
// other.
#pragma once

#include "api/packs/zip_reader.hpp"
#include "engine/base/says.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace redress::packs {

struct ExhibitsChecked {
  std::int64_t exhibits = 0;
  std::int64_t withheld = 0;
  std::optional<Says> wrong = {};
  std::string file = {};  // the one that is wrong
};

/// `entries`: the case's, already proven.
ExhibitsChecked check_exhibits(OpenedPack const& pack, std::vector<boost::json::object> const& entries);

}  // namespace redress::packs
