// Rulebooks as texts: what is in force, what was, how two differ, whether one would do, and putting one in force.
#include "tests/api/tea_shop.hpp"

namespace redress::api {
namespace {

class RulebookReadingTest : public TeaShop {
 protected:
  RulebookReadingTest() { house.put_rulebooks({tea_book()}); }

  static std::string changed(std::string_view what, std::string_view by) {
    auto text = tea_book().text;
    auto const at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), by);
  }
  object activate(object params, Role role = Role::admin) {
    params.emplace("request_id", fmt::format("a{}", ++requests_));
    return call("rules.activate", std::move(params), role);
  }
  object book_named(std::string_view name) {
    auto const all = call("rules.books", {}, Role::manager).at("result").at("books").as_array();
    for (auto const& each : all)
      if (each.at("book").as_string() == name) return each.as_object();
    return {};
  }
  int requests_ = 0;
};

TEST_F(RulebookReadingTest, every_version_that_was_in_force_can_be_read) {
  ASSERT_TRUE(activate({}).contains("result"));
  auto const first = std::string(book_named("tea").at("digest").as_string());
  auto const text = tea_book().text + "\n# a remark\n";
  ASSERT_TRUE(activate({{"books", array{object{{"book", "tea"}, {"text", text}}}}}).contains("result"));
  auto const now = book_named("tea");
  EXPECT_NE(now.at("digest").as_string(), first);
  ASSERT_EQ(now.at("versions").as_array().size(), 2U);
  EXPECT_EQ(now.at("versions").as_array()[0].at("digest"), now.at("digest"));
  EXPECT_EQ(now.at("versions").as_array()[1].at("digest").as_string(), first);
  EXPECT_FALSE(now.at("versions").as_array()[0].at("by").as_string().empty());
  auto const newest = call("rules.book", {{"book", "tea"}}).at("result").as_object();
  EXPECT_EQ(newest.at("text").as_string(), text);
  auto const older = call("rules.book", {{"book", "tea"}, {"digest", first}}).at("result").as_object();
  EXPECT_EQ(older.at("text").as_string(), tea_book().text);
  EXPECT_GT(call("rules.book", {{"book", "taobao"}}).at("result").at("files").as_array().size(), 10U);
  for (auto const& params : {object{{"book", "nothing"}}, object{{"book", "taobao"}, {"digest", first}},
                             object{{"book", "tea"}, {"digest", std::string(64, '0')}}})
    EXPECT_EQ(call("rules.book", params).at("error").at("data").at("kind").as_string(), "not_found");
}

TEST_F(RulebookReadingTest, examples_are_shown_with_what_is_expected_and_what_is_answered) {
  auto const rule = call("rules.get", {{"id", "TEA-001"}}).at("result").as_object();
  auto const& examples = rule.at("examples").as_array();
  ASSERT_EQ(examples.size(), 3U);
  std::vector<std::string> answers;
  for (auto const& example : examples) {
    EXPECT_EQ(example.at("expected"), example.at("actual"));
    answers.emplace_back(example.at("actual").as_string());
  }
  EXPECT_EQ(answers, (std::vector<std::string>{"holds", "unproven", "out_of_scope"})) << "as the file has them";
  EXPECT_EQ(examples[0].at("facts").at("claim.amount_minor").as_int64(), 10001);
  EXPECT_EQ(examples[0].at("evidence").as_array(), array{"E-CHAT"});
  auto const book = call("rules.book", {{"book", "tea"}}).at("result").as_object();
  EXPECT_EQ(book.at("examples").at("TEA-001"), rule.at("examples"));
  EXPECT_TRUE(book.at("examples").as_object().contains("TB-RU-006")) << "those of the book below are its own as well";
}

