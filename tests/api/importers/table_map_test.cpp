#include "api/importers/table_map.hpp"

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <iterator>

namespace redress::importers {
namespace {

constexpr std::string_view good = R"(table: t
key: id
open:
  shop: s
  kind: bad_review
  platform: p
  order: {id: {column: id}}
  claim: {reason: other}
)";

std::string changed(std::string_view from, std::string_view to) {
  std::string text{good};
  text.replace(text.find(from), from.size(), to);
  return text;
}

TEST(TableMap, ReadsTheExamples) {
  for (auto const* name : {"olist-orders", "olist-reviews"}) {
    std::ifstream in{std::string(REDRESS_SOURCE_DIR) + "/docs/examples/" + name + ".yaml"};
    auto const map = read_table_map(std::string(std::istreambuf_iterator<char>(in), {}));
    ASSERT_TRUE(map) << name << map.error().position << map.error().says.en;
    EXPECT_EQ(map->name, name);
  }
}

TEST(TableMap, RefusesWithAPlace) {
  struct Sample {
    std::string yaml;
    std::string position;
    std::string_view says;  // a part of the English sentence
  };
  std::vector<Sample> const samples{
      {"a: [", "line 1, column 1", "not valid YAML"},
      {"- a", "line 1, column 1", "must be a map"},
      {changed("table: t\n", ""), "line 1, column 1", "`table` is missing"},
      {changed("key: id", "key: id\ncolour: red"), "line 3, column 1", "`colour` is unknown"},
      {changed("key: id", "key: id\nkey: id"), "line 3, column 1", "written twice"},
      {changed("key: id", "key: []"), "line 2, column 6", "must not be empty"},
      {changed("  shop: s\n", ""), "line 4, column 3", "`shop` is missing"},
      {changed("{column: id}", "{column: id, as: colour}"), "line 7, column 32", "`as` is text"},
      {changed("{column: id}", "{column: id, as: money}"), "line 7, column 15", "`currency` is missing"},
      {changed("{column: id}", "{column: id, as: money, currency: yuan}"), "line 7, column 49", ""},
      {changed("{column: id}", "{column: [a, b], as: time}"), "line 7, column 24", "several columns"},
      {changed("  shop: s", "  shop: s\n  request_id: x"), "line 5, column 15", "request_id follows"},
      {changed("open:", "where:\n  - {column: a}\nopen:"), "line 4, column 5", "a condition is"},
      {changed("open:", "where:\n  - {column: a, is: odd}\nopen:"), "line 4, column 21", "empty or present"},
  };
  for (auto const& sample : samples) {
    auto const map = read_table_map(sample.yaml);
    ASSERT_FALSE(map) << sample.yaml;
    EXPECT_EQ(map.error().position, sample.position) << sample.yaml;
    EXPECT_THAT(map.error().says.en, testing::HasSubstr(std::string(sample.says)));
    EXPECT_FALSE(map.error().says.zh.empty());
  }
}

// A mapping whose `open` has exactly so many nodes beside those of `good`, each alias written out.
std::string mapping_with(std::size_t nodes) {
  std::string text{good};
  text += "  more: [";
  for (std::size_t i = 0; i < nodes; ++i) text += i ? ",1" : "1";
  return text + "]\n";
}

TEST(TableMap, HasSoManyNodesAndNotOneMore) {
  std::size_t const of_good = 25;  // names and values of `good`, and `more` with its list
  auto const at = read_table_map(mapping_with(mapping_nodes_max - of_good));
  EXPECT_TRUE(at) << at.error().says.en;
  auto const past = read_table_map(mapping_with(mapping_nodes_max - of_good + 1));
  ASSERT_FALSE(past);
  EXPECT_THAT(past.error().says.en, testing::HasSubstr("10000"));
  EXPECT_THAT(past.error().says.zh, testing::HasSubstr("10000"));
}

TEST(TableMap, CountsWhatAnAliasStandsForAsOftenAsItStands) {
  std::string text{good};
  text += "  a0: &a0 [1, 2]\n";
  for (int i = 1; i <= 40; ++i) text += fmt::format("  a{}: &a{} [*a{}, *a{}]\n", i, i, i - 1, i - 1);
  auto const began = std::chrono::steady_clock::now();
  auto const map = read_table_map(text);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(2));
  ASSERT_FALSE(map);
  EXPECT_FALSE(map.error().position.empty());
}

}  // namespace
}  // namespace redress::importers
