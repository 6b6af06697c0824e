// How far back a subscription may begin: at the bound it is told everything, one past it to read anew.
#include "api/live/event_feed.hpp"

#include "tests/api/tea_shop.hpp"

namespace redress::api::live {
namespace {

class Resync : public TeaShop {
 protected:
  void SetUp() override {
    for (int i = 0; i < 6; ++i) open({{"reason", "do_not_want"}, {"wants", "refund_only"}});
    house.store().read([&](StoreReader& store) { head = store.ledger_size() - 1; });
  }
  object subscribe(FeedLimits limits, std::int64_t after, std::string shop = "s1") {
    Actor const actor{.id = "a", .role = Role::agent, .shop = std::move(shop)};
    EventFeed feed{house.store(), house.clock(), std::make_shared<Bell>(),
                   [&](http::Peer const&) { return std::optional(actor); }, limits};
    auto const peer = std::make_shared<http::Peer>();
    peer->address = "127.0.0.1";
    peer->transport = http::Transport::websocket;
    peer->connection = 1;
    return boost::json::parse(feed.subscribe({actor, "events.subscribe", {{"after", after}}}, peer)).as_object();
  }
  static bool is_resync(object const& answer) {
    auto const* error = answer.if_contains("error");
    return error && error->at("data").at("kind") == "resync";
  }
  std::int64_t head = 0;
};

TEST_F(Resync, so_many_entries_back_and_not_one_more) {
  for (std::int64_t const back : {1, 3, 5}) {
    FeedLimits const limits{.entries_back = back};
    EXPECT_EQ(subscribe(limits, head - back).at("result").at("seq").as_int64(), head - back) << back;
    auto const past = subscribe(limits, head - back - 1);
    ASSERT_TRUE(is_resync(past)) << back;
    EXPECT_EQ(past.at("error").at("data").at("seq").as_int64(), head) << "where to begin anew";
    EXPECT_FALSE(past.at("error").at("data").at("says").at("zh").as_string().empty());
  }
}

TEST_F(Resync, so_many_of_ones_own_and_not_one_more) {
  for (std::size_t const own : {1U, 4U}) {
    FeedLimits const limits{.missed = own};
    auto const back = static_cast<std::int64_t>(own);
    EXPECT_FALSE(is_resync(subscribe(limits, head - back))) << own;
    EXPECT_TRUE(is_resync(subscribe(limits, head - back - 1))) << own;
    EXPECT_FALSE(is_resync(subscribe(limits, head - back - 1, "s2"))) << "other shops' entries are not missed";
  }
}

TEST_F(Resync, what_is_no_entry_yet_is_none_to_go_on_from) {
  EXPECT_FALSE(is_resync(subscribe({}, head)));
  EXPECT_TRUE(is_resync(subscribe({}, head + 1))) << "an older backup was restored";
  EXPECT_FALSE(is_resync(subscribe({}, -1))) << "from the beginning";
}

}  // namespace
}  // namespace redress::api::live
