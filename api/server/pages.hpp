// The pages that need no token: health, metrics, the OpenRPC document, and a front page that says where to go.
#pragma once

#include "api/server/front.hpp"
#include "api/server/metrics.hpp"
#include "storage/sqlite/sqlite_store.hpp"

namespace redress::api {

Pages pages_of(storage::SqliteStore& store, Metrics const& metrics);

}  // namespace redress::api
