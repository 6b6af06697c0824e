// Whose turn a command takes: its caller's shop's; of a caller bound to no shop, that of the shop it is about, where
// that is known without reading, so that one who writes about many shops does not keep each waiting for the others.
//
// Threads: what is put in turn may be called on any.
#pragma once

#include "api/rpc/dispatcher.hpp"
#include "api/service/shop_queue.hpp"
#include "engine/cases/foresight.hpp"

#include <functional>
#include <map>
#include <string>

namespace redress::api {

/// Every method that writes waits for its turn; one too many is refused (`rate_limited`) before anything of it is done.
/// Those of callers bound to no shop are limited together as well, however many shops they name. Borrows queue and
/// foresight, which outlive the handles.
void put_in_turn(std::map<std::string, rpc::Handle, std::less<>>& handles, ShopQueue& queue, Foresight& foresight);

}  // namespace redress::api
