// The tea shop of docs/examples, opened in a house of desks under the shop the tests' tokens are of.
#pragma once

#include "tests/api/house_of_desks.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace redress::api {

using boost::json::array;
using boost::json::object;

inline rules::BookSource tea_book() {
  std::ifstream in{REDRESS_SOURCE_DIR "/docs/examples/tea.yaml"};
  std::string text(std::istreambuf_iterator<char>(in), {});
  std::string const shop = "shop: shop_tea";
  text.replace(text.find(shop), shop.size(), "shop: s1");
  return {"tea", std::move(text)};
}

class TeaShop : public testing::Test {
 protected:
  static object money(std::int64_t minor) { return {{"minor", minor}, {"currency", "CNY"}}; }

  object call(std::string_view method, object params, Role role = Role::agent, std::string_view person = {}) {
    return house.call(method, std::move(params), role, person);
  }

  /// A refund case of an order of 200 yuan that was not shipped; its id.
  std::string open(object claim, object more = {}) {
    auto const number = ++cases_;
    object params{
        {"shop", "s1"},
        {"kind", "refund"},
        {"platform", "taobao"},
        {"order",
         object{{"id", fmt::format("o{}", number)},
                {"placed_at", "2026-01-04T02:00:00Z"},
                {"paid_at", "2026-01-04T02:01:00Z"},
                {"paid", money(20000)},
                {"lines",
                 array{object{{"id", "L1"}, {"sku", "A"}, {"title", "茶"}, {"quantity", 1}, {"paid", money(20000)}}}}}},
        {"claim", std::move(claim)},
        {"buyer", object{{"id", "b1"}}},
        {"request_id", fmt::format("open-{}", number)}};
    for (auto const& member : more) {
      if (member.key() == "order")
        for (auto const& part : member.value().as_object()) params["order"].as_object()[part.key()] = part.value();
      else
        params[member.key()] = member.value();
    }
    auto const answer = call("case.open", std::move(params), Role::service);
    auto const* result = answer.if_contains("result");
    EXPECT_NE(result, nullptr) << boost::json::serialize(answer);
    return result ? std::string(result->at("case").at("id").as_string()) : std::string{};
  }

  std::string next_request() { return fmt::format("r{}", ++requests_); }
  std::string state_of(std::string const& id) {
    return std::string(call("case.get", {{"case_id", id}}).at("result").at("case").at("state").as_string());
  }
  array trail_of(std::string const& id) {
    return call("case.trail", {{"case_id", id}}).at("result").at("entries").as_array();
  }
  static std::string code_of(object const& answer) {
    auto const* error = answer.if_contains("error");
    if (!error) return "accepted";
    auto const& data = error->at("data").as_object();
    auto const* why_not = data.if_contains("why_not");
    return std::string((why_not ? why_not->as_array().front().at("code") : data.at("kind")).as_string());
  }

  HouseOfDesks house{1, {tea_book()}};

 private:
  int cases_ = 0;
  int requests_ = 0;
};

}  // namespace redress::api
