// Keeps ids growing over restarts: what is drawn next comes after what the ledger holds, wherever the clock stands.
#pragma once

#include "api/seam/ids.hpp"
#include "engine/cases/store.hpp"

namespace redress::api {

/// At the start, before the first id is drawn. Throws FaultError where the store cannot be read.
void continue_ids(Store& store, Ids& ids);

}  // namespace redress::api
