// Who a case may be given to, and which case another may go on from: those of the case's shop.
#include "tests/api/tea_shop.hpp"

namespace redress::api {
namespace {

class Assigned : public TeaShop {
 protected:
  std::string token(std::string_view shop) {
    object params{{"role", "agent"}, {"label", "小李"}};
    if (!shop.empty()) params.emplace("shop", shop);
    return std::string(call("token.create", std::move(params), Role::admin).at("result").at("id").as_string());
  }
  object assign(std::string const& id, std::string_view assignee) {
    return call("case.assign", {{"case_id", id}, {"assignee", assignee}, {"request_id", next_request()}});
  }
};

TEST_F(Assigned, to_nobody_of_another_shop_and_as_if_there_were_no_such_one) {
  auto const id = open({{"reason", "do_not_want"}, {"wants", "refund_only"}});
  EXPECT_EQ(code_of(assign(id, token("s1"))), "accepted");
  EXPECT_EQ(code_of(assign(id, token(""))), "accepted") << "of every shop";
  EXPECT_EQ(code_of(assign(id, "")), "accepted") << "to nobody";
  EXPECT_EQ(code_of(assign(id, "售后二组")), "accepted") << "a name that is nobody's id";
  auto const theirs = assign(id, token("s2")).at("error").as_object();
  EXPECT_EQ(theirs.at("data").at("kind"), "invalid_params");
  EXPECT_EQ(theirs.at("data").at("position"), "params.assignee");
  for (auto const* unknown : {"tok_01M8UNKNOWN", "user_01M8UNKNOWN"}) {
    auto const none = assign(id, unknown).at("error").as_object();
    EXPECT_EQ(none.at("message"), theirs.at("message")) << unknown;
    EXPECT_EQ(none.at("data").at("kind"), theirs.at("data").at("kind")) << unknown;
  }
  auto const listed = call("case.list", {}).at("result").at("cases").at(0).as_object();
  EXPECT_EQ(listed.at("assignee").as_string(), "售后二组");
}

TEST_F(Assigned, a_case_goes_on_from_none_that_its_opener_may_not_see) {
  object const claim{{"reason", "do_not_want"}, {"wants", "refund_only"}};
  auto const id = open(claim);
  EXPECT_FALSE(open(claim, {{"continues", id}}).empty());
  auto const refused = [&](std::string_view shop, std::string_view from) {
    object const order{
        {"id", "o1"},
        {"placed_at", "2026-01-04T02:00:00Z"},
        {"paid", money(20000)},
        {"lines", array{object{{"id", "L1"}, {"sku", "A"}, {"title", "茶"}, {"quantity", 1}, {"paid", money(20000)}}}}};
    return call("case.open",
                {{"shop", shop},
                 {"kind", "refund"},
                 {"platform", "taobao"},
                 {"order", order},
                 {"claim", claim},
                 {"continues", from},
                 {"request_id", next_request()}},
                Role::service)
        .at("error")
        .as_object();
  };
  house.be_of("s2");
  auto const theirs = refused("s2", id), none = refused("s2", "case_01M8UNKNOWN");
  EXPECT_EQ(theirs.at("data").at("kind"), "not_found");
  EXPECT_EQ(theirs.at("data").at("position"), "params.continues");
  EXPECT_EQ(none.at("data").at("kind"), theirs.at("data").at("kind"));
  EXPECT_EQ(none.at("data").at("position"), theirs.at("data").at("position"));
}

}  // namespace
}  // namespace redress::api
