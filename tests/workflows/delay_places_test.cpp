// Where an order stands, by the facts that tell it.
#include "tests/engine/rules/rule_maker.hpp"
#include "workflows/delay_guards.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace redress::workflows {
namespace {

using Known = std::initializer_list<std::pair<std::string_view, FactValue>>;

Instant const early = parse_rfc3339("2026-01-05T00:00:00Z").value();
Instant const noon = parse_rfc3339("2026-01-05T12:00:00Z").value();
Instant const late = parse_rfc3339("2026-01-06T00:00:00Z").value();

TEST(DelayPlaces, follow_from_facts_and_unknown_times_are_not_late) {
  struct Row {
    Known known;
    Place place;
  };
  std::string const lost = "lost";
  Row const rows[] = {
      {{}, Place::in_time},
      {{{"now", noon}}, Place::in_time},
      {{{"order.promised_dispatch_at", early}}, Place::in_time},  // what time it is, nobody said
      {{{"now", noon}, {"order.promised_dispatch_at", early}}, Place::late},
      {{{"now", noon}, {"order.promised_dispatch_at", noon}}, Place::in_time},
      {{{"now", noon}, {"agreement.new_dispatch_at", noon}}, Place::time_agreed},
      {{{"now", noon}, {"agreement.new_dispatch_at", early}}, Place::late},
      {{{"agreement.new_dispatch_at", early}}, Place::in_time},
      {{{"claim.reason", std::string("out_of_stock")}}, Place::out_of_stock},
      {{{"order.dispatched", true}}, Place::under_way},
      {{{"order.dispatched", true}, {"claim.reason", lost}}, Place::lost},
      {{{"order.dispatched", true}, {"claim.reason", lost}, {"case.opened_at", early}}, Place::lost},
      {{{"order.dispatched", true}, {"claim.reason", lost}, {"shipment.last_trace_at", noon}}, Place::lost},
      {{{"order.dispatched", true},
        {"claim.reason", lost},
        {"case.opened_at", early},
        {"shipment.last_trace_at", noon}},
       Place::under_way},  // it was traced after that was said
      {{{"order.dispatched", true}, {"claim.reason", lost}, {"case.opened_at", noon}, {"shipment.last_trace_at", noon}},
       Place::lost},
      {{{"order.dispatched", true}, {"shipment.lost_at", noon}}, Place::lost},
      {{{"order.dispatched", true}, {"shipment.lost_at", noon}, {"shipment.last_trace_at", late}}, Place::under_way},
      {{{"order.dispatched", true}, {"shipment.returned_at", noon}}, Place::came_back},
      {{{"order.signed_at", noon}}, Place::signed_for},
      {{{"claim.refund_opened", true}, {"order.signed_at", noon}}, Place::refunded},
  };
  for (auto const& row : rows) {
    auto const facts = rules::make_facts(row.known);
    EXPECT_EQ(place_of(facts), row.place) << &row - rows;
  }
}

}  // namespace
}  // namespace redress::workflows
