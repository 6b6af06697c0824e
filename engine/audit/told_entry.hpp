// One entry looked at alone: its bytes hash to what is stored, are canonical, have the form of an entry, and name the
// place they stand in.
//
// Pure and independent of every other entry, so that many can be read at once. Shares nothing with what writes entries
// but the ledger's format.
#pragma once

#include "engine/audit/finding.hpp"
#include "engine/audit/store_rows.hpp"
#include "engine/ledger/merkle.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string_view>

namespace redress::audit {

/// A value type; the views point into `document`.
struct ToldEntry {
  boost::json::value document;
  ledger::Digest leaf = {};
  std::int64_t seq = 0;
  std::int64_t case_seq = 0;
  std::string_view id = {};
  std::string_view case_id = {};

  boost::json::object const& members() const { return document.get_object(); }
  std::string_view text(std::string_view member) const;  // "" where there is none
  std::int64_t integer(std::string_view member) const { return members().at(member).get_int64(); }
  boost::json::object const& object(std::string_view member) const { return members().at(member).get_object(); }
  boost::json::array const& array(std::string_view member) const { return members().at(member).get_array(); }
  bool accepted() const { return text("outcome") == "accepted"; }
  /// Belongs to no case: an act of the whole deployment or of a shop.
  bool of_office() const { return text("kind") == "office"; }
};

/// A member of any JSON object as text; "" where it is none.
std::string_view text_in(boost::json::object const& json, std::string_view member);

/// Exactly one of the two is set.
struct EntryReading {
  std::optional<ToldEntry> entry;
  std::optional<Finding> finding;
};
EntryReading read_entry(EntryRow const& row);

/// What is wrong with this entry.
Finding entry_finding(ToldEntry const& entry, std::string what, std::string_view zh, std::string_view en);

}  // namespace redress::audit