TEST_F(RulebookReadingTest, a_text_with_a_finding_is_never_activated) {
  ASSERT_TRUE(activate({}).contains("result"));
  auto const before = book_named("tea").at("digest");
  auto const bad = changed("version:", "verzion:");
  auto const tried = call("rules.try", {{"book", "tea"}, {"text", bad}}, Role::manager).at("result").as_object();
  EXPECT_FALSE(tried.at("ok").as_bool());
  ASSERT_FALSE(tried.at("findings").as_array().empty());
  auto const& finding = tried.at("findings").as_array()[0].as_object();
  EXPECT_EQ(finding.at("file").as_string(), "tea");
  EXPECT_FALSE(finding.at("says").at("zh").as_string().empty());
  auto const refused = activate({{"books", array{object{{"book", "tea"}, {"text", bad}}}}});
  EXPECT_EQ(refused.at("error").at("data").at("kind").as_string(), "invalid_params");
  EXPECT_FALSE(refused.at("error").at("data").at("findings").as_array().empty());
  EXPECT_EQ(book_named("tea").at("digest"), before);
  EXPECT_EQ(call("rules.book", {{"book", "tea"}}).at("result").at("text").as_string(), tea_book().text);
  EXPECT_EQ(activate({}).at("result").at("changes").as_array().size(), 0U) << "nor kept in the folder";
}

TEST_F(RulebookReadingTest, what_a_text_would_change_is_said_clause_by_clause) {
  ASSERT_TRUE(activate({}).contains("result"));
  auto const text = changed("1500", "1400");
  auto const diff = call("rules.diff", {{"book", "tea"}, {"old", tea_book().text}, {"new", text}}, Role::auditor)
                        .at("result")
                        .as_object();
  auto const tried = call("rules.try", {{"book", "tea"}, {"text", text}}, Role::manager).at("result").as_object();
  if (!tried.at("ok").as_bool()) {  // an example of the book says otherwise now: that is told, and nothing compared
    EXPECT_FALSE(tried.at("findings").as_array().empty());
    EXPECT_FALSE(diff.contains("changes"));
    EXPECT_EQ(diff.at("findings").as_array()[0].at("side").as_string(), "new");
    return;
  }
  ASSERT_FALSE(diff.at("changes").as_array().empty());
  for (auto const& change : diff.at("changes").as_array()) {
    EXPECT_EQ(change.at("books").as_array(), array{"tea"});
    EXPECT_FALSE(change.at("says").at("zh").as_string().empty());
  }
}

TEST_F(RulebookReadingTest, a_new_title_is_a_change_of_it_and_of_what_cites_it) {
  auto const title = tea_book().text.find("title:");
  ASSERT_NE(title, std::string::npos);
  auto const diff = [&](std::string const& text) {
    return call("rules.diff", {{"book", "tea"}, {"old", tea_book().text}, {"new", text}}, Role::manager)
        .at("result")
        .at("changes")
        .as_array();
  };
  EXPECT_TRUE(diff(tea_book().text).empty());
  EXPECT_TRUE(diff(tea_book().text + "\n# a remark\n").empty()) << "a remark is no clause";
  auto text = tea_book().text;
  auto const end = text.find('\n', title);
  text.replace(title, end - title, "title: {zh: 别的茶铺, en: another tea shop}");
  auto const changes = diff(text);
  // The title, and the clauses that cite the book by it.
  EXPECT_EQ(std::ranges::count_if(changes, [](auto const& each) { return each.at("list") == "title"; }), 1);
  for (auto const& each : changes) {
    EXPECT_EQ(each.at("what").as_string(), "changed");
    EXPECT_NE(each.at("says").at("zh").as_string().find("别的茶铺"), boost::json::string::npos);
  }
}

TEST_F(RulebookReadingTest, roles_are_denied_by_default) {
  for (auto const role : {Role::agent, Role::service}) {
    EXPECT_TRUE(call("rules.try", {{"book", "tea"}, {"text", "x"}}, role).contains("error"));
    EXPECT_TRUE(call("rules.diff", {{"book", "tea"}, {"old", "x"}, {"new", "x"}}, role).contains("error"));
  }
  EXPECT_EQ(activate({{"books", array{object{{"book", "tea"}, {"text", tea_book().text}}}}}, Role::manager)
                .at("error")
                .at("data")
                .at("kind")
                .as_string(),
            "forbidden")
      << "a manager of one shop activates nothing";
  EXPECT_EQ(call("rules.try", {{"book", "../tea"}, {"text", "x"}}, Role::manager)
                .at("error")
                .at("data")
                .at("kind")
                .as_string(),
            "invalid_params");
}

}  // namespace
}  // namespace redress::api
