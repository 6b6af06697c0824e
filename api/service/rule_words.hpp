// What people call the effects and verdicts of rules, the instructions a move sends out, and acts of the office.
//
// Pure tables; `system.words` answers them beside those of words.hpp.
#pragma once

#include <boost/json.hpp>

namespace redress::api {

/// {effects, verdicts, instructions, office_acts}: id to {zh, en}.
boost::json::object rule_words();

}  // namespace redress::api
