// One thing that is wrong in a store, and exactly where.
#pragma once

#include "engine/base/says.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace redress::audit {

/// Members that do not apply are empty.
struct Finding {
  std::string what;  // a word for programs, e.g. "entry_hash", "row_differs", "blob_missing" (docs/verify.md)
  std::optional<std::int64_t> seq = {};
  std::string entry_id = {};
  std::string case_id = {};
  std::string table = {};
  std::string row = {};     // the row's key
  std::string column = {};  // for JSON in a column: "content.account.pending_minor"
  std::string blob = {};
  std::string checkpoint = {};  // the one that gives it away: "SIZE @ TIME (BY)"
  std::string expected = {};    // what the entries say
  std::string actual = {};      // what is there
  Says says = {};
};

boost::json::object to_json(Finding const& finding);

/// Carries a finding out of a walk; nothing else may catch it.
struct Found {
  Finding finding;
};

/// A row that is not what the entries say.
Finding row_differs(std::string_view table, std::string_view row, std::string_view column, std::string expected,
                    std::string actual);
Finding row_missing(std::string_view table, std::string_view row);
Finding row_surplus(std::string_view table, std::string_view row);

}  // namespace redress::audit
