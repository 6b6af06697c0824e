// Every order of two to four commands on one order, at the store's seam, over both stores.
//
// The order o1 was paid 20,000 (12,000 for three pieces of L1, 7,000 for one of L2, 1,000 postage). Cases 0 and 1 each
// ask for 12,000; case 2 wants three pieces of L1 exchanged, case 3 two of them returned. Not all of it can be granted.
#include "tests/simulation/order_race.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace redress::simulation {
namespace {

constexpr std::string_view address = R"({"address_id":"a1"})";
constexpr std::string_view amount = R"({"amount":{"minor":12000,"currency":"CNY"}})";

// clang-format off
constexpr RacingCommand commands[] = {
  // name                            caller  request  event             case  params
  {"agree to pay case 0",            "ann",  "r1",    "agree_refund",   0,    amount},
  {"the same request again",         "ann",  "r1",    "agree_refund",   0,    amount},
  {"another caller, the same id",    "bob",  "r1",    "agree_refund",   1,    amount},
  {"pay case 0 as it stood",         "cat",  "r2",    "agree_refund",   0,    R"({"amount":{"minor":500,"currency":"CNY"}})", true},
  {"exchange three pieces",          "ann",  "r3",    "agree_exchange", 2,    address},
  {"take two pieces back",           "bob",  "r4",    "agree_return",   3,    address},
  {"the buyer withdraws case 0",     "dan",  "r5",    "withdraw",       0,    "{}", false, Role::service},
  {"a unit that fails",              "eve",  "r6",    "",               0},
};
// clang-format on
constexpr std::size_t count = std::size(commands);

using Order = std::vector<RacingCommand const*>;

std::string told(Order const& order, unsigned commit_after) {
  std::string text;
  for (std::size_t i = 0; i < order.size(); ++i)
    text += fmt::format("{}{}", order[i]->name, (commit_after >> i & 1U) != 0 ? " | " : "; ");
  return text;
}

// Every choice of `size` commands, in every order.
template <class Body>
void each_order(std::size_t size, Body body) {
  std::vector<bool> chosen(count);
  std::fill(chosen.begin(), chosen.begin() + static_cast<std::ptrdiff_t>(size), true);
  do {
    Order order;
    for (std::size_t i = 0; i < count; ++i)
      if (chosen[i]) order.push_back(&commands[i]);
    do body(order);
    while (std::next_permutation(order.begin(), order.end()) && !testing::Test::HasFailure());
  } while (std::prev_permutation(chosen.begin(), chosen.end()) && !testing::Test::HasFailure());
}

// Two and three commands with every way to cut them into groups; four in one group and each by itself.
std::vector<unsigned> groupings(std::size_t size) {
  if (size == 4) return {0b000, 0b111};
  std::vector<unsigned> all(std::size_t{1} << (size - 1));
  std::iota(all.begin(), all.end(), 0U);
  return all;
}

class Interleavings : public testing::TestWithParam<std::size_t> {};

TEST_P(Interleavings, MoneyAndPiecesHoldAndGroupsMakeNoDifference) {
  OrderRace in_memory(OrderRace::Over::memory);
  OrderRace over_sqlite(OrderRace::Over::sqlite);
  int runs = 0;
  each_order(GetParam(), [&](Order const& order) {
    auto const expected = in_memory.run(order, 0, false);
    ASSERT_EQ(expected.wrong, "") << told(order, 0);
    for (auto const commit_after : groupings(GetParam())) {
      bool const verify = ++runs % 20 == 0;
      auto const sqlite = over_sqlite.run(order, commit_after, verify);
      ASSERT_EQ(sqlite.wrong, "") << told(order, commit_after);
      ASSERT_EQ(sqlite.answers, expected.answers) << told(order, commit_after);
      if (commit_after == 0) continue;
      auto const memory = in_memory.run(order, commit_after, false);
      ASSERT_EQ(memory.wrong, "") << told(order, commit_after);
      ASSERT_EQ(memory.answers, expected.answers) << told(order, commit_after);
    }
  });
  fmt::print("{} races of {} commands\n", runs, GetParam());
  EXPECT_GT(runs, 100);
}

INSTANTIATE_TEST_SUITE_P(Of, Interleavings, testing::Values(2, 3, 4),
                         [](auto const& size) { return fmt::format("{}Commands", size.param); });

// The races are about something: each of these pairs has one winner, whoever comes first.
TEST(OrderRace, OneOfTwoWinsWhereBothCannot) {
  OrderRace race(OrderRace::Over::memory);
  auto const accepted = [](std::string const& answer) { return answer.starts_with(R"({"result")"); };
  for (auto const& [a, b] : std::vector<std::pair<std::size_t, std::size_t>>{{0, 2}, {4, 5}, {0, 3}, {0, 6}})
    for (auto const& order : {Order{&commands[a], &commands[b]}, Order{&commands[b], &commands[a]}}) {
      auto const result = race.run(order, 0, false);
      EXPECT_TRUE(accepted(result.answers[0])) << told(order, 0) << result.answers[0];
      EXPECT_FALSE(accepted(result.answers[1])) << told(order, 0) << result.answers[1];
    }
}

TEST(OrderRace, TheLoserIsToldWhy) {
  OrderRace race(OrderRace::Over::sqlite);
  auto const loser = [&](std::size_t a, std::size_t b) {
    Order const order{&commands[a], &commands[b]};
    return race.run(order, 0, true).answers[1];
  };
  EXPECT_NE(loser(0, 2).find("\"over_refund\""), std::string::npos) << loser(0, 2);
  EXPECT_NE(loser(4, 5).find("\"over_quantity\""), std::string::npos) << loser(4, 5);
  EXPECT_NE(loser(0, 3).find("\"version_conflict\""), std::string::npos) << loser(0, 3);
}

}  // namespace
}  // namespace redress::simulation
