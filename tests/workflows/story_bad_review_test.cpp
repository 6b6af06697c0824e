// The life-cycle of platform rules 2.7, and what it must never do: make a remedy depend on the review being changed.
#include "tests/workflows/story.hpp"
#include "workflows/boundary_facts.hpp"
#include "workflows/catalogue.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>

namespace redress::workflows {
namespace {

std::vector<Move> in_triage(std::vector<Move> more) {
  more.insert(more.begin(), {{"open", "POSTED"}, {"classify", "TRIAGE"}});
  return more;
}

// clang-format off
std::vector<Story> reviews() {
  return {
      {"explained", "bad_review", {}, in_triage({{"reply", "EXPLAINED", "publish_reply"}, {"close_case", "CLOSED"}})},
      {"made_good", "bad_review", {}, in_triage({{"offer_service", "SERVICE_RECOVERY", "notify_buyer"}, {"accept_service", "SERVICE_RECOVERY"},
        {"complete_service", "KEPT", "notify_buyer"}, {"close_case", "CLOSED"}})},
      {"made_good_whatever_the_buyer_writes", "bad_review", {}, in_triage({{"offer_service", "SERVICE_RECOVERY", "notify_buyer"}, {"buyer_edited", "SERVICE_RECOVERY"},
        {"buyer_added_review", "SERVICE_RECOVERY", "notify_seller"}, {"complete_service", "KEPT", "notify_buyer"}})},
      {"service_declined", "bad_review", {}, in_triage({{"offer_service", "SERVICE_RECOVERY", "notify_buyer"}, {"decline_service", "TRIAGE", "notify_seller"},
        {"reply", "EXPLAINED", "publish_reply"}})},
      {"reported_and_upheld", "bad_review", {}, in_triage({{"report_review", "REPORTED", "submit_report"}, {"platform_upheld", "REMOVED", "notify_seller"}, {"close_case", "CLOSED"}})},
      {"appealed_once", "bad_review", {}, in_triage({{"report_review", "REPORTED", "submit_report"}, {"platform_rejected", "REPORT_REJECTED", "notify_seller"},
        {"appeal_report", "REPORT_APPEALED", "submit_report"}, {"platform_rejected", "KEPT", "notify_seller"}, {"appeal_report", ""}, {"close_case", "CLOSED"}})},
      {"upheld_on_appeal", "bad_review", {}, in_triage({{"report_review", "REPORTED", "submit_report"}, {"platform_rejected", "REPORT_REJECTED", "notify_seller"},
        {"appeal_report", "REPORT_APPEALED", "submit_report"}, {"platform_upheld", "REMOVED", "notify_seller"}})},
      {"platform_silent_then_late", "bad_review", {}, in_triage({{"report_review", "REPORTED", "submit_report"}, {"deadline_passed", "REPORT_REJECTED", "notify_seller"},
        {"platform_upheld", "REMOVED", "notify_seller"}})},
      {"appeal_let_go", "bad_review", {}, in_triage({{"report_review", "REPORTED", "submit_report"}, {"platform_rejected", "REPORT_REJECTED", "notify_seller"}, {"deadline_passed", "KEPT"}})},
      {"report_withdrawn", "bad_review", {}, in_triage({{"report_review", "REPORTED", "submit_report"}, {"withdraw_report", "TRIAGE"}})},
      {"edit_does_not_end_a_report", "bad_review", {}, in_triage({{"report_review", "REPORTED", "submit_report"}, {"buyer_edited", "REPORTED"}, {"platform_upheld", "REMOVED", "notify_seller"}})},
      {"edited", "bad_review", {}, {{"open", "POSTED"}, {"buyer_edited", "BUYER_EDITED"}, {"reply", "EXPLAINED", "publish_reply"}}},
      {"edited_and_still_bad", "bad_review", {}, in_triage({{"buyer_edited", "BUYER_EDITED"}, {"classify", "TRIAGE"}, {"offer_service", "SERVICE_RECOVERY", "notify_buyer"}})},
      {"nobody_sorts_it", "bad_review", {}, {{"open", "POSTED"}, {"deadline_passed", "TRIAGE", "notify_seller"}, {"deadline_passed", "KEPT", "notify_seller"},
        {"reply", "EXPLAINED", "publish_reply"}}},
      {"no_platform_intervention", "bad_review", {}, {{"open", "POSTED"}, {"classify", "TRIAGE"}, {"close_case", "CLOSED"}}},
  };
}
// clang-format on

INSTANTIATE_TEST_SUITE_P(Review, Stories, testing::ValuesIn(reviews()), name_of_story);

bool is_remedy(EffectKind effect) {
  constexpr std::array remedies{EffectKind::order_payout, EffectKind::order_compensation, EffectKind::open_refund_case,
                                EffectKind::notify_buyer, EffectKind::adopt_offer,        EffectKind::reserve_goods};
  return std::ranges::find(remedies, effect) != remedies.end();
}

// The strictest form of it: there is no condition on any row, what the buyer writes orders nothing for the buyer, and
// it moves the case neither into making good nor out of it.
TEST(BadReview, no_remedy_depends_on_the_review_being_changed) {
  std::vector<std::string_view> out_of_recovery;
  for (auto const& row : bad_review().rows()) {
    EXPECT_EQ(row.guard.name, "") << row.from->name << " " << row.on->name;
    if (row.from->name == "SERVICE_RECOVERY" && row.to != row.from) out_of_recovery.push_back(row.on->name);
    bool const buyer_writes = row.on->name == "buyer_edited" || row.on->name == "buyer_added_review";
    if (!buyer_writes) continue;
    EXPECT_FALSE(std::ranges::any_of(row.effects, is_remedy)) << row.from->name;
    EXPECT_EQ(row.from->name == "SERVICE_RECOVERY", row.to->name == "SERVICE_RECOVERY") << row.from->name;
  }
  EXPECT_THAT(out_of_recovery,
              testing::UnorderedElementsAre("decline_service", "complete_service", "platform_upheld", "close_case"));
}

class Yes final : public RowAsker {
 public:
  bool allows(RowSpec const&) override { return true; }
};

// And as the machine does it: the same steps, whatever is known of the review.
TEST(BadReview, every_step_is_the_same_whatever_became_of_the_review) {
  std::array const edited{Boundary{"review.edited_at", {Instant{1}}}, Boundary{"review.additional", {true, false}},
                          Boundary{"review.score", {std::int64_t{1}, std::int64_t{5}}}};
  for (auto const& row : bad_review().rows())
    each_boundary(edited, 3, [&](Facts const& facts) {
      Yes yes;
      auto const step = bad_review().step(row.from->name, row.on->name, facts, yes);
      ASSERT_EQ(step.outcome, Step::Outcome::moved);
      EXPECT_EQ(step.row->to, row.to);
    });
}

// Reviews go through report and appeal; platform intervention is for claims.
TEST(BadReview, has_no_dispute_part) {
  for (auto const* state : bad_review().states()) {
    EXPECT_FALSE(state->name.starts_with("DISPUTE_")) << state->name;
    EXPECT_NE(state->name, "COURT");
  }
  EXPECT_EQ(bad_review().find_event("platform_step_in"), nullptr);
  EXPECT_EQ(bad_review().find_event("request_platform"), nullptr);
}

}  // namespace
}  // namespace redress::workflows
