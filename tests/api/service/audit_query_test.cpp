// What managers ask the ledger: every figure is the length of the list it leads to, whatever happened before.
#include "tests/api/story_walk.hpp"
#include "tests/api/tea_shop.hpp"

#include <rapidcheck.h>

#include <set>

namespace redress::api {
namespace {

struct Asker {
  HouseOfDesks& house;
  Role role = Role::manager;

  object ask(std::string_view method, object params) const { return house.call(method, std::move(params), role); }

  array all(object params) const {
    array entries;
    for (;;) {
      auto const answer = ask("audit.query", params);
      auto const& result = answer.at("result").as_object();
      for (auto const& each : result.at("entries").as_array()) entries.push_back(each);
      auto const* next = result.if_contains("next_cursor");
      if (!next) return entries;
      params["cursor"] = *next;
    }
  }
};

std::vector<std::string> ids_of(array const& entries) {
  std::vector<std::string> ids;
  for (auto const& each : entries) ids.emplace_back(each.at("id").as_string());
  return ids;
}

array ledger_of(HouseOfDesks& house) {
  array entries;
  house.store().read([&](StoreReader& store) {
    for (auto const& entry : store.entries_from(0, 100'000)) entries.push_back(to_json(entry));
  });
  return entries;
}

TEST(AuditSummary, every_figure_is_the_length_of_the_list_it_leads_to) {
  EXPECT_TRUE(rc::check([] {
    auto const seed = *rc::gen::arbitrary<unsigned>();
    HouseOfDesks house{seed};
    walk_cases(house, seed, 1 + static_cast<int>(seed % 4), 8);
    house.clock().advance(1);
    Asker const manager{house};
    auto const answer = manager.ask("audit.summary", {});
    auto const& summary = answer.at("result").as_object();
    std::int64_t in_outcomes = 0, in_events = 0, in_people = 0, in_days = 0, in_codes = 0, refused = 0;
    for (auto const& [name, sum] :
         {std::pair{"outcomes", &in_outcomes}, std::pair{"by_event", &in_events}, std::pair{"by_person", &in_people},
          std::pair{"by_day", &in_days}, std::pair{"refusals_by_code", &in_codes},
          std::pair<char const*, std::int64_t*>{"refusals_by_clause", nullptr},
          std::pair<char const*, std::int64_t*>{"overrides_by_clause", nullptr}})
      for (auto const& each : summary.at(name).as_array()) {
        auto const& figure = each.as_object();
        auto const listed = manager.all(figure.at("query").as_object());
        std::set<std::string> cases;
        for (auto const& entry : listed)
          if (entry.at("kind").as_string() != "office") cases.insert(std::string(entry.at("case_id").as_string()));
        RC_ASSERT(std::ssize(listed) == figure.at("count").as_int64());
        RC_ASSERT(std::ssize(cases) == figure.at("cases").as_int64());
        if (sum) *sum += figure.at("count").as_int64();
        if (std::string_view(name) == "outcomes" && figure.at("outcome").as_string() == "refused")
          refused = figure.at("count").as_int64();
      }
    std::int64_t recorded = 0, recorded_refused = 0;
    for (auto const& entry : ledger_of(house)) {
      if (entry.at("shop").as_string() != "s1") continue;
      ++recorded;
      if (entry.at("outcome").as_string() == "refused") ++recorded_refused;
    }
    RC_ASSERT(in_outcomes == recorded);
    RC_ASSERT(in_events == recorded);
    RC_ASSERT(in_people == recorded);
    RC_ASSERT(in_days == recorded);
    RC_ASSERT(in_codes == refused);
    RC_ASSERT(refused == recorded_refused);
  }));
}

class AuditQuery : public TeaShop {
 protected:
  Asker const manager{house};

  object refuse(std::string const& id, Role role = Role::agent) {
    return call("case.apply",
                {{"case_id", id},
                 {"event", "refuse"},
                 {"params", object{{"message", "商品已按描述发出"}}},
                 {"request_id", next_request()}},
                role);
  }
};

TEST_F(AuditQuery, a_refusal_is_found_by_its_clause_person_time_and_outcome) {
  auto const id = open({{"reason", "do_not_want"}, {"wants", "refund_only"}});
  house.clock().advance(hour_ms);
  ASSERT_NE(code_of(refuse(id)), "accepted");
  auto const wanted = std::string(trail_of(id).back().at("id").as_string());
  struct Row {
    object params;
    bool found;
  };
  for (auto const& row : std::vector<Row>{{{{"rule", "TB-RU-006"}, {"rule_part", "refused"}}, true},
                                          {{{"rule", "TB-RU-006"}, {"outcome", "refused"}}, true},
                                          {{{"rule", "TB-RU-006"}, {"rule_part", "passed"}}, false},
                                          {{{"rule", "TB-DI-051"}, {"rule_part", "refused"}}, false},
                                          {{{"rule", "TB-DI-051"}, {"rule_part", "consulted"}}, true},
                                          {{{"rule", "TB-RU-006"}}, true},
                                          {{{"person", "test-agent"}}, true},
                                          {{{"person", "test-agen"}}, false},
                                          {{{"outcome", "accepted"}}, false},
                                          {{{"event", "refuse"}}, true},
                                          {{{"code", "rule_fails"}}, true},
                                          {{{"kind", "exchange"}}, false},
                                          {{{"from", "2026-01-08T03:00:00Z"}}, true},
                                          {{{"from", "2026-01-08T11:00:00+08:00"}}, true},
                                          {{{"from", "2026-01-08T03:00:00.001Z"}}, false},
                                          {{{"to", "2026-01-08T03:00:00Z"}}, false},
                                          {{{"to", "2026-01-08T03:00:00.001Z"}}, true},
                                          {{{"closing", true}}, false},
                                          {{{"moves", true}}, true},
                                          {{{"moves", false}}, false},
                                          {{{"moves", true}, {"party", "seller"}}, true},
                                          {{{"party", "buyer"}}, false},
                                          {{{"case_id", id}}, true},
                                          {{{"case_id", "case_x"}}, false}}) {
    auto const ids = ids_of(manager.all(row.params));
    EXPECT_EQ(std::ranges::find(ids, wanted) != ids.end(), row.found) << boost::json::serialize(row.params);
  }
  auto const opening = std::string(trail_of(id).front().at("id").as_string());
  EXPECT_EQ(std::ranges::count(ids_of(manager.all({{"moves", true}})), opening), 0);
  EXPECT_EQ(std::ranges::count(ids_of(manager.all({{"moves", false}})), opening), 1);
  auto const item = manager.all({{"outcome", "refused"}}).front().as_object();
  EXPECT_EQ(item.at("refused_by").at(0).at("rule").as_string(), "TB-RU-006");
  EXPECT_NE(item.at("refused_by").at(0).at("cites").as_string().find("taobao.refund.refuse"), std::string::npos);
  EXPECT_EQ(item.at("hash"), trail_of(id).back().at("hash"));
}

TEST_F(AuditQuery, amounts_are_what_was_moved_or_else_asked_for_and_both_limits_count) {
  auto const id = open({{"reason", "do_not_want"}, {"wants", "refund_only"}, {"amount", money(4000)}});
  call("case.apply", {{"case_id", id},
                      {"event", "offer_partial"},
                      {"params", object{{"amount", money(2500)}}},
                      {"request_id", next_request()}});
  auto const paid =
      call("case.apply", {{"case_id", id}, {"event", "agree_refund"}, {"request_id", next_request()}}, Role::manager);
  ASSERT_EQ(code_of(paid), "accepted") << boost::json::serialize(paid);
  auto const amounts = [&](object params) {
    params["case_id"] = id;
    std::vector<std::pair<std::string, std::int64_t>> found;
    for (auto const& each : manager.all(params))
      if (auto const* amount = each.as_object().if_contains("amount"))
        found.emplace_back(amount->at("is").as_string(), amount->at("minor").as_int64());
    return found;
  };
  using Amounts = std::vector<std::pair<std::string, std::int64_t>>;
  EXPECT_EQ(amounts({}), (Amounts{{"asked", 4000}, {"asked", 2500}, {"moved", 4000}}));
  EXPECT_EQ(amounts({{"amount_min", 2500}, {"amount_max", 2500}}), (Amounts{{"asked", 2500}}));
  EXPECT_EQ(amounts({{"amount_min", 2501}, {"amount_max", 3999}}), Amounts{});
  EXPECT_EQ(amounts({{"amount_min", 4000}}).size(), 2U);
  EXPECT_EQ(amounts({{"amount_min", 4001}}).size(), 0U);
}

TEST_F(AuditQuery, an_override_is_found_as_passed_and_its_proposal_is_not) {
  auto const id = open({{"reason", "do_not_want"}, {"wants", "refund_only"}});
  auto const proposed = call("override.propose", {{"case_id", id},
                                                  {"event", "agree_refund"},
                                                  {"rules", array{"TEA-A-1"}},
                                                  {"reason", "照片已核实"},
                                                  {"request_id", next_request()}});
  auto const proposal = proposed.at("result").at("override").at("id");
  EXPECT_EQ(manager.all({{"rule", "TEA-A-1"}, {"rule_part", "passed"}}).size(), 0U);
  auto const confirmed =
      call("override.confirm", {{"override_id", proposal}, {"request_id", next_request()}}, Role::manager, "-second");
  ASSERT_EQ(code_of(confirmed), "accepted");
  auto const passed = manager.all({{"rule", "TEA-A-1"}, {"rule_part", "passed"}});
  ASSERT_EQ(passed.size(), 1U);
  EXPECT_EQ(passed.front().at("id"), confirmed.at("result").at("entry").at("id"));
  house.clock().advance(1);
  auto const summary = manager.ask("audit.summary", {}).at("result").as_object();
  auto const& figure = summary.at("overrides_by_clause").as_array().front().as_object();
  EXPECT_EQ(figure.at("rule").as_string(), "TEA-A-1");
  EXPECT_EQ(figure.at("count").as_int64(), 1);
  EXPECT_FALSE(figure.at("cites").as_string().empty());
}

TEST_F(AuditQuery, pages_of_any_size_join_to_the_whole_without_repeats) {
  walk_cases(house, 7, 8);
  auto const whole = ids_of(manager.all({{"limit", 200}}));
  for (int const limit : {1, 2, 7}) EXPECT_EQ(ids_of(manager.all({{"limit", limit}})), whole) << limit;
}

TEST_F(AuditQuery, what_cannot_be_asked_is_said_with_its_position) {
  struct Row {
    char const* method;
    object params;
    char const* position;
  };
  for (auto const& row : std::vector<Row>{
           {"audit.query", {{"from", "soon"}}, "params.from"},
           {"audit.query", {{"cursor", "x"}}, "params.cursor"},
           {"audit.query", {{"cursor", "-1"}}, "params.cursor"},
           {"audit.query", {{"rule_part", "passed"}}, "params.rule_part"},
           {"audit.query", {{"amount_min", 2}, {"amount_max", 1}}, "params.amount_max"},
           {"audit.query", {{"from", "2026-01-02T00:00:00Z"}, {"to", "2026-01-02T00:00:00Z"}}, "params.to"},
           {"audit.summary", {{"to", "never"}}, "params.to"},
           {"audit.search", {{"text", "！？"}}, "params.text"},
           {"audit.sample", {{"size", 1}, {"to", "2036-01-01T00:00:00Z"}}, "params.to"},
           {"audit.sample", {{"size", 1}, {"checkpoint", "no note"}}, "params.checkpoint"}}) {
    auto const answer = manager.ask(row.method, row.params);
    auto const* error = answer.if_contains("error");
    ASSERT_NE(error, nullptr) << row.method << boost::json::serialize(row.params);
    EXPECT_EQ(error->at("data").at("position").as_string(), row.position) << boost::json::serialize(*error);
  }
}

TEST_F(AuditQuery, agents_and_services_may_not_ask) {
  for (auto const role : {Role::agent, Role::service})
    for (auto const& [method, params] : std::vector<std::pair<char const*, object>>{{"audit.query", {}},
                                                                                    {"audit.summary", {}},
                                                                                    {"audit.sample", {{"size", 1}}},
                                                                                    {"audit.search", {{"text", "a"}}}})
      EXPECT_EQ(call(method, params, role).at("error").at("data").at("kind").as_string(), "forbidden") << method;
  EXPECT_EQ(call("audit.search", {{"text", "a"}}, Role::admin).at("error").at("data").at("kind").as_string(),
            "forbidden");
}

TEST_F(AuditQuery, another_shop_is_never_seen_whatever_was_asked) {
  open({{"reason", "do_not_want"}, {"wants", "refund_only"}});
  auto const mine = manager.all({});
  EXPECT_EQ(manager.all({{"shop", "s2"}}).size(), 0U) << "the token's shop and the one asked for are both filters";
  for (auto const& each : mine) EXPECT_EQ(each.at("shop").as_string(), "s1");
  Asker const admin{house, Role::admin};
  EXPECT_EQ(admin.all({{"shop", "s2"}}).size(), 0U);
  EXPECT_EQ(admin.all({{"shop", "s1"}}).size(), mine.size());
}

class AuditSearch : public AuditQuery {
 protected:
  array search(std::string const& text) {
    return manager.ask("audit.search", {{"text", text}}).at("result").at("cases").as_array();
  }
};

TEST_F(AuditSearch, two_chinese_characters_are_found_in_notes_messages_claims_and_chats_with_their_place) {
  auto const id = open({{"reason", "do_not_want"}, {"wants", "refund_only"}, {"text", "杯子碎了，要求退款"}},
                       {{"note", "买家语气平和"}});
  house.clock().advance(hour_ms);
  refuse(id);
  call("evidence.add", {{"case_id", id},
                        {"kind", "E-CHAT"},
                        {"text", "买家：破损严重 iPhone 壳"},
                        {"source", "wangwang"},
                        {"note", "旺旺导出"},
                        {"request_id", next_request()}});
  auto const other = open({{"reason", "do_not_want"}, {"wants", "refund_only"}, {"text", "不想要"}});
  struct Row {
    char const* text;
    char const* field;
    char const* at;
  };
  for (auto const& row : std::vector<Row>{{"碎了", "claim.text", "2026-01-08T02:00:00.000Z"},
                                          {"语气", "note", "2026-01-08T02:00:00.000Z"},
                                          {"描述", "message", "2026-01-08T03:00:00.000Z"},
                                          {"破损", "evidence.E-CHAT", "2026-01-08T03:00:00.000Z"},
                                          {"IPHONE", "evidence.E-CHAT", "2026-01-08T03:00:00.000Z"},
                                          {"旺旺", "evidence.note", "2026-01-08T03:00:00.000Z"},
                                          {"严重 买家", "evidence.E-CHAT", "2026-01-08T03:00:00.000Z"}}) {
    auto const cases = search(row.text);
    ASSERT_EQ(cases.size(), 1U) << row.text;
    EXPECT_EQ(cases.front().at("case_id").as_string(), id);
    auto const& places = cases.front().at("found").as_array();
    ASSERT_EQ(places.size(), 1U) << row.text;
    EXPECT_EQ(places.front().at("field").as_string(), row.field);
    EXPECT_EQ(places.front().at("at").as_string(), row.at) << row.text;
  }
  for (auto const* text : {"损破", "碎款", "b1", "iPhon", "碎了 语气"}) EXPECT_EQ(search(text).size(), 0U) << text;
  EXPECT_EQ(search("想要").front().at("case_id").as_string(), other);
}

TEST_F(AuditSearch, pages_join_to_the_whole) {
  std::vector<std::string> opened;
  for (int i = 0; i < 5; ++i)
    opened.push_back(open({{"reason", "do_not_want"}, {"wants", "refund_only"}, {"text", "破损"}}));
  std::vector<std::string> found;
  object params{{"text", "破损"}, {"limit", 2}};
  for (;;) {
    auto const result = manager.ask("audit.search", params).at("result").as_object();
    EXPECT_LE(result.at("cases").as_array().size(), 2U);
    for (auto const& each : result.at("cases").as_array()) found.emplace_back(each.at("case_id").as_string());
    auto const* next = result.if_contains("next_cursor");
    if (!next) break;
    params["cursor"] = *next;
  }
  EXPECT_EQ(found, opened);
}

}  // namespace
}  // namespace redress::api
