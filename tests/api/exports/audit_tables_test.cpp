// Answers as tables: every row as long as the heading, nothing lost.
#include "api/exports/audit_tables.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace redress::exports {
namespace {

boost::json::object item(std::string_view more) {
  auto made = boost::json::parse(R"({"id":"entry_1","seq":3,"case_id":"case_1","shop":"s","kind":"refund",
    "event":"refuse","party":"seller","person":"p","role":"agent","at":"2026-01-05T02:00:00.000Z","from":"A","to":"A",
    "outcome":"refused","refused_by":[{"rule":"R-1","cites":"甲"},{"rule":"R-2","cites":"乙"}],"passed":[],
    "closing":false,"hash":"ff"})")
                  .as_object();
  auto const added = boost::json::parse(more);
  for (auto const& member : added.as_object()) made[member.key()] = member.value();
  return made;
}

TEST(EntriesTable, has_every_clause_and_the_amount_where_there_is_one) {
  auto const table = entries_table(
      {item(R"({"refusal":{"kind":"rule_blocked","code":"rule_fails"}})"),
       item(R"({"outcome":"accepted","refused_by":[],"amount":{"minor":19900,"currency":"CNY","is":"moved"}})")});
  ASSERT_EQ(table.rows.size(), 2U);
  for (auto const& row : table.rows) ASSERT_EQ(row.size(), table.heading.size());
  auto const has = [](std::vector<Cell> const& row, Cell const& cell) {
    return std::ranges::find(row, cell) != row.end();
  };
  for (auto const* text : {"case_1", "rule_fails", "R-1 甲; R-2 乙", "ff"})
    EXPECT_TRUE(has(table.rows[0], std::string(text))) << text;
  EXPECT_TRUE(has(table.rows[1], std::int64_t{19900}));
  EXPECT_TRUE(has(table.rows[1], std::string("moved")));
}

TEST(FiguresTable, keeps_the_query_of_every_figure) {
  auto const summary = boost::json::parse(R"({"to":"x","outcomes":[{"outcome":"refused","count":2,"cases":1,
    "query":{"outcome":"refused"}}],"refusals_by_clause":[{"rule":"R-1","cites":"甲","count":2,"cases":1,
    "query":{"rule":"R-1"}}],"refusals_by_code":[],"overrides_by_clause":[],"by_event":[],"by_person":[],
    "by_day":[]})");
  auto const table = figures_table(summary.as_object());
  ASSERT_EQ(table.rows.size(), 2U);
  for (auto const& row : table.rows) ASSERT_EQ(row.size(), table.heading.size());
  EXPECT_EQ(std::get<std::string>(table.rows[1][1]), "R-1 甲");
  EXPECT_EQ(std::get<std::int64_t>(table.rows[1][2]), 2);
  EXPECT_EQ(std::get<std::string>(table.rows[1][4]), R"({"rule":"R-1"})");
}

TEST(SampleTable, has_in_every_row_what_the_draw_is_made_again_from) {
  auto const drawn = boost::json::parse(R"({"population":{"count":7,"digest":"dd","query":{"closing":true}},
    "checkpoint":{"size":40,"root":"rr","signed_note":"n","vkey":"v"},
    "cases":[
             {"case_id":"case_1","rank":"00","entry_id":"entry_1","seq":3,"closed_at":"t","state":"S","kind":"refund"},
             {"case_id":"case_2","rank":"01","entry_id":"entry_2","seq":5,"closed_at":"t","state":"S",
              "kind":"refund"}]})");
  auto const table = sample_table(drawn.as_object());
  ASSERT_EQ(table.rows.size(), 2U);
  for (auto const& row : table.rows) {
    ASSERT_EQ(row.size(), table.heading.size());
    for (Cell const& cell : {Cell{"dd"}, Cell{"rr"}, Cell{std::int64_t{7}}, Cell{std::int64_t{40}}})
      EXPECT_NE(std::ranges::find(row, cell), row.end());
  }
  EXPECT_EQ(std::get<std::string>(table.rows[1][0]), "case_2");
}

TEST(FoundTable, has_a_row_for_every_place) {
  auto const cases = boost::json::parse(R"([{"case_id":"case_1","shop":"s","kind":"refund","state":"S",
    "found":[{"field":"note","id":"entry_1","at":"t","text":"碎了"},{"field":"evidence.E-CHAT","id":"ev_1","at":"t",
    "text":"=碎了"}]}])");
  auto const table = found_table(cases.as_array());
  ASSERT_EQ(table.rows.size(), 2U);
  for (auto const& row : table.rows) ASSERT_EQ(row.size(), table.heading.size());
  EXPECT_EQ(std::get<std::string>(table.rows[1].back()), "=碎了");
}

}  // namespace
}  // namespace redress::exports
