// JSON-RPC 2.0 without a wire: the specification's own examples, batches, notifications, ids.
#include "api/rpc/call_cost.hpp"
#include "api/rpc/document.hpp"
#include "tests/api/house_of_desks.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

std::int64_t code_of(boost::json::value const& response) { return response.at("error").at("code").as_int64(); }

TEST(JsonRpc, the_specifications_examples) {
  HouseOfDesks house;
  struct Row {
    std::string_view text;
    std::int64_t code;
  };
  for (auto const& row : {
           Row{R"({"jsonrpc": "2.0", "method": "foobar", "id": "1"})", -32601},
           Row{R"({"jsonrpc": "2.0", "method": "foobar, "params": "bar", "baz])", -32700},
           Row{R"({"jsonrpc": "2.0", "method": 1, "params": "bar"})", -32600},
           Row{R"([{"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},{"jsonrpc": "2.0", "method")",
               -32700},
           Row{"[]", -32600},
           Row{R"({"jsonrpc": "2.0", "method": "case.get", "params": ["x"], "id": 1})", -32602},
           Row{R"({"jsonrpc": "1.0", "method": "case.list", "id": 1})", -32600},
           Row{R"({"jsonrpc": "2.0", "method": "case.list", "id": 1.5})", -32600},
           Row{R"({"jsonrpc": "2.0", "method": "case.list", "id": {}})", -32600},
           Row{R"({"jsonrpc": "2.0", "method": "case.list", "id": 1, "id": 2})", -32700},
       })
    EXPECT_EQ(code_of(house.handle(row.text)), row.code) << row.text;
  EXPECT_EQ(code_of(house.handle("[1]").at(0)), -32600);
  auto const three = house.handle("[1,2,3]").as_array();
  ASSERT_EQ(three.size(), 3U);
  for (auto const& each : three) {
    EXPECT_EQ(code_of(each), -32600);
    EXPECT_TRUE(each.at("id").is_null());
  }
  EXPECT_TRUE(house.handle(R"({"jsonrpc": "2.0", "method": "case.list"})").is_null());
  EXPECT_TRUE(
      house.handle(R"([{"jsonrpc": "2.0", "method": "case.list"},{"jsonrpc": "2.0", "method": "foobar"}])").is_null());
  auto const mixed =
      house
          .handle(R"([{"jsonrpc":"2.0","method":"system.info","id":"1"},{"jsonrpc":"2.0","method":"case.list"},
                                      {"foo":"boo"},
                                      {"jsonrpc":"2.0","method":"foo.get","params":{"name":"myself"},"id":"5"}])")
          .as_array();
  ASSERT_EQ(mixed.size(), 3U);
  EXPECT_EQ(mixed[0].at("id"), "1");
  EXPECT_EQ(code_of(mixed[1]), -32600);
  EXPECT_EQ(code_of(mixed[2]), -32601);
}

TEST(JsonRpc, ids_come_back_exactly) {
  HouseOfDesks house;
  for (std::string_view id : {"9007199254740993", "-1", "18446744073709551615", R"("a\"b")", R"("编号")", "null"}) {
    auto const response = house.handle(fmt::format(R"({{"jsonrpc":"2.0","method":"workflow.list","id":{}}})", id));
    EXPECT_EQ(boost::json::serialize(response.at("id")), id);
  }
}

TEST(JsonRpc, a_batch_holds_a_hundred_calls_and_not_one_more) {
  HouseOfDesks house;
  auto const batch = [](int calls) {
    std::string text = "[";
    for (int i = 0; i < calls; ++i)
      text += fmt::format(R"({}{{"jsonrpc":"2.0","method":"workflow.list","id":{}}})", i ? "," : "", i);
    return text + "]";
  };
  EXPECT_EQ(house.handle(batch(100)).as_array().size(), 100U);
  EXPECT_EQ(code_of(house.handle(batch(101))), -32004);
}

TEST(JsonRpc, a_batch_costs_two_hundred_and_not_one_more) {
  HouseOfDesks house;
  auto const batch = [](int walks, int looks) {
    std::string text;
    for (int i = 0; i < walks + looks; ++i)
      text += fmt::format(R"({}{{"jsonrpc":"2.0","method":"{}","id":{}}})", i ? "," : "",
                          i < walks ? "audit.search" : "workflow.list", i);
    return "[" + text + "]";
  };
  EXPECT_EQ(rpc::cost_of("audit.search", {}), rpc::walking_cost);
  EXPECT_EQ(rpc::cost_of("case.get", {}), rpc::ordinary_cost);
  EXPECT_EQ(house.handle(batch(5, 0), Role::manager).as_array().size(), 5U) << "at the limit";
  EXPECT_EQ(house.handle(batch(4, 40), Role::manager).as_array().size(), 44U) << "at the limit, mixed";
  EXPECT_EQ(code_of(house.handle(batch(5, 1), Role::manager)), -32004) << "one past it";
}

