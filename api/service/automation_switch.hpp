// Which automations a shop has switched off, and every change of it: who, when, why.
//
// Kept as one setting of the store for each shop, with its journal; each change is an office entry of the ledger, with
// its reason sealed beside it. Read
// in the same unit as the decision, so the very next one heeds it. "*" stands for every automation. Errors: none of its
// own; a setting that is no JSON is our bug.
#pragma once

#include "api/service/answer.hpp"
#include "api/service/case_desk.hpp"
#include "api/service/office.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace redress::api {

std::vector<std::string> automations_off(StoreReader& store, std::string_view shop);

/// automation.set {shop, name?, on, reason, request_id?} -> {shop, off, changed, entry_id?}. Blocks until it is
/// durable. Without a change nothing is written.
AnswerText set_automation(Store& store, rules::Library const& books, Office const& office, DeskCall const& call);

/// automation.list {shop} -> {shop, automations: [{name, on, rules}], journal}.
AnswerText list_automations(Store& store, rules::Library const& books, DeskCall const& call);

}  // namespace redress::api
