// Calls of the server itself, in the place of a client: as texts through the dispatcher, so that they pass what every
// call passes (role, schema, bounds). Blocks until they are answered; not from a thread that answers reads.
#pragma once

#include "api/importers/import_run.hpp"
#include "api/rpc/dispatcher.hpp"

namespace redress::api {

/// One batch of calls as this actor; their outcomes in their order.
std::vector<cli::CallOutcome> ask_within(rpc::Dispatcher const& dispatcher, Actor const& actor,
                                         std::vector<importers::Call> calls);

}  // namespace redress::api
