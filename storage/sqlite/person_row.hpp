// A person as the JSON of their row, and when the runner should look at them.
#pragma once

#include "engine/cases/persons.hpp"

#include <boost/json.hpp>

namespace redress::storage {

boost::json::object person_json(Person const& person);  // all but the number

/// Throws FaultError `internal` where the text is not one this program wrote.
Person person_from(std::int64_t number, boost::json::object const& json);

/// Nothing: not by itself. 0: at once.
std::optional<std::int64_t> waits_until_ms(Person const& person);

}  // namespace redress::storage
