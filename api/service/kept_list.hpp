// A short list that the office's entries tell of, kept as one setting of the store so that it is read at once: reply
// templates of a shop, saved views, the scorecards of a case.
//
// An item holds what its entry told (`told`), the words its entry committed to with their salts (`words`), and which
// entry that was; so `audit verify` holds every item against its entry. Oldest first. Errors: none of its own; a
// setting that is no such JSON is our bug.
#pragma once

#include "engine/cases/store.hpp"

#include <boost/json.hpp>

#include <string>
#include <string_view>

namespace redress::api {

class KeptList {
 public:
  static KeptList read(StoreReader& store, std::string setting);

  boost::json::array const& items() const { return items_; }
  boost::json::object const* find(std::string_view id) const;
  /// In the place of the item of the same id, else at the end. The act's params have the item's `id`.
  void put(OfficeRecord const& record);
  void remove(std::string_view id);
  void write(StoreWriter& store) const;

 private:
  std::string setting_;
  boost::json::array items_;
};

/// What its entry told; a word of it, "" without.
boost::json::object const& told_in(boost::json::object const& item);
std::string word_in(boost::json::object const& item, std::string_view name);

/// Members `id`, `entry_id`, `updated_at`, `updated_by` of an item, as answers show them.
boost::json::object head_of(boost::json::object const& item);

}  // namespace redress::api
