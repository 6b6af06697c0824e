// The methods of docs/webhooks.md.
#pragma once

#include "api/server/handles.hpp"

namespace redress::api {

/// `desks.hooks` is null for a store that keeps none: the methods then answer so.
void add_hook_handles(std::map<std::string, rpc::Handle, std::less<>>& handles, Desks const& desks);

}  // namespace redress::api
