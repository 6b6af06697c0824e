// Finds cases by whatever an agent has at hand: a case id, an order number, a refund number, a waybill, or words.
//
// Finished cases are found like open ones. Every way is a look-up in an index of the store; none walks cases. Waybills
// are personal: what is compared is the mark that the shop's own parcels are known by (waybills.hpp). Reads only; any
// thread.
#pragma once

#include "api/service/answer.hpp"
#include "api/service/case_desk.hpp"

#include <functional>
#include <string>

namespace redress::api {

using MarkOfWaybill = std::function<std::string(std::string_view waybill)>;

/// case.search {text, shop?, limit?} -> {cases: [a case as case.list shows it, with `found_by`], server_time}: exact
/// finds first. `mark` may be empty: then no waybill is looked for.
AnswerText search_cases(Store& store, RulebooksInForce const& books, Clock const& clock, MarkOfWaybill const& mark,
                        DeskCall const& call);

}  // namespace redress::api
