// Facts come and go in any order; what is known is what a map of the same story holds.
#include "engine/facts/facts.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

namespace redress {
namespace {

FactValue value_of(FactType type, int seed) {
  switch (type) {
    case FactType::boolean:
      return seed % 2 == 0;
    case FactType::integer:
      return std::int64_t{seed};
    case FactType::text:
      return std::string(static_cast<std::size_t>(seed % 40), 'x');
    case FactType::instant:
      return Instant{seed};
    case FactType::texts:
      return std::vector<std::string>(static_cast<std::size_t>(seed % 3), "term");
  }
  return false;
}

TEST(FactSchema, EveryPathIsFoundWhereItStands) {
  for (std::size_t i = 0; i < fact_schema().size(); ++i) EXPECT_EQ(fact_index(fact_schema()[i].path), i);
  for (auto const* path : {"", "now ", "ow", "order", "order.", "order.paid_mino", "xrder.paid_minor", "risk.scorE"})
    EXPECT_EQ(fact_index(path), std::nullopt) << path;
}

TEST(Facts, AreToldUpToTenTrillionAndNotOneMore) {
  constexpr std::int64_t fact_integer_max = 10'000'000'000'000;
  Facts facts;
  for (auto const number : {fact_integer_max, -fact_integer_max}) {
    EXPECT_TRUE(facts.set_from_json("order.paid_minor", number)) << number;
    EXPECT_EQ(facts.integer("order.paid_minor"), number);
    auto const beyond = facts.set_from_json("order.paid_minor", number + (number > 0 ? 1 : -1));
    ASSERT_FALSE(beyond);
    EXPECT_EQ(beyond.error().position, "order.paid_minor");
  }
  constexpr auto most = (std::int64_t{1} << 53) - 1;
  EXPECT_TRUE(fact_from_json(FactType::integer, most, "x")) << "an entry says it";
  EXPECT_FALSE(fact_from_json(FactType::integer, most + 1, "x"));
}

TEST(FactSchema, HasRoomInFacts) { EXPECT_LE(fact_schema().size(), facts_max); }

TEST(Facts, KnowsEverythingAtOnce) {
  Facts facts;
  for (auto const& spec : fact_schema()) facts.set(spec.path, value_of(spec.type, 7));
  for (std::size_t i = 0; i < fact_schema().size(); ++i) {
    ASSERT_NE(facts.at(i), nullptr);
    EXPECT_EQ(*facts.at(i), value_of(fact_schema()[i].type, 7));
  }
  EXPECT_EQ(facts.all_to_json().size(), fact_schema().size());
  for (auto const& spec : fact_schema()) facts.clear(spec.path);
  EXPECT_EQ(facts, Facts());
}

RC_GTEST_PROP(Facts, AreWhatAMapWouldBe, (std::vector<std::pair<std::uint8_t, std::uint8_t>> steps)) {
  Facts facts;
  std::map<std::size_t, FactValue> expected;
  for (auto const& [where, seed] : steps) {
    auto const at = where % fact_schema().size();
    auto const& spec = fact_schema()[at];
    if (seed % 3 == 0) {
      facts.clear(spec.path);
      expected.erase(at);
    } else {
      facts.set(spec.path, value_of(spec.type, seed));
      expected.insert_or_assign(at, value_of(spec.type, seed));
    }
  }
  for (std::size_t i = 0; i < fact_schema().size(); ++i) {
    auto const* value = facts.find(fact_schema()[i].path);
    RC_ASSERT((value != nullptr) == expected.contains(i));
    if (value) RC_ASSERT(*value == expected.at(i));
  }
  Facts again;
  for (auto at = expected.rbegin(); at != expected.rend(); ++at) again.set(fact_schema()[at->first].path, at->second);
  RC_ASSERT(again == facts);
  RC_ASSERT(again.all_to_json() == facts.all_to_json());
  if (!expected.empty()) {
    again.clear(fact_schema()[expected.begin()->first].path);
    RC_ASSERT(!(again == facts));
  }
}

}  // namespace
}  // namespace redress
