// Which deadlines of open cases other rulebooks would move: what `rules.activate` shows before it changes anything.
//
// A term that counts by a calendar moves with the calendar at once: the notice of the year's holidays corrects a count,
// it makes no new rule. Every other term stays as it was shown until the case's next command. A shop's target is
// computed whenever it is looked at. Reads only.
#pragma once

#include "api/service/loaded_case.hpp"
#include "engine/cases/store.hpp"

#include <boost/json.hpp>

#include <string>
#include <vector>

namespace redress::api {

struct DueMove {
  std::string case_id;
  std::string shop;
  std::string slot;
  std::string what;                    // due, shop_due
  std::optional<Instant> before = {};  // empty: there was none
  std::optional<Instant> after = {};   // empty: there is none any more
  bool at_once = false;                // else with the case's next command
};

struct DueMoves {
  std::vector<DueMove> moves = {};        // by case, in the order of lists
  std::vector<std::string> recount = {};  // cases whose term or reminders are to be counted anew at once
};

/// From the books `was` to `will`; of open cases alone. Only states whose deadlines, calendar or reminders differ are
/// looked at.
DueMoves due_moves(StoreReader& store, rules::Library const& was, LibraryPointer const& will, Instant now);

boost::json::object to_json(DueMove const& move);

}  // namespace redress::api
