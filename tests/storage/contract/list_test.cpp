// Lists, their filters, their order and their pages; what is due.
#include "tests/storage/store_test.hpp"

#include <fmt/format.h>

#include <limits>
#include <set>

namespace redress::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class ListTest : public StoreTest {
 protected:
  // Walks all pages; `between` runs after each.
  std::vector<std::string> walk(
      CaseFilter filter, std::function<void()> const& between = [] {}) {
    std::vector<std::string> all;
    do {
      auto const page = read(store(), [&](StoreReader& reader) { return reader.list_cases(filter); });
      EXPECT_LE(std::ssize(page.cases), filter.limit);
      for (auto const& case_ : page.cases) all.push_back(case_.id);
      filter.cursor = page.next_cursor;
      between();
    } while (!filter.cursor.empty());
    return all;
  }
};
REDRESS_FOR_EVERY_STORE(ListTest);

TEST_P(ListTest, NearestDeadlineFirstThenWithoutDeadlineThenById) {
  opened({.id = "case_e"});
  opened({.id = "case_d", .due_at = some_day + 2});
  opened({.id = "case_c", .due_at = some_day + 1, .owed_by = Party::buyer});
  opened({.id = "case_b", .due_at = some_day + 2, .owed_by = Party::platform});
  opened({.id = "case_a"});
  opened({.id = "case_0", .due_at = some_day, .final = true});  // a final case has no deadline any more
  std::vector<std::string> const expected{"case_c", "case_b", "case_d", "case_0", "case_a", "case_e"};
  EXPECT_EQ(ids({}), expected);
  EXPECT_EQ(ids({.shop = "shop_1"}), expected) << "merged from all parties";
  EXPECT_EQ(walk({.shop = "shop_1", .limit = 2}), expected);
  EXPECT_EQ(walk({.limit = 1}), expected);
}

TEST_P(ListTest, EveryFilterAloneAndTogether) {
  opened({.id = "case_1", .due_at = some_day});
  opened({.id = "case_2", .shop = "shop_2", .due_at = some_day + 5});
  opened({.id = "case_3", .kind = "exchange", .due_at = some_day + 9, .owed_by = Party::buyer});
  opened({.id = "case_4", .order_id = "order_2", .state = "closed", .final = true});
  opened({.id = "case_5", .order_id = "order_2", .reason = "少件", .due_at = some_day + 7, .owed_by = Party::buyer});
  struct Line {
    CaseFilter filter;
    std::vector<std::string> expected;
  };
  Line const lines[] = {
      {{.shop = "shop_1"}, {"case_1", "case_5", "case_3", "case_4"}},
      {{.shop = "shop_2"}, {"case_2"}},
      {{.shop = "shop_3"}, {}},
      {{.kind = "exchange"}, {"case_3"}},
      {{.state = "closed"}, {"case_4"}},
      {{.owed_by = "buyer"}, {"case_5", "case_3"}},
      {{.owed_by = "nobody"}, {"case_4"}},
      {{.shop = "shop_1", .owed_by = "seller"}, {"case_1"}},
      {{.shop = "shop_1", .owed_by = "nobody"}, {"case_4"}},
      {{.due_before = some_day}, {}},
      {{.due_before = some_day + 1}, {"case_1"}},
      {{.shop = "shop_1", .due_before = some_day + 8}, {"case_1", "case_5"}},
      {{.shop = "shop_1", .owed_by = "buyer", .due_before = some_day + 9}, {"case_5"}},
      {{.order_id = "order_2"}, {"case_5", "case_4"}},
      {{.shop = "shop_2", .order_id = "order_2"}, {}},
      {{.owed_by = "buyer", .order_id = "order_2"}, {"case_5"}},
      {{.final = true}, {"case_4"}},
      {{.final = false}, {"case_1", "case_2", "case_5", "case_3"}},
      {{.text = "少件"}, {"case_5"}},
      {{.shop = "shop_1", .text = "质量"}, {"case_1", "case_3", "case_4"}},
      {{.state = "requested", .text = "质量"}, {"case_1", "case_2", "case_3"}},
      {{.text = ""}, {"case_1", "case_2", "case_5", "case_3", "case_4"}},
      {{.shop = "shop_1", .kind = "refund", .state = "requested", .owed_by = "buyer", .text = "少", .final = false},
       {"case_5"}},
  };
  for (std::size_t i = 0; i < std::size(lines); ++i) EXPECT_EQ(ids(lines[i].filter), lines[i].expected) << "line " << i;
}

TEST_P(ListTest, AListFollowsTheCase) {
  auto const before = opened({.due_at = some_day});
  auto after = before;
  after.due = due_at(some_day + 50, Party::buyer);
  auto const moved = record(store(), following(before, after));
  EXPECT_THAT(ids({.shop = "shop_1", .owed_by = "seller"}), IsEmpty());
  EXPECT_THAT(ids({.shop = "shop_1", .owed_by = "buyer"}), ElementsAre(before.id));
  auto refused = moved;  // a refused attempt: nothing of the list changes
  refused.flags = {"status_unknown"};
  auto const touched = record(store(), following(moved, refused));
  EXPECT_THAT(ids({.shop = "shop_1", .owed_by = "buyer", .due_before = some_day + 51}), ElementsAre(before.id));
  auto closed = touched;
  closed.final = true;
  closed.due.reset();
  record(store(), following(touched, closed));
  EXPECT_THAT(ids({.shop = "shop_1", .owed_by = "buyer"}), IsEmpty());
  EXPECT_THAT(ids({.final = true}), ElementsAre(before.id));
}

