// What a call is answered with: the result or error half of a JSON-RPC response, as text, without its id.
//
// Stored with the command it answers, so that a retry gets the same; `{"result":...}` or `{"error":...}`.
#pragma once

#include "engine/base/fault.hpp"
#include "engine/cases/refusal.hpp"

#include <boost/json.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace redress::api {

using AnswerText = std::string;
using AnswerDone = std::function<void(AnswerText)>;

AnswerText result_text(boost::json::object result);

/// `extra` joins error.data: request_id, entry_id, case_id, current version ...
AnswerText fault_text(Fault const& fault, boost::json::object extra = {});
AnswerText refusal_text(Refusal const& refusal, boost::json::object extra = {});

/// The stored text, marked `"replayed": true` where the caller looks for it (result, or error.data).
AnswerText replayed(AnswerText const& stored);

/// The member of that name if it is a string; "" otherwise.
std::string text_of(boost::json::object const& json, std::string_view name);

/// `limit` of params that fit their schema, or else `otherwise`.
std::size_t limit_of(boost::json::object const& params, std::size_t otherwise);

}  // namespace redress::api
