// What one call looks at has a bound: at it all is answered, one past it a cursor or a sentence.
#include "api/server/rulebooks.hpp"
#include "api/service/audit_query.hpp"
#include "api/service/audit_sample.hpp"
#include "tests/api/tea_shop.hpp"

namespace redress::api {
namespace {

class AuditBound : public TeaShop {
 protected:
  AuditBound() {
    for (int i = 0; i < 3; ++i) open({{"reason", "do_not_want"}, {"wants", "refund_only"}, {"text", "破损"}});
    house.clock().advance(1);
    house.store().read([&](StoreReader& store) { recorded = store.ledger_size(); });
  }
  static object parsed(AnswerText const& text) { return boost::json::parse(text).as_object(); }
  static DeskCall asked(std::string method, object params) {
    return {Actor{.id = "m", .role = Role::manager, .shop = ""}, std::move(method), std::move(params)};
  }
  static std::string kind_of(object const& answer) {
    auto const* error = answer.if_contains("error");
    return error ? std::string(error->at("data").at("kind").as_string()) : "none";
  }

  RulebooksInForce books{rulebooks_with(std::vector{tea_book()}).value()};
  std::int64_t recorded = 0;
};

TEST_F(AuditBound, a_query_that_reaches_it_hands_on_a_cursor) {
  for (auto const bound : {recorded - 1, recorded, recorded + 1}) {
    auto const answer =
        parsed(query_entries(house.store(), books, asked("audit.query", {}), AuditBounds{.query_entries = bound}));
    auto const& result = answer.at("result").as_object();
    EXPECT_EQ(result.at("scanned").as_int64(), std::min(bound, recorded));
    EXPECT_EQ(result.contains("next_cursor"), bound < recorded) << bound;
  }
}

TEST_F(AuditBound, a_search_that_reaches_it_hands_on_a_cursor) {
  auto const search = [&](AuditBounds const& bounds) {
    return parsed(search_texts(house.store(), asked("audit.search", {{"text", "破损"}}), bounds))
        .at("result")
        .as_object();
  };
  EXPECT_FALSE(search({.search_cases = 4}).contains("next_cursor"));
  auto const cut = search({.search_cases = 2});
  EXPECT_EQ(cut.at("cases").as_array().size(), 2U);
  EXPECT_TRUE(cut.contains("next_cursor"));
  EXPECT_FALSE(search({.search_entries = recorded}).contains("next_cursor"));
  EXPECT_TRUE(search({.search_entries = recorded - 1}).contains("next_cursor"));
}

TEST_F(AuditBound, a_summary_and_a_draw_past_it_ask_for_a_narrower_window) {
  LedgerSigner signer{house.store(),
                      ledger_keeping_in_memory(),
                      {.signing = {ledger::SigningKey::from_seed("test", std::vector<std::uint8_t>(32, 7)).value()}}};
  AuditDesk audit{house.store(), books, signer};
  std::int64_t accepted = 0;
  house.store().read([&](StoreReader& store) {
    for (auto const& entry : store.entries_from(0, 1000))
      if (entry.bytes.find(R"("outcome":"accepted")") != std::string::npos) ++accepted;
  });
  auto const summary = [&](std::int64_t bound) {
    return kind_of(parsed(summarise_entries(house.store(), books, house.clock(), asked("audit.summary", {}),
                                            AuditBounds{.window_entries = bound})));
  };
  auto const draw = [&](std::int64_t bound) {
    return kind_of(parsed(draw_sample(house.store(), audit, house.clock(), asked("audit.sample", {{"size", 1}}),
                                      AuditBounds{.window_entries = bound})));
  };
  EXPECT_EQ(summary(recorded), "none");
  EXPECT_EQ(summary(recorded - 1), "too_large");
  EXPECT_EQ(draw(accepted), "none");
  EXPECT_EQ(draw(accepted - 1), "too_large");
}

}  // namespace
}  // namespace redress::api
