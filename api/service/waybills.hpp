// Knows the shop's own waybills again: one that went out with another buyer's order must not be uploaded twice.
//
// Orders of one buyer may share a parcel, and a parcel sent again may keep its number, so neither counts as reuse.
// Numbers are personal: what is kept is a keyed hash of each, under the installation's pseudonym key.
#pragma once

#include "engine/cases/attempt.hpp"
#include "engine/cases/store.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace redress::api {

/// The same for "sf 123" and "SF123"; another under another key.
std::string waybill_mark(std::string_view pseudonym_key, std::string_view waybill);

/// What this attempt ships with, if the seller ships. Tells the attempt `event.waybill_reused`.
std::optional<WaybillUse> note_waybill(Attempt& attempt, StoreReader& store, Case const& case_,
                                       std::string_view pseudonym_key);

}  // namespace redress::api
