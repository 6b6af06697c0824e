// What changed from one rulebook to another, in words: items added and removed, and every member that differs.
//
// Items are matched by id; versions of one id by their first day. A value type; pure.
#pragma once

#include "engine/base/says.hpp"
#include "engine/rules/rulebook.hpp"

#include <boost/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace redress::rules {

struct MemberChange {
  std::string member;      // "when", "confidence", "says" ..., as the item's JSON has it
  boost::json::value was;  // null: it was absent
  boost::json::value now;
  Says says;
};

struct ItemChange {
  enum class What { added, removed, changed } what;
  std::string list;  // rules, deadlines, compensations, evidence_needs, vocabularies, calendar (by year), timetable,
                     // reminders, efforts, or book for the title page
  std::string id;
  std::vector<MemberChange> members = {};  // of `changed`
  Says says;                               // the whole change in one sentence for each reader
};

/// In the order of the lists, changed items first where they stand in `now`, then what is gone.
std::vector<ItemChange> diff(Rulebook const& was, Rulebook const& now);

std::string_view name_of(ItemChange::What what);
boost::json::object to_json(ItemChange const& change);

}  // namespace redress::rules
