#include "engine/rules/book_diff.hpp"

#include "tests/engine/rules/rule_maker.hpp"

#include <functional>

namespace redress::rules {
namespace {

Rulebook small_book() {
  Rulebook book{.id = "b", .platform = "taobao", .version = "1", .digest = "", .title = {"书", "Book"}};
  book.rules.push_back(
      make_rule({.require = "order.paid_minor <= 20000", .id = "R-1", .span = days("2024-01-01", "")}));
  book.rules.push_back(make_rule({.id = "R-2", .span = days("", "2024-12-31")}));
  book.rules.push_back(make_rule({.id = "R-2", .span = days("2025-01-01", "")}));
  book.deadlines.push_back({.id = "D-1",
                            .slot = "refund.seller_answer",
                            .cites = {"第1条", "S1"},
                            .confidence = Confidence::high,
                            .when = std::nullopt,
                            .due = compiled("case.opened_at + duration('24h')", cel::Type::timestamp()),
                            .span = {},
                            .says = {"一天", "a day"}});
  book.compensations.push_back({.id = "C-1",
                                .breach = "late",
                                .cites = {"第2条", "S1"},
                                .confidence = Confidence::low,
                                .when = std::nullopt,
                                .per_mille = 125,
                                .max_minor = 5000,
                                .span = {},
                                .says = {"赔", "pays"}});
  book.vocabularies.push_back({"reward", {"红包"}});
  return book;
}

TEST(BookDiff, FindsNothingBetweenTheSame) { EXPECT_TRUE(diff(small_book(), small_book()).empty()); }

struct Row {
  std::function<void(Rulebook&)> change;
  std::string_view what, list, id, member, en, zh;
};

TEST(BookDiff, SaysEachChangeInWords) {
  Row const rows[] = {
      {[](Rulebook& b) { b.rules.erase(b.rules.begin()); }, "removed", "rules", "R-1", "",
       "rule R-1 removed (2024-01-01 to ): \"no\"", "删除规则 R-1（2024-01-01 至 ）：\"不行\""},
      {[](Rulebook& b) { b.rules.push_back(make_rule({.id = "R-3"})); }, "added", "rules", "R-3", "",
       "rule R-3 added: \"no\"", "新增规则 R-3：\"不行\""},
      {[](Rulebook& b) { b.rules[0].confidence = Confidence::medium; }, "changed", "rules", "R-1", "confidence",
       "rule R-1 changed: confidence was \"high\", is \"medium\"",
       "规则 R-1 有变化：可信度由 \"high\" 改为 \"medium\""},
      {[](Rulebook& b) { b.rules[0].require = condition("order.paid_minor <= 30000"); }, "changed", "rules", "R-1",
       "require",
       "rule R-1 changed: requirement (require) was \"order.paid_minor <= 20000\", is \"order.paid_minor <= 30000\"",
       "规则 R-1 有变化：要求由 \"order.paid_minor <= 20000\" 改为 \"order.paid_minor <= 30000\""},
      {[](Rulebook& b) { b.rules[2].span = days("2025-01-01", "2026-06-30"); }, "changed", "rules", "R-2", "to",
       "rule R-2 changed: last day was (none), is \"2026-06-30\"",
       "规则 R-2 有变化：最后生效日由 （无） 改为 \"2026-06-30\""},
      {[](Rulebook& b) { b.rules[0].says.en = "never"; }, "changed", "rules", "R-1", "says",
       "rule R-1 changed: sentence was \"no\", is \"never\"", "规则 R-1 有变化：说明由 \"不行\" 改为 \"不行\""},
      {[](Rulebook& b) { b.deadlines[0].due = compiled("case.opened_at + duration('48h')", cel::Type::timestamp()); },
       "changed", "deadlines", "D-1", "due",
       "deadline D-1 changed: due time was \"case.opened_at + duration('24h')\", is \"case.opened_at + "
       "duration('48h')\"",
       ""},
      {[](Rulebook& b) { b.compensations[0].per_mille = 200; }, "changed", "compensations", "C-1", "per_mille",
       "compensation C-1 changed: rate was 12.5 %, is 20.0 %", "赔付 C-1 有变化：赔付比例由 12.5 % 改为 20.0 %"},
      {[](Rulebook& b) { b.compensations[0].max_minor = 10050; }, "changed", "compensations", "C-1", "max_minor",
       "compensation C-1 changed: greatest sum was 50.00, is 100.50", ""},
      {[](Rulebook& b) {
         b.vocabularies[0].terms = {"红包", "返现"};
       },
       "changed", "vocabularies", "reward", "terms",
       "word list reward changed: terms was [\"红包\"], is [\"红包\",\"返现\"]", ""},
      {[](Rulebook& b) { b.version = "2"; }, "changed", "book", "", "version",
       "book  changed: version was \"1\", is \"2\"", ""},
  };
  for (auto const& row : rows) {
    SCOPED_TRACE(row.en);
    auto now = small_book();
    row.change(now);
    auto const changes = diff(small_book(), now);
    ASSERT_EQ(changes.size(), 1u);
    EXPECT_EQ(name_of(changes[0].what), row.what);
    EXPECT_EQ(changes[0].list, row.list);
    EXPECT_EQ(changes[0].id, row.id);
    EXPECT_EQ(changes[0].says.en, row.en);
    if (!row.zh.empty()) {
      EXPECT_EQ(changes[0].says.zh, row.zh);
    }
    if (!row.member.empty()) {
      ASSERT_EQ(changes[0].members.size(), 1u);
      EXPECT_EQ(changes[0].members[0].member, row.member);
    }
    EXPECT_EQ(std::string_view{to_json(changes[0]).at("what").as_string()}, row.what);
  }
}

}  // namespace
}  // namespace redress::rules
