// Turns the text of a table's cell into a JSON value for the server.
#pragma once

#include "engine/base/fault.hpp"
#include "engine/base/money.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace redress::importers {

enum class CellType { text, integer, money, time, flag };

std::optional<CellType> cell_type_from(std::string_view name);

/// How a table writes its times: Y M D h m s stand for digits, everything else for itself; the zone is "+08:00" or "Z".
struct TimeForm {
  std::string pattern = "YYYY-MM-DD hh:mm:ss";
  std::string zone = "+08:00";
};

/// RFC 3339 in UTC. Fault `invalid_params`, position empty.
Result<std::string> read_time(std::string_view text, TimeForm const& form);

/// Fault `invalid_params`, position empty: the caller knows the place.
Result<boost::json::value> read_cell(std::string_view text, CellType type, TimeForm const& form, Currency currency);

}  // namespace redress::importers
