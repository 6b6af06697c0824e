// Reply templates: who may change them, what they may say, and that every change is an entry.
#include "api/service/reply_templates.hpp"

#include "tests/api/tea_shop.hpp"

namespace redress::api {
namespace {

class ReplyTemplatesTest : public TeaShop {
 protected:
  object set(object more, Role role = Role::manager) {
    object params{{"shop", "s1"}, {"name", "补照片"}, {"text", "您好，{{buyer}}：请补照片。"}};
    for (auto const& member : more) params[member.key()] = member.value();
    return call("template.set", std::move(params), role);
  }
  array list() {
    auto const answer = call("template.list", {{"shop", "s1"}});
    return answer.at("result").at("templates").as_array();
  }
  static std::string kind_of(object const& answer) {
    return std::string(answer.at("error").at("data").at("kind").as_string());
  }
};

TEST_F(ReplyTemplatesTest, one_is_made_changed_and_removed_and_each_change_is_an_office_entry) {
  auto const made =
      set({{"kind", "refund"}, {"events", array{"refuse"}}, {"request_id", "t1"}}).at("result").as_object();
  auto const id = std::string(made.at("id").as_string());
  EXPECT_EQ(made.at("name").as_string(), "补照片");
  EXPECT_EQ(made.at("recorded").as_array().size(), 1U);
  auto const again =
      set({{"kind", "refund"}, {"events", array{"refuse"}}, {"request_id", "t1"}}).at("result").as_object();
  EXPECT_EQ(again.at("id"), made.at("id")) << "a retry adds no second one";
  ASSERT_EQ(list().size(), 1U);
  set({{"id", id}, {"text", "请补 {{ order_id }} 的照片"}});
  ASSERT_EQ(list().size(), 1U);
  EXPECT_EQ(list()[0].at("text").as_string(), "请补 {{ order_id }} 的照片");
  EXPECT_FALSE(list()[0].as_object().contains("kind")) << "a change says all of it anew";
  auto const removed = call("template.set", {{"shop", "s1"}, {"id", id}, {"removed", true}}, Role::manager);
  EXPECT_TRUE(removed.at("result").at("removed").as_bool());
  EXPECT_TRUE(list().empty());
  auto const office = call("audit.office", {{"shop", "s1"}}, Role::auditor).at("result").at("entries").as_array();
  ASSERT_EQ(office.size(), 3U);
  for (auto const& entry : office) {
    EXPECT_EQ(entry.at("event").as_string(), "template_set");
    EXPECT_EQ(entry.at("params").at("id").as_string(), id);
    EXPECT_EQ(boost::json::serialize(entry).find("照片"), std::string::npos) << "words are committed to, not told";
  }
  EXPECT_EQ(office[0].at("private").as_object().size(), 2U);
}

TEST_F(ReplyTemplatesTest, only_managers_and_admins_of_the_shop_change_them) {
  for (auto const role : {Role::agent, Role::auditor, Role::service}) EXPECT_EQ(kind_of(set({}, role)), "forbidden");
  EXPECT_TRUE(set({}, Role::admin).contains("result"));
  EXPECT_EQ(kind_of(set({{"shop", "s2"}})), "forbidden");
  EXPECT_EQ(kind_of(call("template.list", {{"shop", "s2"}})), "forbidden");
  EXPECT_EQ(list().size(), 1U);
}

TEST_F(ReplyTemplatesTest, what_cannot_be_is_refused_with_its_place) {
  struct Row {
    object change;
    std::string_view kind, position;
  };
  std::vector<Row> const table{
      {{{"text", "{{nobody}}"}}, "invalid_params", "params.text, line 1, column 1"},
      {{{"text", "第一行\n您好 {{buyer}}，{{ who }}"}}, "invalid_params", "params.text, line 2, column 14"},
      {{{"text", "您好 {{buyer"}}, "invalid_params", "params.text, line 1, column 4"},
      {{{"kind", "refund"}, {"events", array{"refuse", "fly"}}}, "invalid_params", "params.events[1]"},
      {{{"kind", "bad_review"}, {"events", array{"ship_return"}}}, "invalid_params", "params.events[0]"},
      {{{"id", "tpl_none"}}, "not_found", "params.id"},
      {{{"removed", true}}, "invalid_params", "params.id"},
  };
  for (auto const& row : table) {
    auto const answer = set(row.change);
    ASSERT_TRUE(answer.contains("error")) << boost::json::serialize(row.change);
    EXPECT_EQ(kind_of(answer), row.kind);
    EXPECT_EQ(answer.at("error").at("data").at("position").as_string(), row.position);
    EXPECT_FALSE(answer.at("error").at("data").at("says").at("zh").as_string().empty());
  }
  EXPECT_TRUE(list().empty());
}

TEST_F(ReplyTemplatesTest, every_slot_that_is_listed_may_be_used) {
  auto const slots = call("template.list", {{"shop", "s1"}}).at("result").at("slots").as_array();
  ASSERT_EQ(slots.size(), template_slots().size());
  for (auto const& slot : slots)
    EXPECT_TRUE(check_slots(fmt::format("a {{{{{}}}}} b", std::string(slot.at("name").as_string()))).has_value());
}

TEST_F(ReplyTemplatesTest, a_shop_has_its_number_and_not_one_more) {
  for (std::size_t i = 0; i < templates_of_shop_max; ++i) ASSERT_TRUE(set({}).contains("result")) << i;
  EXPECT_EQ(kind_of(set({})), "too_large");
  auto const id = std::string(list()[0].at("id").as_string());
  EXPECT_TRUE(set({{"id", id}}).contains("result")) << "one that is there may still change";
}

}  // namespace
}  // namespace redress::api
