// One entry whole, and entries newest first: pages that hold while the ledger grows.
#include "tests/api/story_walk.hpp"
#include "tests/api/tea_shop.hpp"

#include <rapidcheck.h>

namespace redress::api {
namespace {

std::vector<std::int64_t> seqs_of(array const& entries) {
  std::vector<std::int64_t> seqs;
  for (auto const& each : entries) seqs.push_back(each.at("seq").as_int64());
  return seqs;
}

class EntryOf : public TeaShop {
 protected:
  object query(object params) { return call("audit.query", std::move(params), Role::manager); }
  array page(object params, std::string& cursor) {
    if (!cursor.empty()) params["cursor"] = cursor;
    auto const answer = query(std::move(params));
    auto const& result = answer.at("result").as_object();
    auto const* next = result.if_contains("next_cursor");
    cursor = next ? std::string(next->as_string()) : std::string{};
    return result.at("entries").as_array();
  }
  std::vector<std::int64_t> all(object params) {
    std::vector<std::int64_t> seqs;
    std::string cursor;
    do {
      for (auto const seq : seqs_of(page(params, cursor))) seqs.push_back(seq);
    } while (!cursor.empty());
    return seqs;
  }
  object entry(object params, Role role = Role::manager) { return call("audit.entry", std::move(params), role); }
};

TEST(AuditOrder, newest_first_is_oldest_first_turned_round_whatever_the_pages) {
  EXPECT_TRUE(rc::check([] {
    auto const seed = *rc::gen::arbitrary<unsigned>();
    auto const limit = *rc::gen::inRange(1, 9);
    HouseOfDesks house{seed};
    walk_cases(house, seed, 1 + static_cast<int>(seed % 3), 8);
    auto const listed = [&](object params) {
      std::vector<std::int64_t> seqs;
      for (;;) {
        auto const answer = house.call("audit.query", params, Role::manager);
        auto const& result = answer.at("result").as_object();
        for (auto const seq : seqs_of(result.at("entries").as_array())) seqs.push_back(seq);
        auto const* next = result.if_contains("next_cursor");
        if (!next) return seqs;
        params["cursor"] = *next;
      }
    };
    for (auto const& narrowed : {object{}, object{{"outcome", "refused"}}, object{{"kind", "refund"}}}) {
      auto params = narrowed;
      params["limit"] = limit;
      auto const oldest = listed(params);
      params["order"] = "newest";
      auto newest = listed(params);
      std::ranges::reverse(newest);
      RC_ASSERT(newest == oldest);
    }
  }));
}

TEST_F(EntryOf, what_is_recorded_between_two_pages_neither_repeats_nor_hides_an_entry) {
  for (int i = 0; i < 4; ++i) open({{"reason", "do_not_want"}, {"wants", "refund_only"}});
  auto const before = all({{"order", "newest"}});
  auto const head = query({}).at("result").at("head").as_int64();
  std::vector<std::int64_t> seen;
  std::string cursor;
  do {
    for (auto const seq : seqs_of(page({{"order", "newest"}, {"limit", 1}}, cursor))) seen.push_back(seq);
    open({{"reason", "do_not_want"}, {"wants", "refund_only"}});
  } while (!cursor.empty());
  EXPECT_EQ(seen, before);
  EXPECT_GT(query({}).at("result").at("head").as_int64(), head);
  auto const now = all({{"order", "newest"}});
  EXPECT_TRUE(std::equal(before.rbegin(), before.rend(), now.rbegin()));
}

TEST_F(EntryOf, a_cursor_of_one_order_is_none_of_the_other) {
  for (int i = 0; i < 3; ++i) open({{"reason", "do_not_want"}, {"wants", "refund_only"}});
  for (auto const& [gave, takes] : {std::pair{"newest", "oldest"}, std::pair{"oldest", "newest"}}) {
    std::string cursor;
    page({{"order", gave}, {"limit", 1}}, cursor);
    ASSERT_FALSE(cursor.empty());
    auto const refused = query({{"order", takes}, {"cursor", cursor}});
    EXPECT_EQ(refused.at("error").at("data").at("position").as_string(), "params.cursor") << gave;
  }
  for (auto const* cursor : {"below/", "below/-1", "below/x", "below/9999999"})
    EXPECT_EQ(code_of(query({{"order", "newest"}, {"cursor", cursor}})), "invalid_params") << cursor;
}

TEST_F(EntryOf, an_entry_comes_whole_by_its_seq_and_by_its_id) {
  auto const id = open({{"reason", "do_not_want"}, {"wants", "refund_only"}, {"text", "杯子碎了"}});
  auto const recorded = trail_of(id).front().as_object();
  auto const by_id = entry({{"id", recorded.at("id")}}).at("result").as_object();
  EXPECT_EQ(by_id, entry({{"seq", recorded.at("seq")}}).at("result").as_object());
  EXPECT_EQ(by_id.at("entry").as_object(), recorded);
  EXPECT_EQ(by_id.at("mark"), (object{{"ok", true}, {"signed", false}}));
  EXPECT_TRUE(by_id.at("receipt").at("available").as_bool());
  bool found = false;
  for (auto const& text : by_id.at("texts").as_array())
    if (text.at("field").as_string() == "claim.text") found = text.at("value").as_string() == "杯子碎了";
  EXPECT_TRUE(found) << boost::json::serialize(by_id.at("texts"));
  for (auto const& text : by_id.at("texts").as_array()) EXPECT_EQ(text.at("entry_id"), recorded.at("id"));

  auto const query = by_id.at("receipt").at("query").as_object();
  auto const receipt = call(std::string(query.at("method").as_string()), query.at("params").as_object(), Role::manager);
  EXPECT_EQ(receipt.at("result").at("index"), recorded.at("seq"));
  EXPECT_TRUE(entry({{"id", recorded.at("id")}}).at("result").at("mark").at("signed").as_bool())
      << "a receipt signs a checkpoint that has the entry";
}

TEST_F(EntryOf, a_later_entry_is_held_against_the_one_before_it) {
  auto const id = open({{"reason", "do_not_want"}, {"wants", "refund_only"}});
  call("evidence.add", {{"case_id", id},
                        {"kind", "E-CHAT"},
                        {"text", "买家：同意退货"},
                        {"source", "wangwang"},
                        {"request_id", next_request()}});
  auto const last = trail_of(id).back().as_object();
  auto const told = entry({{"id", last.at("id")}}).at("result").as_object();
  EXPECT_TRUE(told.at("mark").at("ok").as_bool()) << boost::json::serialize(told.at("mark"));
  ASSERT_EQ(told.at("evidence").as_array().size(), 1U);
  EXPECT_EQ(told.at("evidence").at(0).at("text").as_string(), "买家：同意退货");
  auto const as_admin = entry({{"id", last.at("id")}}, Role::admin).at("result").as_object();
  EXPECT_FALSE(as_admin.at("evidence").at(0).as_object().contains("text")) << "admins read no words";
}

TEST_F(EntryOf, what_may_not_be_seen_is_not_there) {
  open({{"reason", "do_not_want"}, {"wants", "refund_only"}});
  ASSERT_EQ(code_of(call("automation.set", {{"shop", "s1"}, {"on", false}, {"reason", "大促"}}, Role::manager)),
            "accepted");
  auto const head = query({}).at("result").at("head").as_int64();
  EXPECT_EQ(code_of(entry({{"seq", head}})), "accepted");
  EXPECT_EQ(code_of(entry({{"seq", head}}, Role::agent)), "not_found") << "it is about no case";
  EXPECT_EQ(code_of(entry({{"seq", head + 1}})), "not_found");
  EXPECT_EQ(code_of(entry({{"id", "entry_x"}})), "not_found");
  ASSERT_EQ(code_of(call("token.create", {{"role", "auditor"}}, Role::admin)), "accepted");
  EXPECT_EQ(code_of(entry({{"seq", head + 1}})), "not_found") << "the whole deployment's, not this shop's";
  EXPECT_EQ(code_of(entry({{"seq", head + 1}}, Role::admin)), "accepted");
  EXPECT_EQ(code_of(entry({})), "invalid_params");
  EXPECT_EQ(code_of(entry({{"seq", 0}, {"id", "entry_x"}})), "invalid_params");
}

// Ids of office entries reach every listener of the shop; what they say is for whoever may read them.
TEST_F(EntryOf, an_act_of_the_office_is_proved_to_nobody_who_may_not_read_it) {
  auto const done = call("automation.set", {{"shop", "s1"}, {"on", false}, {"reason", "大促"}}, Role::manager);
  auto const id = done.at("result").at("entry_id");
  for (auto const* method : {"audit.receipt", "audit.inclusion"}) {
    for (auto const role : {Role::agent, Role::service})
      EXPECT_EQ(code_of(call(method, {{"entry_id", id}}, role)), "not_found") << method << ' ' << name_of(role);
    for (auto const role : {Role::manager, Role::auditor, Role::admin})
      EXPECT_EQ(code_of(call(method, {{"entry_id", id}}, role)), "accepted") << method << ' ' << name_of(role);
  }
}

TEST_F(EntryOf, whoever_acted_has_the_receipt_of_it) {
  auto const opened = open({{"reason", "do_not_want"}, {"wants", "refund_only"}, {"text", "杯子碎了"}});
  auto const revealed = call("pii.reveal", {{"case_id", opened},
                                            {"field", "claim.text"},
                                            {"purpose", "答复买家"},
                                            {"request_id", next_request()},
                                            {"receipt", true}});
  ASSERT_EQ(code_of(revealed), "accepted") << boost::json::serialize(revealed);
  auto const& result = revealed.at("result").as_object();
  EXPECT_TRUE(result.contains("receipt")) << boost::json::serialize(result);
  auto const id = result.at("entry_id");
  EXPECT_EQ(code_of(call("audit.receipt", {{"entry_id", id}})), "accepted");
  EXPECT_EQ(code_of(call("audit.receipt", {{"entry_id", id}}, Role::agent, "-other")), "not_found");
}

}  // namespace
}  // namespace redress::api
