// Ids come with what they are called, in both languages, wherever a reader would otherwise see them raw.
#include "api/service/labels.hpp"

#include "api/service/actor_names.hpp"
#include "tests/api/tea_shop.hpp"
#include "workflows/catalogue.hpp"

namespace redress::api {
namespace {

void expect_said(boost::json::value const& label, std::string const& of) {
  EXPECT_FALSE(label.at("zh").as_string().empty()) << of;
  EXPECT_FALSE(label.at("en").as_string().empty()) << of;
}

TEST(Labels, name_every_state_event_and_condition_of_every_workflow) {
  for (auto const* workflow : workflows::all_workflows()) {
    for (auto const* state : workflow->states()) {
      auto const labels = labels_of({{"kind", workflow->kind()}, {"state", state->name}, {"to", state->name}});
      for (auto const* member : {"kind", "state", "to"}) expect_said(labels.at(member), std::string(state->name));
    }
    for (auto const* event : workflow->events())
      expect_said(labels_of({{"kind", workflow->kind()}, {"event", event->name}}).at("event"),
                  std::string(event->name));
    for (auto const& row : workflow->rows())
      if (!row.guard.name.empty())
        expect_said(word_of("codes", row.guard.name).value_or(object{}), std::string(row.guard.name));
  }
}

TEST(Labels, are_missing_for_ids_that_nobody_named) {
  EXPECT_TRUE(labels_of({{"kind", "mystery"}, {"event", "x"}, {"state", "y"}, {"party", "z"}}).empty());
  EXPECT_FALSE(word_of("codes", "x"));
  EXPECT_FALSE(state_says("refund", "NOWHERE"));
}

TEST(Labels, say_the_system_and_imports_where_nobody_acted_in_person) {
  EXPECT_EQ(labels_of({{"actor", "automation:auto-approval"}}).at("actor").at("en").as_string(), "the system");
  EXPECT_EQ(labels_of({{"actor", "deadlines"}, {"role", "runner"}}).at("actor").at("en").as_string(), "the system");
  EXPECT_EQ(labels_of({{"actor", "import:tok_1"}, {"role", "service"}}).at("actor").at("en").as_string(), "by import");
  EXPECT_FALSE(labels_of({{"actor", "tok_1"}, {"role", "agent"}}).contains("actor"));
}

class Labelled : public TeaShop {
 protected:
  void SetUp() override {
    id = open({{"reason", "do_not_want"}, {"wants", "refund_only"}});
    refused = code_of(call("case.apply", {{"case_id", id},
                                          {"event", "refuse"},
                                          {"params", object{{"message", "商品已按描述发出"}}},
                                          {"request_id", next_request()}}));
    ASSERT_NE(refused, "accepted");
    house.clock().advance(1);
  }
  object audit(std::string_view method, object params) {
    return call(method, std::move(params), Role::manager).at("result").as_object();
  }
  std::string id, refused;
};

TEST_F(Labelled, entries_of_an_audit_say_kind_event_party_role_outcome_states_and_code) {
  auto const item = audit("audit.query", {{"outcome", "refused"}}).at("entries").at(0).as_object();
  for (auto const* member : {"kind", "event", "party", "role", "outcome", "from", "to"})
    expect_said(item.at("labels").at(member), member);
  expect_said(item.at("refusal").at("says"), "code");
  expect_said(item.at("refused_by").at(0).at("says"), "rule");
  EXPECT_EQ(item.at("actor_name"), item.at("person")) << "unknown people keep their id";
  auto const whole = audit("audit.entry", {{"id", item.at("id")}});
  EXPECT_EQ(whole.at("labels"), item.at("labels"));
  EXPECT_EQ(whole.at("actor_name"), item.at("actor_name"));
}

TEST_F(Labelled, figures_of_a_summary_are_said_and_a_clause_without_one_cases_values) {
  auto const summary = audit("audit.summary", {});
  for (auto const* list : {"outcomes", "by_event", "by_person", "by_day", "refusals_by_code"}) {
    ASSERT_FALSE(summary.at(list).as_array().empty()) << list;
    for (auto const& row : summary.at(list).as_array()) {
      auto const& labels = row.at("labels").as_object();
      expect_said(labels.at(std::string_view(list) == "refusals_by_code" ? "code" : "outcome"), list);
    }
  }
  for (auto const& row : summary.at("by_person").as_array()) EXPECT_FALSE(row.at("actor_name").as_string().empty());
  auto const& clause = summary.at("refusals_by_clause").at(0);
  expect_said(clause.at("says"), "clause");
  EXPECT_EQ(std::string(clause.at("says").at("en").as_string()).find('{'), std::string::npos);
}

TEST_F(Labelled, a_case_and_its_list_say_kind_state_party_platform_and_reason) {
  auto const got = call("case.get", {{"case_id", id}}).at("result").at("case").as_object();
  auto const listed = call("case.list", object{}).at("result").at("cases").at(0).as_object();
  auto const then = call("case.get", {{"case_id", id}, {"as_of", "2026-01-08T02:00:00.001Z"}}).at("result").at("case");
  for (auto const& view : {got, listed, then.as_object()})
    for (auto const* member : {"kind", "state", "owed_by", "platform", "reason_code", "wants"})
      expect_said(view.at("labels").at(member), member);
}

TEST_F(Labelled, a_trail_stays_as_recorded_and_what_is_said_stands_beside_it) {
  auto const trail = call("case.trail", {{"case_id", id}}).at("result").as_object();
  for (auto const& entry : trail.at("entries").as_array()) {
    EXPECT_FALSE(entry.as_object().contains("labels"));
    auto const& about = trail.at("about").as_object().at(entry.at("id").as_string());
    expect_said(about.at("labels").at("event"), "event");
    EXPECT_EQ(about.at("actor_name"), entry.at("actor"));
  }
  auto const& last = trail.at("entries").as_array().back();
  expect_said(trail.at("about").as_object().at(last.at("id").as_string()).at("labels").at("code"), refused);
}

TEST_F(Labelled, a_past_moment_says_that_derived_facts_are_not_reckoned_again) {
  auto const then = call("case.get", {{"case_id", id}, {"as_of", "2026-01-08T02:00:00.001Z"}}).at("result").as_object();
  auto const& derived = then.at("derived_facts").as_object();
  EXPECT_FALSE(derived.at("told").as_bool());
  expect_said(derived.at("says"), "derived_facts");
  ASSERT_FALSE(derived.at("facts").as_array().empty());
  for (auto const& path : derived.at("facts").as_array())
    EXPECT_FALSE(then.at("facts").as_object().contains(path.as_string())) << path;
}

TEST_F(Labelled, a_token_is_called_by_its_label_also_behind_an_import) {
  auto const made = call("token.create", {{"role", "agent"}, {"shop", "s1"}, {"label", "小王"}}, Role::admin);
  auto const token = std::string(made.at("result").at("id").as_string());
  ASSERT_EQ(code_of(call("case.assign", {{"case_id", id}, {"assignee", token}, {"request_id", next_request()}},
                         Role::manager)),
            "accepted");
  EXPECT_EQ(call("case.get", {{"case_id", id}}).at("result").at("case").at("assignee_name").as_string(), "小王");
  EXPECT_EQ(call("case.list", object{}).at("result").at("cases").at(0).at("assignee_name").as_string(), "小王");
  house.store().read([&](StoreReader& store) {
    ActorNames names{store};
    EXPECT_EQ(names.name("import:" + token), "小王");
    EXPECT_EQ(names.name("tok_nobody"), "tok_nobody");
    EXPECT_EQ(names.name("deadlines"), "deadlines");
  });
}

}  // namespace
}  // namespace redress::api
