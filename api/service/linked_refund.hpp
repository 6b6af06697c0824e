// What an exchange or a delay that goes on as a refund opens: the params of that case.open.
#pragma once

#include "engine/cases/store.hpp"

#include <optional>

namespace redress::api {

/// Its request id is made of the effect's key and of how often it was refused, so it opens once.
struct LinkedRefund {
  std::optional<boost::json::object> opening = {};  // nothing if the case or its order is gone
  int refusals = 0;
  boost::json::value opened = nullptr;  // the answer, if it was opened before
};
LinkedRefund linked_refund(StoreReader& store, OutboxItem const& item, std::string_view asked_by);

}  // namespace redress::api
