// A command bar finds a case by what an agent has at hand, finished or not.
#include "api/service/case_search.hpp"

#include "api/server/rulebooks.hpp"
#include "tests/api/tea_shop.hpp"

#include <future>

namespace redress::api {
namespace {

class CaseSearch : public TeaShop {
 protected:
  std::string opened(std::string const& order, object more = {}) {
    more["order"] = object{{"id", order}};
    return open({{"reason", "do_not_want"}, {"wants", "refund_only"}}, std::move(more));
  }
  void withdraw(std::string const& id) {
    ASSERT_EQ(code_of(call("case.apply",
                           {{"case_id", id}, {"event", "withdraw"}, {"party", "buyer"}, {"request_id", next_request()}},
                           Role::service)),
              "accepted");
  }
  std::vector<std::pair<std::string, std::string>> found(object params, Role role = Role::agent) {
    std::vector<std::pair<std::string, std::string>> all;
    auto const answer = call("case.search", std::move(params), role);
    for (auto const& each : answer.at("result").at("cases").as_array())
      all.emplace_back(each.at("id").as_string(), each.at("found_by").as_string());
    return all;
  }
  using Found = std::vector<std::pair<std::string, std::string>>;
};

TEST_F(CaseSearch, a_finished_case_by_its_order_number_and_by_its_id) {
  auto const id = opened("4300000000000000042");
  opened("4300000000000000043");
  withdraw(id);
  EXPECT_EQ(found({{"text", "4300000000000000042"}}), (Found{{id, "order_id"}}));
  EXPECT_EQ(found({{"text", "  4300000000000000042\n"}}), (Found{{id, "order_id"}})) << "as pasted";
  EXPECT_EQ(found({{"text", id}}), (Found{{id, "case_id"}}));
  EXPECT_EQ(found({{"text", id.substr(5)}}), (Found{{id, "case_id"}})) << "without its prefix";
  EXPECT_TRUE(found({{"text", "4300000000000000044"}}).empty());
}

TEST_F(CaseSearch, all_cases_of_one_order_and_not_one_more_than_asked_for) {
  auto const first = opened("4300000000000000042");
  withdraw(first);
  auto const second = opened("4300000000000000042");
  EXPECT_EQ(found({{"text", "4300000000000000042"}}).size(), 2U);
  EXPECT_EQ(found({{"text", "4300000000000000042"}, {"limit", 1}}).size(), 1U);
}

TEST_F(CaseSearch, words_of_the_order_come_after_exact_finds) {
  auto const id = opened("o77");
  EXPECT_EQ(found({{"text", "茶"}}), (Found{{id, "words"}}));
  EXPECT_EQ(code_of(call("case.search", {{"text", " \t"}})), "invalid_params");
}

TEST_F(CaseSearch, a_refund_number_whoever_imported_it) {
  auto const made = call("token.create", {{"role", "service"}, {"shop", "s1"}}, Role::admin);
  ASSERT_EQ(code_of(made), "accepted");
  auto const id = opened("4300000000000000042", {{"request_id", "top-98765432100-open"}});
  EXPECT_TRUE(found({{"text", "98765432100"}}).empty()) << "opened by nobody who imports";
  auto const importer = std::string(made.at("result").at("id").as_string());
  StoredAnswer kept{importer, "top-98765432100-open", "f", R"({"result":{"case":{"id":")" + id + R"("}}})", {}};
  std::promise<void> written;
  house.store().write(
      [&](StoreWriter& store) {
        OfficeRecord act;
        act.act.entry_id = "entry_x";
        act.act.nonce = std::string(32, '0');
        act.act.actor.id = importer;
        act.act.shop = "s1";
        act.act.event = "token_created";
        act.answer = kept;
        store.record_office(std::move(act));
      },
      [&](std::exception_ptr failed) { failed ? written.set_exception(failed) : written.set_value(); });
  written.get_future().get();
  EXPECT_EQ(found({{"text", "98765432100"}}), (Found{{id, "refund_id"}}));
}

TEST_F(CaseSearch, another_shops_cases_are_not_found) {
  auto const id = opened("4300000000000000042");
  for (auto const& text : {std::string("4300000000000000042"), id, std::string("茶")}) {
    RulebooksInForce const books{rulebooks_with(std::vector{tea_book()}).value()};
    auto const answer = boost::json::parse(search_cases(
        house.store(), books, house.clock(), {},
        {Actor{.id = "m", .role = Role::agent, .shop = "s2"}, "case.search", {{"text", text}, {"shop", "s1"}}}));
    EXPECT_TRUE(answer.at("result").at("cases").as_array().empty()) << text;
  }
}

}  // namespace
}  // namespace redress::api