TEST_P(ListTest, PagesNeitherRepeatNorSkipWhileCasesArriveInBetween) {
  std::set<std::string> before;
  for (int i = 0; i < 25; ++i)
    before.insert(opened({.id = fmt::format("case_{:02}", i),
                          .due_at = i % 3 == 0 ? std::optional<Instant>{} : some_day + i * 7 % 5,
                          .owed_by = i % 2 == 0 ? Party::buyer : Party::seller})
                      .id);
  int arrived = 0;
  auto const arrive = [&] {
    ++arrived;
    opened({.id = fmt::format("case_new_{}_first", arrived), .due_at = some_day + -arrived});
    opened({.id = fmt::format("case_new_{}_mid", arrived), .due_at = some_day + 2});
  };
  for (auto const& shop : {std::optional<std::string>{}, std::optional<std::string>{"shop_1"}}) {
    auto const all = walk({.shop = shop, .limit = 4}, arrive);
    std::set<std::string> const seen(all.begin(), all.end());
    EXPECT_EQ(seen.size(), all.size()) << "something came twice";
    for (auto const& id : before) EXPECT_TRUE(seen.contains(id)) << id;
  }
}

TEST_P(ListTest, LimitsAreHeldWithinReason) {
  for (int i = 0; i < 3; ++i) opened({.due_at = some_day});
  for (int const limit : {0, -1, 1}) EXPECT_EQ(ids({.limit = limit}).size(), 1U) << limit;
  EXPECT_EQ(ids({.limit = 1'000'000'000}).size(), 3U);
  auto const exact = read(store(), [](StoreReader& reader) { return reader.list_cases({.limit = 3}); });
  EXPECT_EQ(exact.cases.size(), 3U);
  EXPECT_EQ(exact.next_cursor, "") << "a full last page says that it is the last";
  store().read([](StoreReader& reader) {
    EXPECT_THAT(reader.cases_due(some_day, 0), IsEmpty());
    EXPECT_THAT(reader.cases_due(some_day, -1), IsEmpty());
    EXPECT_EQ(reader.cases_due(some_day, 2).size(), 2U);
    EXPECT_EQ(reader.entries_from(-5, 2).size(), 2U);
    EXPECT_THAT(reader.entries_from(3, 2), IsEmpty());
    EXPECT_THAT(reader.entries_from(0, 0), IsEmpty());
  });
}

TEST_P(ListTest, ACursorNobodyGaveOutIsAFault) {
  opened();
  for (auto const* cursor : {"x", "bGlzdC8=", "bGlzdC94L2Nhc2U=", "dHJhaWwvMA==", "\xFF"}) {
    try {
      ids({.cursor = cursor});
      ADD_FAILURE() << cursor;
    } catch (FaultError const& why) {
      EXPECT_EQ(why.fault().kind, FaultKind::invalid_params);
      EXPECT_EQ(why.fault().position, "params.cursor");
    }
  }
}

TEST_P(ListTest, DueCasesComeEarliestFirstAndOnlyWhenTheirTimeHasCome) {
  opened({.id = "case_1", .due_at = some_day + 3});
  opened({.id = "case_2", .due_at = some_day + 1});
  opened({.id = "case_3"});
  opened({.id = "case_4", .due_at = some_day, .final = true});
  opened({.id = "case_5", .shop = "shop_2", .due_at = some_day + 1});
  store().read([](StoreReader& reader) {
    EXPECT_EQ(reader.next_due(), some_day + 1);
    EXPECT_THAT(reader.cases_due(some_day, 10), IsEmpty());
    EXPECT_THAT(reader.cases_due(some_day + 1, 10), ElementsAre("case_2", "case_5"));
    EXPECT_THAT(reader.cases_due(some_day + 99, 10), ElementsAre("case_2", "case_5", "case_1"));
    EXPECT_THAT(reader.cases_due({std::numeric_limits<std::int64_t>::max()}, 10),
                ElementsAre("case_2", "case_5", "case_1"));
    EXPECT_THAT(reader.cases_due(some_day + 99, 1), ElementsAre("case_2"));
  });
}

TEST_P(ListTest, TextFindsWordsAndSingleChineseCharactersInOrder) {
  auto record_1 =
      opening(case_of_shape({.id = "case_1", .order_id = "2876543210987654321", .reason = "收到商品有划痕"}));
  record_1.order = order_of("shop_1", "2876543210987654321");  // sku and title of its lines are searched, too
  record(store(), record_1);
  opened({.id = "case_2", .reason = "退货运费 Shipping-Fee ＡＢＣ"});
  struct Line {
    char const* text;
    std::vector<std::string> expected;
  };
  Line const lines[] = {
      {"划痕", {"case_1"}},
      {"划", {"case_1"}},
      {"痕划", {}},
      {"退货", {"case_2"}},
      {"货退", {}},
      {"退运", {}},
      {"商品 划痕", {"case_1"}},
      {"划痕 商品", {"case_1"}},
      {"划痕 退货", {}},
      {"SHIPPING", {"case_2"}},
      {"ship", {}},
      {"shipping fee", {"case_2"}},
      {"fee-shipping", {}},
      {"abc", {"case_2"}},
      {"case_1", {"case_1"}},
      {"2876543210987654321", {"case_1"}},
      {"287654321098765432", {}},
      {"sku-red-42", {"case_1"}},
      {"雨衣", {"case_1"}},
      {"痕SKU", {}},
      {"!!!", {}},
      {"case", {"case_1", "case_2"}},
      {"\"划痕\" OR 退货", {}},
      {"费shipping", {"case_2"}},
  };
  for (auto const& line : lines) EXPECT_EQ(ids({.text = line.text}), line.expected) << line.text;
}

}  // namespace
}  // namespace redress::storage
