// What is derived of the pieces a claim names: their share of what was paid, not the whole line's.
#include "engine/cases/claimed.hpp"

#include "engine/cases/derive.hpp"
#include "tests/engine/cases/small_world.hpp"

namespace redress {
namespace {

// The order of the small world is one line of two pieces, paid 200 yuan.
Facts derived(SmallWorld const& small) {
  auto facts = small.case_.facts;
  derive(facts, small.world(), BookFacts::none);
  return facts;
}

TEST(Claimed, pieces_are_paid_for_by_their_share_halves_rounded_up) {
  Order order;
  order.lines.push_back({.id = "1", .sku = "A", .title = "A", .quantity = 3, .paid_minor = 100});
  order.lines.push_back({.id = "2", .sku = "B", .title = "B", .quantity = 1, .paid_minor = 50});
  auto const paid = [&](std::vector<ClaimLine> const& lines) { return paid_for_pieces(order, lines); };
  EXPECT_EQ(paid({}), (std::vector<std::int64_t>{100, 50})) << "no lines named: all of it";
  EXPECT_EQ(paid({{"1", 1}}), (std::vector<std::int64_t>{33, 0}));
  EXPECT_EQ(paid({{"1", 2}}), (std::vector<std::int64_t>{67, 0}));
  EXPECT_EQ(paid({{"1", 3}}), (std::vector<std::int64_t>{100, 0}));
  EXPECT_EQ(paid({{"1", 7}}), (std::vector<std::int64_t>{100, 0})) << "never more than was paid for the line";
  EXPECT_EQ(paid({{"none", 1}}), (std::vector<std::int64_t>{0, 0}));
}

TEST(Claimed, an_exchange_compares_the_new_price_with_the_pieces_that_go_back) {
  SmallWorld small;
  small.case_.facts.set("replacement.price_minor", std::int64_t{12'000});
  auto const difference = [&] { return derived(small).integer("replacement.price_difference_minor"); };
  EXPECT_EQ(difference(), -8'000) << "both pieces go back";
  small.case_.claim_lines = {{"1", 1}};
  EXPECT_EQ(difference(), 2'000) << "one of the two goes back: the buyer pays the rest";
}

}  // namespace
}  // namespace redress
