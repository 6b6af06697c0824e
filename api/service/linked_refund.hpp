// What an exchange or a delay that goes on as a refund opens: the params of that case.open.
#pragma once

#include "engine/cases/store.hpp"

#include <optional>

namespace redress::api {

/// Nothing if the case or its order is gone. The request id is the effect's key, so it opens once.
std::optional<boost::json::object> linked_refund(StoreReader& store, OutboxItem const& item);

}  // namespace redress::api
