// What a session may do whose user must set up a second factor first: that, and nothing else (docs/access.md).
//
// Any thread.
#pragma once

#include "api/http/message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace redress::api {

/// 403 for every door but /rpc.
http::Response must_enrol_first();

/// The answer to a JSON-RPC text that asks for anything but enrolling, or that cannot be read: a batch of more than
/// `batch_calls_max`, or no JSON-RPC at all. Nothing for one that may go on.
std::optional<std::string> refusal_before_enrolment(std::string_view text, std::size_t batch_calls_max);

}  // namespace redress::api
