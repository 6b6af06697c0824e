// The methods of docs/access.md about the second factor.
#pragma once

#include "api/server/handles.hpp"

namespace redress::api {

void add_second_factor_handles(std::map<std::string, rpc::Handle, std::less<>>& handles, Desks const& desks);

/// What stands in where the call came over a connection: confirming keeps the session it was asked in. What `desks`
/// borrows is borrowed.
void add_second_factor_lines(std::map<std::string, rpc::LineHandle, std::less<>>& lines, Desks const& desks);

}  // namespace redress::api