TEST(JsonRpc, a_call_that_looks_through_much_costs_like_one_that_walks) {
  HouseOfDesks house;
  auto const refused = [&](std::string_view method, object const& params) {
    array batch;
    for (int i = 0; i < 6; ++i)
      batch.push_back(object{{"jsonrpc", "2.0"}, {"method", method}, {"params", params}, {"id", i}});
    return house.handle(boost::json::serialize(batch), Role::manager).is_object();
  };
  EXPECT_TRUE(refused("events.subscribe", {{"after", 0}}));
  EXPECT_TRUE(refused("evidence.conversation", {{"case_id", "case_1"}, {"evidence_id", "ev_1"}}));
  EXPECT_TRUE(refused("case.get", {{"case_id", "case_1"}, {"as_of", "2026-01-08T02:00:00Z"}}));
  EXPECT_TRUE(refused("audit.case_check", {{"case_id", "case_1"}}));
  EXPECT_TRUE(refused("case.list", {{"text", "茶"}}));
  EXPECT_TRUE(refused("case.search", {{"text", "茶"}}));
  EXPECT_FALSE(refused("events.subscribe", {}));
  EXPECT_FALSE(refused("case.get", {{"case_id", "case_1"}}));
  EXPECT_FALSE(refused("case.list", {{"state", "WAIT_SELLER_AGREE"}}));
}

// A dispatcher whose methods all answer ten bytes, and how often they were asked.
struct TenBytes {
  int asked = 0;
  rpc::Dispatcher with(std::size_t response_bytes) {
    std::map<std::string, rpc::Handle, std::less<>> handles;
    for (auto const& spec : rpc::method_specs())
      handles.emplace(spec.name, [this](DeskCall const&, AnswerDone const& done) {
        ++asked;
        done(R"({"result":"0123456789"})");
      });
    return {std::move(handles),
            [](std::function<void()> const& work) { work(); },
            [](auto&&...) {},
            true,
            {.response_bytes = response_bytes}};
  }
  std::string answer(std::string_view text, std::size_t response_bytes) {
    std::string answer;
    asked = 0;
    with(response_bytes).handle(text, {.id = "p", .role = Role::admin, .shop = {}}, [&](std::string said) {
      answer = said;
    });
    return answer;
  }
};

TEST(JsonRpc, a_response_has_its_limit_and_not_one_byte_more) {
  TenBytes ten;
  constexpr std::string_view call = R"({"jsonrpc":"2.0","method":"workflow.list","id":1})";
  auto const whole = ten.answer(call, 1000);
  EXPECT_EQ(ten.answer(call, whole.size()), whole);
  EXPECT_EQ(code_of(boost::json::parse(ten.answer(call, whole.size() - 1))), -32004);

  auto const three = fmt::format("[{0},{0},{0}]", call);
  auto const all = ten.answer(three, 1000);
  EXPECT_EQ(ten.answer(three, all.size() - 2), all) << "without its brackets";
  EXPECT_EQ(code_of(boost::json::parse(ten.answer(three, all.size() - 3))), -32004);
  EXPECT_EQ(ten.asked, 3);
  EXPECT_EQ(code_of(boost::json::parse(ten.answer(three, whole.size()))), -32004);
  EXPECT_EQ(ten.asked, 2) << "what nobody would be told of is not begun";
}

TEST(JsonRpc, a_batch_runs_in_order_and_a_read_sees_the_writes_before_it) {
  HouseOfDesks house;
  auto const open =
      R"({"shop":"s1","kind":"refund","platform":"taobao","order":{"id":"1","paid_at":"2026-01-07T02:00:00Z",
    "paid":{"minor":100,"currency":"CNY"},"lines":[{"id":"1","quantity":1,"paid":{"minor":100,"currency":"CNY"}}]},
    "claim":{"reason":"do_not_want","wants":"refund_only"},"request_id":"o"})";
  auto const answers = house
                           .handle(fmt::format(R"([{{"jsonrpc":"2.0","id":1,"method":"case.list"}},
    {{"jsonrpc":"2.0","id":2,"method":"case.open","params":{}}},{{"jsonrpc":"2.0","id":3,"method":"case.list"}}])",
                                               open))
                           .as_array();
  EXPECT_EQ(answers[0].at("result").at("cases").as_array().size(), 0U);
  EXPECT_EQ(answers[2].at("result").at("cases").as_array().size(), 1U);
}

TEST(JsonRpc, a_notification_of_a_write_has_no_effect) {
  HouseOfDesks house;
  EXPECT_TRUE(
      house.handle(R"({"jsonrpc":"2.0","method":"token.create","params":{"role":"agent"}})", Role::admin).is_null());
  house.handle(R"({"jsonrpc":"2.0","method":"case.assign","params":{"case_id":"x","assignee":"y","request_id":"z"}})",
               Role::agent);
  EXPECT_EQ(house.call("system.info", {}).at("result").at("entries").as_int64(), 0);
  EXPECT_EQ(house.call("token.list", {}, Role::admin).at("result").at("tokens").as_array().size(), 0U);
}

TEST(JsonRpc, roles) {
  HouseOfDesks house;
  EXPECT_EQ(code_of(house.call("case.open", {}, Role::admin)), -32002);
  EXPECT_EQ(code_of(house.call("case.open", {}, Role::auditor)), -32002);
  EXPECT_EQ(code_of(house.call("token.create", {{"role", "agent"}}, Role::manager)), -32002);
  EXPECT_TRUE(house.call("token.create", {{"role", "agent"}}, Role::admin).contains("result"));
}

}  // namespace
}  // namespace redress::api
