// Saved views: one's own, shared ones, and whose they are to change.
#include "api/service/saved_views.hpp"

#include "tests/api/tea_shop.hpp"

namespace redress::api {
namespace {

class SavedViewsTest : public TeaShop {
 protected:
  object set(object more, std::string_view person, Role role = Role::agent) {
    object params{{"name", "今天到期"}, {"query", object{{"kind", "refund"}}}};
    for (auto const& member : more) params[member.key()] = member.value();
    return call("view.set", std::move(params), role, person);
  }
  array seen_by(std::string_view person, Role role = Role::agent) {
    return call("view.list", {}, role, person).at("result").at("views").as_array();
  }
  static std::string id_of(object const& answer) { return std::string(answer.at("result").at("id").as_string()); }
  static std::string kind_of(object const& answer) {
    return std::string(answer.at("error").at("data").at("kind").as_string());
  }
};

TEST_F(SavedViewsTest, ones_own_are_seen_by_oneself_and_shared_ones_by_all) {
  set({}, "wang");
  auto const shared = id_of(set({{"shared", true}, {"name", "共享"}}, "wang"));
  EXPECT_EQ(seen_by("wang").size(), 2U);
  auto const others = seen_by("li");
  ASSERT_EQ(others.size(), 1U);
  EXPECT_EQ(others[0].at("id").as_string(), shared);
  EXPECT_FALSE(others[0].at("mine").as_bool());
  EXPECT_EQ(others[0].at("query"), boost::json::value(object{{"kind", "refund"}}));
}

TEST_F(SavedViewsTest, only_the_owner_changes_one_and_a_manager_may_remove_a_shared_one) {
  auto const own = id_of(set({}, "wang"));
  auto const shared = id_of(set({{"shared", true}}, "wang"));
  EXPECT_EQ(kind_of(set({{"id", own}}, "li")), "not_found");
  EXPECT_EQ(kind_of(set({{"id", shared}}, "li")), "forbidden");
  EXPECT_EQ(kind_of(set({{"id", shared}, {"removed", true}}, "li")), "forbidden");
  EXPECT_EQ(kind_of(set({{"id", own}, {"removed", true}}, "boss", Role::manager)), "not_found");
  EXPECT_TRUE(set({{"id", shared}, {"name", "改名"}}, "wang").contains("result"));
  EXPECT_TRUE(set({{"id", shared}, {"removed", true}}, "boss", Role::manager).contains("result"));
  EXPECT_EQ(seen_by("wang").size(), 1U);
  auto const office = call("audit.office", {{"shop", "s1"}}, Role::auditor).at("result").at("entries").as_array();
  ASSERT_EQ(office.size(), 4U);
  for (auto const& entry : office) EXPECT_EQ(entry.at("event").as_string(), "view_set");
  EXPECT_TRUE(office[3].at("params").at("removed").as_bool());
}

TEST_F(SavedViewsTest, a_query_and_a_person_have_their_bounds) {
  auto const of_size = [&](std::size_t bytes) {
    auto const bare = boost::json::serialize(object{{"text", ""}}).size();
    return set({{"query", object{{"text", std::string(bytes - bare, 'x')}}}}, "wang");
  };
  EXPECT_TRUE(of_size(view_query_bytes_max).contains("result"));
  EXPECT_EQ(kind_of(of_size(view_query_bytes_max + 1)), "too_large");
  for (std::size_t i = 1; i < views_of_person_max; ++i) ASSERT_TRUE(set({}, "wang").contains("result")) << i;
  EXPECT_EQ(kind_of(set({}, "wang")), "too_large");
  EXPECT_TRUE(set({}, "li").contains("result")) << "another person has room";
}

TEST_F(SavedViewsTest, a_shop_has_its_number_and_not_one_more) {
  for (std::size_t i = 0; i < views_of_shop_max; ++i)
    ASSERT_TRUE(set({}, fmt::format("p{}", i / views_of_person_max)).contains("result")) << i;
  EXPECT_EQ(kind_of(set({}, "newcomer")), "too_large");
}

TEST_F(SavedViewsTest, a_view_without_name_or_query_is_none) {
  EXPECT_EQ(kind_of(call("view.set", {{"name", "x"}})), "invalid_params");
  EXPECT_EQ(kind_of(call("view.set", {{"query", object{}}})), "invalid_params");
  EXPECT_EQ(kind_of(call("view.set", {{"removed", true}})), "invalid_params");
}

}  // namespace
}  // namespace redress::api
