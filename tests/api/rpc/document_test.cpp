#include "api/rpc/document.hpp"

#include "tests/api/house_of_desks.hpp"

#include <gtest/gtest.h>

namespace redress::api::rpc {
namespace {

TEST(Document, every_example_fits_the_schema_that_is_checked) {
  auto const document = boost::json::parse(document_text()).as_object();
  for (auto const& each : document.at("methods").as_array()) {
    auto const name = std::string(each.at("name").as_string());
    auto const* spec = find_method(name);
    ASSERT_NE(spec, nullptr);
    for (auto const& example : each.at("examples").as_array()) {
      boost::json::object params;
      for (auto const& param : example.at("params").as_array())
        params.emplace(param.at("name").as_string(), param.at("value"));
      auto const checked = spec->validator.check(params);
      EXPECT_TRUE(checked.has_value()) << name << ": "
                                       << (checked ? "" : checked.error().says.en + " at " + checked.error().position);
    }
  }
}

TEST(Document, is_what_rpc_discover_answers) {
  HouseOfDesks house;
  EXPECT_EQ(house.call("rpc.discover", {}).at("result"), boost::json::parse(document_text()));
}

TEST(Document, what_the_schema_refuses_has_a_position_and_a_suggestion) {
  struct Row {
    std::string_view method, params, position, says;
  };
  for (auto const& row : {
           Row{"case.get", R"({"case":"x"})", "params.case", "did you mean \"case_id\""},
           Row{"case.get", R"({})", "params.case_id", "missing"},
           Row{"case.get", R"({"case_id":7})", "params.case_id", "schema"},
           Row{"case.list", R"({"limit":201})", "params.limit", "schema"},
           Row{"case.list", R"({"limit":0})", "params.limit", "schema"},
           Row{"case.list", R"({"kind":"refunds"})", "params.kind", "schema"},
           Row{"case.open",
               R"({"shop":"s","kind":"refund","platform":"taobao","claim":{"reason":"x"},"request_id":"r",
                   "order":{"id":"1","paid":{"minor":1.5,"currency":"CNY"},
                   "lines":[{"id":"1","quantity":1,"paid":{"minor":1,"currency":"CNY"}}]}})",
               "params.order.paid.minor", "schema"},
           Row{"case.open",
               R"({"shop":"s","kind":"refund","platform":"taobao","claim":{"reason":"x","want":"refund_only"},
                   "request_id":"r",
                   "order":{"id":"1","paid":{"minor":1,"currency":"CNY"},
                   "lines":[]}})",
               "params.claim.want", "did you mean \"wants\""},
       }) {
    auto const checked = find_method(row.method)->validator.check(boost::json::parse(row.params).as_object());
    ASSERT_FALSE(checked.has_value()) << row.params;
    EXPECT_EQ(checked.error().position, row.position) << checked.error().says.en;
    EXPECT_NE(checked.error().says.en.find(row.says), std::string::npos) << checked.error().says.en;
  }
  EXPECT_TRUE(find_method("case.list")->validator.check({{"limit", 200}}).has_value());
  EXPECT_TRUE(find_method("case.list")->validator.check({{"limit", 1}}).has_value());
}

}  // namespace
}  // namespace redress::api::rpc
