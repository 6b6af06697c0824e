#include "api/importers/table_map.hpp"

namespace redress::importers {
namespace {

constexpr std::string_view map_text = R"(table: orders
key: [id, part]
time: {format: "YYYY-MM-DD hh:mm", zone: "-03:00"}
where:
  - [{column: arrived, later_day_than: promised}]
  - [{column: arrived, is: empty}, {column: score, in: ["1", "2"]}]
open:
  shop: s
  kind: logistics_delay
  platform: p
  order:
    id: {column: id}
    signed_at: {column: arrived, as: time}
    paid: {column: paid, as: money, currency: BRL}
    free_shipping: true
    lines: [{id: "1", quantity: 1, paid: {minor: 100, currency: BRL}}]
  claim:
    reason: late
    goods_received: {column: arrived, as: present}
    text: {column: [title, words]}
)";
constexpr std::string_view header = "id,part,arrived,promised,score,paid,title,words\n";

Result<Reading> read(std::string const& rows) {
  return read_table(*read_table_map(map_text), std::string(header) + rows);
}

TEST(TableRows, TakesTheRowsTheMapAsksFor) {
  struct Sample {
    std::string_view what;
    std::string row;
    bool wanted;
  };
  std::vector<Sample> const samples{
      {"a day late", "a,1,2026-01-03 00:00,2026-01-02 23:59,5,1.00,,\n", true},
      {"later on the promised day", "a,1,2026-01-02 23:59,2026-01-02 00:00,5,1.00,,\n", false},
      {"early", "a,1,2026-01-01 00:00,2026-01-02 00:00,1,1.00,,\n", false},
      {"never, and rated badly", "a,1,,2026-01-02 00:00,2,1.00,,\n", true},
      {"never, and rated well", "a,1,,2026-01-02 00:00,4,1.00,,\n", false},
      {"nothing promised", "a,1,2026-01-03 00:00,,5,1.00,,\n", false},
  };
  for (auto const& sample : samples) {
    auto const reading = read(sample.row);
    ASSERT_TRUE(reading) << sample.what;
    EXPECT_TRUE(reading->bad.empty()) << sample.what;
    EXPECT_EQ(reading->plans.size(), sample.wanted ? 1U : 0U) << sample.what;
    EXPECT_EQ(reading->passed_over, sample.wanted ? 0 : 1) << sample.what;
  }
}

TEST(TableRows, BuildsTheOpening) {
  auto const reading = read("a,1,2026-01-03 22:30,2026-01-02 00:00,5,12.30,\"Oh, \"\"no\"\"\",\"late\nagain 😀\"\n");
  ASSERT_EQ(reading->plans.size(), 1U);
  auto const expected = boost::json::parse(R"({"shop":"s","kind":"logistics_delay","platform":"p","order":{"id":"a",
    "signed_at":"2026-01-04T01:30:00.000Z","paid":{"minor":1230,"currency":"BRL"},"free_shipping":true,
    "lines":[{"id":"1","quantity":1,"paid":{"minor":100,"currency":"BRL"}}]},
    "claim":{"reason":"late","goods_received":true,"text":"Oh, \"no\"\nlate\nagain 😀"},
    "request_id":"orders-a-1-open"})");
  EXPECT_EQ(boost::json::value(reading->plans[0].open), expected);
  EXPECT_EQ(reading->plans[0].line, 2);
}

TEST(TableRows, LeavesOutWhatIsEmpty) {
  auto const reading = read("a,1,,2026-01-02 00:00,1,1.00,,\n");
  ASSERT_EQ(reading->plans.size(), 1U);
  auto const& open = reading->plans[0].open;
  EXPECT_FALSE(open.at("order").as_object().contains("signed_at"));
  EXPECT_FALSE(open.at("claim").as_object().contains("text"));
  EXPECT_FALSE(open.at("claim").as_object().at("goods_received").as_bool());
}

TEST(TableRows, ListsBadRowsAndGoesOn) {
  struct Sample {
    std::string row;
    std::string position;
  };
  std::vector<Sample> const samples{
      {"a,1,,2026-01-02 00:00,1,1.234,,\n", "line 2, column 25"},    // money
      {"a,1,soon,2026-01-02 00:00,1,1.00,,\n", "line 2, column 5"},  // time
      {"a,1,2026-02-30 00:00,2026-01-02 00:00,1,1.00,,\n", "line 2, column 5"},
      {",1,,2026-01-02 00:00,1,1.00,,\n", "line 2, column 1"},  // order.id
      {"a,,,2026-01-02 00:00,1,1.00,,\n", "line 2, column 3"},  // key
      {"a,1,x\n", "line 2, column 5"},                          // too few fields
      {"a,1,\"\"x,,1,1.00,,\n", "line 2, column 7"},
  };
  for (auto const& sample : samples) {
    auto const reading = read(sample.row + "b,1,,2026-01-02 00:00,1,1.00,,\n");
    ASSERT_TRUE(reading) << sample.row;
    ASSERT_EQ(reading->bad.size(), 1U) << sample.row;
    EXPECT_EQ(reading->bad[0].position, sample.position) << sample.row;
    EXPECT_EQ(reading->plans.size(), 1U) << sample.row;
  }
}

TEST(TableRows, RefusesAKeyUsedTwice) {
  auto const reading =
      read("a,1,,2026-01-02 00:00,1,1.00,,\na,1,,2026-01-02 00:00,2,1.00,,\na,2,,2026-01-02 00:00,2,1.00,,\n");
  EXPECT_EQ(reading->plans.size(), 2U);
  ASSERT_EQ(reading->bad.size(), 1U);
  EXPECT_EQ(reading->bad[0].position, "line 3, column 1");
}

TEST(TableRows, NeedsEveryColumnTheMapNames) {
  auto const map = *read_table_map(map_text);
  for (auto const* text : {"", "id,part\n", "id,part,arrived,promised,score,paid,title\n"})
    EXPECT_FALSE(read_table(map, text)) << text;
}

}  // namespace
}  // namespace redress::importers
