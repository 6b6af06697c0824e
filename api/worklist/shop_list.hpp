// The shops a caller may see: those that have cases, people or tokens, or a rulebook of their own.
//
// Reads only; any thread.
#pragma once

#include "api/service/answer.hpp"
#include "api/service/case_desk.hpp"
#include "api/worklist/worklist.hpp"

namespace redress::api {

/// shop.list {} -> {shops: [{shop, name?, platform?, book?, cases, open}]}, by id. `name` is what the shop's own
/// rulebook calls itself. Fault `rate_limited` while cases are still being counted.
AnswerText list_shops(Store& store, rules::Library const& books, Worklist& worklist, DeskCall const& call);

}  // namespace redress::api
