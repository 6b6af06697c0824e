// Tokens and whose they are: an admin of a shop has to do with that shop's.
#include "api/service/token_desk.hpp"

#include "tests/api/service/store_with_user.hpp"

namespace redress::api {
namespace {

using boost::json::object;

class TokenDeskTest : public StoreWithUser {
 protected:
  static DeskCall call(std::string shop, object params) {
    return {{.id = "tok_of_" + shop, .role = Role::admin, .shop = std::move(shop)}, "token", std::move(params)};
  }
  static std::string kind_of(AnswerText const& answer) {
    auto const json = boost::json::parse(answer).as_object();
    auto const* error = json.if_contains("error");
    return error ? std::string(error->at("data").at("kind").as_string()) : "done";
  }
  static object result_of(AnswerText const& answer) { return boost::json::parse(answer).at("result").as_object(); }
  std::string made(std::string shop) {
    return std::string(
        result_of(desk_.create(call("", {{"role", "agent"}, {"shop", std::move(shop)}}))).at("id").as_string());
  }
  std::vector<std::string> listed(std::string shop) {
    std::vector<std::string> ids;
    auto const answer = result_of(desk_.list(call(std::move(shop), {})));
    for (auto const& each : answer.at("tokens").as_array()) ids.emplace_back(each.at("id").as_string());
    std::ranges::sort(ids);
    return ids;
  }

  TokenDoor door_{*store_, clock_};
  TokenDesk desk_{*store_, clock_, ids_, door_};
};

TEST_F(TokenDeskTest, an_admin_of_a_shop_makes_tokens_of_that_shop_alone) {
  for (auto const* role : {"agent", "admin"}) {
    EXPECT_EQ(kind_of(desk_.create(call("s1", {{"role", role}, {"shop", "s1"}}))), "done") << role;
    EXPECT_EQ(kind_of(desk_.create(call("s1", {{"role", role}, {"shop", "s2"}}))), "forbidden") << role;
    EXPECT_EQ(kind_of(desk_.create(call("s1", {{"role", role}}))), "forbidden") << role << " of every shop";
    EXPECT_EQ(kind_of(desk_.create(call("", {{"role", role}, {"shop", "s2"}}))), "done") << role;
    EXPECT_EQ(kind_of(desk_.create(call("", {{"role", role}}))), "done") << role;
  }
}

TEST_F(TokenDeskTest, an_admin_of_a_shop_sees_and_revokes_that_shops_tokens_alone) {
  auto const mine = made("s1"), theirs = made("s2"), everyones = made("");
  EXPECT_EQ(listed("s1"), std::vector{mine});
  EXPECT_EQ(listed("").size(), 3U);
  for (auto const& id : {theirs, everyones})
    EXPECT_EQ(kind_of(desk_.revoke(call("s1", {{"id", id}}))), "not_found") << "as if it were not there";
  EXPECT_EQ(desk_.revoke(call("s1", {{"id", theirs}})), desk_.revoke(call("s1", {{"id", "tok_unknown"}})));
  EXPECT_EQ(kind_of(desk_.revoke(call("s1", {{"id", mine}}))), "done");
  EXPECT_EQ(kind_of(desk_.revoke(call("", {{"id", theirs}}))), "done");
}

}  // namespace
}  // namespace redress::api
