// Scorecards: what may be judged, by whom, and that a card is an entry.
#include "api/service/scorecards.hpp"

#include "tests/api/tea_shop.hpp"

namespace redress::api {
namespace {

class ScorecardsTest : public TeaShop {
 protected:
  std::string any_case() {
    return open({{"reason", "do_not_want"}, {"wants", "refund_only"}, {"amount", money(20000)}});
  }
  object score(std::string const& case_id, array scores, Role role = Role::manager, object more = {}) {
    object params{{"case_id", case_id},
                  {"scores", std::move(scores)},
                  {"note", "依据充分"},
                  {"request_id", fmt::format("q{}", ++requests_)}};
    for (auto const& member : more) params[member.key()] = member.value();
    return call("quality.score", std::move(params), role);
  }
  static object points(std::string_view criterion, int points) {
    return {{"criterion", criterion}, {"points", points}};
  }
  static std::string kind_of(object const& answer) {
    return std::string(answer.at("error").at("data").at("kind").as_string());
  }
  int requests_ = 0;
};

TEST_F(ScorecardsTest, a_card_is_an_entry_and_is_listed_by_case_and_by_month) {
  auto const id = any_case();
  auto const note = call("audit.checkpoint", {}, Role::auditor).at("result").at("signed_note");
  auto const card = score(id, {points("rule", 28), points("speed", 15)}, Role::auditor, {{"checkpoint", note}});
  ASSERT_TRUE(card.contains("result")) << boost::json::serialize(card);
  auto const& made = card.at("result").as_object();
  EXPECT_EQ(made.at("points").to_number<int>(), 43);
  EXPECT_EQ(made.at("of").to_number<int>(), 45);
  EXPECT_GT(made.at("checkpoint").at("size").to_number<int>(), 0);
  EXPECT_EQ(made.at("note").as_string(), "依据充分");
  score(any_case(), {points("wording", 10)});
  EXPECT_EQ(call("quality.list", {{"case_id", id}}, Role::manager).at("result").at("cards").as_array().size(), 1U);
  auto const of_shop =
      call("quality.list", {{"shop", "s1"}, {"to", "2027-01-01T00:00:00Z"}, {"from", "2026-01-01T00:00:00Z"}},
           Role::manager);
  EXPECT_EQ(of_shop.at("result").at("cards").as_array().size(), 2U);
  auto const before =
      call("quality.list", {{"from", "2025-01-01T00:00:00Z"}, {"to", "2025-02-01T00:00:00Z"}}, Role::manager);
  EXPECT_TRUE(before.at("result").at("cards").as_array().empty());
  auto const office = call("audit.office", {{"shop", "s1"}}, Role::auditor).at("result").at("entries").as_array();
  ASSERT_EQ(office.size(), 2U);
  EXPECT_EQ(office[0].at("event").as_string(), "quality_scored");
  EXPECT_EQ(office[0].at("params").at("case_id").as_string(), id);
  EXPECT_EQ(boost::json::serialize(office[0]).find("依据"), std::string::npos);
}

TEST_F(ScorecardsTest, a_retry_is_one_card) {
  auto const id = any_case();
  auto const first = score(id, {points("rule", 30)}, Role::manager, {{"request_id", "same"}});
  auto const again = score(id, {points("rule", 30)}, Role::manager, {{"request_id", "same"}});
  EXPECT_EQ(first.at("result").at("id"), again.at("result").at("id"));
  EXPECT_EQ(kind_of(score(id, {points("rule", 1)}, Role::manager, {{"request_id", "same"}})), "request_id_reused");
  EXPECT_EQ(call("quality.list", {{"case_id", id}}, Role::manager).at("result").at("cards").as_array().size(), 1U);
}

TEST_F(ScorecardsTest, what_cannot_be_is_refused_with_its_place) {
  auto const id = any_case();
  struct Row {
    array scores;
    std::string_view position;
  };
  std::vector<Row> const table{
      {{points("luck", 1)}, "params.scores[0].criterion"},
      {{points("rule", 30), points("rule", 1)}, "params.scores[1].criterion"},
      {{points("rule", 30), points("speed", 16)}, "params.scores[1].points"},
  };
  for (auto const& row : table)
    EXPECT_EQ(score(id, row.scores).at("error").at("data").at("position").as_string(), row.position);
  EXPECT_EQ(kind_of(score("case_none", {points("rule", 1)})), "not_found");
  EXPECT_EQ(score(id, {points("rule", 1)}, Role::manager, {{"checkpoint", "nonsense"}})
                .at("error")
                .at("data")
                .at("position")
                .as_string(),
            "params.checkpoint");
  for (auto const role : {Role::agent, Role::admin, Role::service})
    EXPECT_EQ(kind_of(score(id, {points("rule", 1)}, role)), "forbidden");
  EXPECT_EQ(kind_of(call("quality.list", {{"shop", "s2"}}, Role::manager)), "forbidden");
  int of_all = 0;
  for (auto const& criterion : quality_criteria()) of_all += criterion.points_max;
  EXPECT_EQ(of_all, 100);
}

TEST_F(ScorecardsTest, a_case_has_its_number_of_cards_and_not_one_more) {
  auto const id = any_case();
  for (std::size_t i = 0; i < scorecards_of_case_max; ++i)
    ASSERT_TRUE(score(id, {points("rule", 1)}).contains("result")) << i;
  EXPECT_EQ(kind_of(score(id, {points("rule", 1)})), "too_large");
}

TEST_F(ScorecardsTest, a_month_has_its_number_of_cases_and_not_one_more) {
  auto const month = format_rfc3339(Instant{house.clock().now().ms + 8 * 3600 * second_ms}).substr(0, 7);
  array cases;
  for (std::size_t i = 1; i < scored_cases_of_month_max; ++i) cases.emplace_back(fmt::format("case_{}", i));
  house.store().write(
      [&](StoreWriter& writer) {
        writer.put_setting(fmt::format("quality.month.{}.s1", month), boost::json::serialize(object{{"cases", cases}}));
      },
      [](std::exception_ptr) {});
  house.store().drain();
  auto const last = any_case();
  EXPECT_TRUE(score(last, {points("rule", 1)}).contains("result"));
  EXPECT_TRUE(score(last, {points("rule", 2)}).contains("result")) << "a case that is counted already";
  EXPECT_EQ(kind_of(score(any_case(), {points("rule", 1)})), "too_large");
}

}  // namespace
}  // namespace redress::api
