// One path through a workflow as the model check walks it: what was asked of `decide`, and what it answered.
//
// Value types.
#pragma once

#include "engine/cases/case.hpp"
#include "engine/cases/party.hpp"

#include <boost/json.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redress::model {

/// One move: an event that is attempted, facts that are reported, or time that passes.
struct Move {
  enum class What { attempt, report, wait } what = What::attempt;
  std::string_view event = {};
  Party party = Party::nobody;
  Role role = Role::service;
  boost::json::object params = {};
  bool full_file = false;          // with a piece of evidence of every kind there is
  boost::json::object facts = {};  // reported, or known beside the attempt
  Instant at = {};
};

/// A situation of a case, and how it came about.
struct Situation {
  Case case_;
  Instant now;
  std::optional<std::size_t> before = {};  // position of the situation it came from; none: the case is not opened
  Move move = {};                          // that led here
  std::optional<std::size_t> row = {};     // of the workflow's rows, if the move was an event
  std::vector<std::string> effects = {};   // ordered by it
  std::size_t appeals = 0;                 // since the last report or decision that can be appealed
  std::size_t opening = 0;                 // which order it is about: alone, or beside a case that was paid already
};

}  // namespace redress::model
