// The pages that need no caller: health, metrics, the OpenRPC document, and the console.
#pragma once

#include "api/server/front.hpp"
#include "api/server/metrics.hpp"
#include "storage/sqlite/sqlite_store.hpp"

namespace redress::api {

Pages pages_of(storage::SqliteStore& store, Metrics const& metrics, Pages console);

}  // namespace redress::api
