// What a second person answers to a proposed override.
#pragma once

#include "api/cli/commands.hpp"

namespace redress::cli {

/// Says no, with the reason in the options.
Exit override_decline(Common const& common, std::string const& override_id, ApplyOptions const& options);

}  // namespace redress::cli
