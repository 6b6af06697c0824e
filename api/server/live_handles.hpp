// The methods of docs/live.md and docs/board.md, and what is pushed over WebSockets.
#pragma once

#include "api/live/event_feed.hpp"
#include "api/live/presence.hpp"
#include "api/server/handles.hpp"

namespace redress::api {

/// Adds what queues and boards ask, and the answers of events.subscribe and presence.set where nothing can be pushed.
void add_live_handles(std::map<std::string, rpc::Handle, std::less<>>& handles, Desks const& desks);

/// What stands in for them where there is a WebSocket. Borrows all three.
std::map<std::string, rpc::LineHandle, std::less<>> line_handles_of(live::EventFeed& feed, live::Presence& presence,
                                                                    Store& store);

}  // namespace redress::api
