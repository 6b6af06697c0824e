#include "api/importers/top_moves.hpp"

#include "workflows/catalogue.hpp"

#include <algorithm>
#include <array>

namespace redress::importers {
namespace {

PlatformReport report(std::string status, bool stepped_in = false) {
  return {.status = std::move(status),
          .platform_stepped_in = stepped_in,
          .amount = {{"minor", 100}, {"currency", "CNY"}},
          .return_parcel = {{"carrier", "c"}, {"waybill", "w"}}};
}

TEST(TopMoves, LeadTowardsTheStatus) {
  struct Sample {
    std::string_view kind;
    std::string_view state;
    std::string status;
    std::string event;  // "" for none
  };
  std::vector<Sample> const samples{
      {"refund", "WAIT_SELLER_AGREE", "WAIT_SELLER_AGREE", ""},
      {"refund", "WAIT_SELLER_AGREE", "WAIT_BUYER_RETURN_GOODS", "agree_return"},
      {"refund", "WAIT_SELLER_AGREE", "WAIT_SELLER_CONFIRM_GOODS", "agree_return"},
      {"refund", "WAIT_BUYER_RETURN_GOODS", "WAIT_SELLER_CONFIRM_GOODS", "ship_return"},
      {"refund", "WAIT_SELLER_CONFIRM_GOODS", "WAIT_BUYER_RETURN_GOODS", ""},
      {"refund", "WAIT_SELLER_AGREE", "SUCCESS", "platform_refund"},
      {"refund", "REFUND_PAYING", "SUCCESS", "payout_confirmed"},
      {"refund", "SUCCESS", "CLOSED", ""},
      {"refund", "WAIT_SELLER_CONFIRM_GOODS", "CLOSED", "platform_close"},
      {"refund", "CLOSED", "SUCCESS", ""},
      {"refund", "WAIT_SELLER_AGREE", "SELLER_REFUSE_BUYER", ""},  // with evidence of the seller's own
      {"refund", "WAIT_SELLER_AGREE", "SOMETHING_NEW", ""},
      {"exchange", "EXCHANGE_REQUESTED", "WAIT_SELLER_CONSIGN_GOOGDS", "agree_exchange"},
      {"exchange", "EXCHANGE_RETURN_SHIPPED", "WAIT_SELLER_CONSIGN_GOODS", "confirm_return"},
      {"exchange", "EXCHANGE_WAIT_SELLER_SEND", "EXCHANGE_WAIT_BUYER_CONFIRM_GOODS", "send_replacement"},
      {"exchange", "EXCHANGE_WAIT_SELLER_SEND", "WAIT_BUYER_CONFIRM_EXCHANGE_SELLER_SEND_GOODS", "send_replacement"},
      {"exchange", "EXCHANGE_WAIT_BUYER_RECEIVE", "SUCCESS", "confirm_receipt"},
      {"exchange", "EXCHANGE_REQUESTED", "EXCHANGE_TRANSFORM_TO_REFUND", "accept_refund_instead"},
      {"exchange", "EXCHANGE_TRANSFORM_TO_REFUND", "EXCHANGE_TRANSFORM_TO_REFUND", ""},
      {"exchange", "REPAIR_IN_PROGRESS", "WAIT_SELLER_CONSIGN_GOODS", ""},
  };
  for (auto const& sample : samples) {
    auto const move = next_move(sample.kind, sample.state, report(sample.status));
    EXPECT_EQ(move ? move->event : "", sample.event) << sample.state << " to " << sample.status;
  }
}

TEST(TopMoves, StepInOnce) {
  EXPECT_EQ(next_move("refund", "WAIT_SELLER_AGREE", report("WAIT_SELLER_AGREE", true))->event, "platform_step_in");
  EXPECT_FALSE(next_move("refund", "DISPUTE_REVIEW", report("WAIT_SELLER_AGREE", true)));
}

// Whatever the tables become: every move is an event they have, made by the party it belongs to, with params they know.
TEST(TopMoves, AreEventsOfTheTables) {
  for (auto const* kind : {"refund", "exchange"}) {
    auto const* workflow = workflows::find_workflow(kind);
    for (auto const* status :
         {"WAIT_BUYER_RETURN_GOODS", "WAIT_SELLER_CONFIRM_GOODS", "CLOSED", "SUCCESS", "WAIT_SELLER_CONSIGN_GOODS",
          "EXCHANGE_WAIT_BUYER_CONFIRM_GOODS", "EXCHANGE_TRANSFORM_TO_REFUND", "WAIT_SELLER_AGREE"})
      for (auto const* state : workflow->states()) {
        auto const move = next_move(kind, state->name, report(status, true));
        if (!move) continue;
        auto const* event = workflow->find_event(move->event);
        ASSERT_TRUE(event) << move->event;
        EXPECT_EQ(name_of(event->party), move->party) << move->event;
        for (auto const& param : event->params)
          EXPECT_TRUE(!param.required || move->params.contains(param.name)) << move->event << " " << param.name;
        for (auto const& given : move->params)
          EXPECT_NE(std::ranges::find(event->params, std::string_view{given.key()}, &ParamSpec::name),
                    event->params.end())
              << move->event << " " << given.key();
      }
  }
}

// Whoever may import gains no right by it: no file makes the seller give money away.
TEST(TopMoves, GiveNoMoneyAwayInTheSellersName) {
  constexpr std::array paying{EffectKind::order_payout, EffectKind::repeat_payout, EffectKind::order_compensation,
                              EffectKind::refund_price_difference};
  constexpr std::array statuses{"WAIT_SELLER_AGREE",
                                "WAIT_BUYER_RETURN_GOODS",
                                "WAIT_SELLER_CONFIRM_GOODS",
                                "SELLER_REFUSE_BUYER",
                                "CLOSED",
                                "SUCCESS",
                                "WAIT_SELLER_CONSIGN_GOOGDS",
                                "WAIT_SELLER_CONSIGN_GOODS",
                                "EXCHANGE_WAIT_BUYER_CONFIRM_GOODS",
                                "WAIT_BUYER_CONFIRM_EXCHANGE_SELLER_SEND_GOODS",
                                "WAIT_BUYER_CONFIRM_REDO_SEND_GOODS",
                                "EXCHANGE_TRANSFORM_TO_REFUND"};
  int of_the_seller = 0;
  for (auto const* workflow : workflows::all_workflows())
    for (auto const* state : workflow->states())
      for (std::string const status : statuses)
        for (bool const stepped_in : {false, true}) {
          auto const move = next_move(workflow->kind(), state->name, report(status, stepped_in));
          if (!move || move->party != "seller") continue;
          ++of_the_seller;
          for (auto const& row : workflow->rows())
            if (row.from == state && row.on->name == move->event) {
              for (auto const effect : row.effects)
                EXPECT_EQ(std::ranges::find(paying, effect), paying.end()) << state->name << " " << move->event;
            }
        }
  EXPECT_GT(of_the_seller, 0) << "there is something to look at";
}

}  // namespace
}  // namespace redress::importers
