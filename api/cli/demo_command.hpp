// The demo for scripts.
#pragma once

#include "api/cli/exit_code.hpp"

#include <string>

namespace redress::cli {

/// As `demo`, but one line {url, shop, cases, case_id, users, tokens} in place of the page for people.
Exit demo_as_json(std::string const& data_dir, std::string const& listen);

}  // namespace redress::cli
