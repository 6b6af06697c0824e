// What one platform record or table row asks of the server: a case to open, and what the platform has told of it since.
//
// Nothing here depends on a clock: the same input always makes the same plan with the same request ids.
#pragma once

#include "engine/base/fault.hpp"

#include <boost/json.hpp>

#include <string>
#include <vector>

namespace redress::importers {

/// One version of a record: where the platform says the case stands, and the facts that come with it.
struct PlatformReport {
  std::string id_prefix;  // of its request ids; unique to the record's version
  std::string modified;   // orders the versions of one record
  std::string status;     // as the platform writes it
  bool platform_stepped_in = false;
  boost::json::object amount = {};         // money, for the events that move it; empty if the record has none
  boost::json::object return_parcel = {};  // params of ship_return
  boost::json::object facts = {};          // for case.facts
};

struct CasePlan {
  int line = 1;  // of the file; where a problem is reported
  boost::json::object open = {};
  std::string order_id_if_taken = {};  // when the order is already known with other lines; empty: that is a bad row
  std::vector<PlatformReport> reports = {};  // oldest first

  std::string open_id() const { return std::string(open.at("request_id").as_string()); }
  std::string shop() const { return std::string(open.at("shop").as_string()); }
  std::string kind() const { return std::string(open.at("kind").as_string()); }
  std::string order_id() const { return std::string(open.at("order").as_object().at("id").as_string()); }
};

/// What a file came to: plans in the order of the file, and the lines that could not be read.
struct Reading {
  std::vector<CasePlan> plans = {};
  std::vector<Fault> bad = {};  // `position` is "line L, column C"
  int passed_over = 0;          // rows the mapping does not ask for
};

}  // namespace redress::importers
