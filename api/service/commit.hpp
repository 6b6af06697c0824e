// Writes and waits: for what is rare enough that its caller may block until the disk has it.
#pragma once

#include "engine/cases/store.hpp"

namespace redress::api {

/// Returns once the unit is durable; throws what the unit or its commit threw. Not from the writer's own thread.
void commit(Store& store, Store::Unit unit);

}  // namespace redress::api
