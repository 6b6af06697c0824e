// Books made of several files: includes, versions of one item, names that only the whole can know.
#include "engine/ledger/hash.hpp"
#include "tests/workflows/rulebook_loader/sample_book.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::rules {
namespace {

BookSource book(std::string name, std::string platform, std::string_view includes, std::string_view rest = {}) {
  return {name, fmt::format("book: {}\nversion: \"7\"\nplatform: \"{}\"\ntitle: {{zh: 书, en: Book}}\n"
                            "version_selector: at_conduct_time\ninclude: [{}]\n{}",
                            name, platform, includes, rest)};
}

BookSource part(std::string name, std::string_view rest) { return {name, fmt::format("book: {}\n{}", name, rest)}; }

struct Dated {
  std::string_view id, from = {}, to = {}, when = {}, gap = {};
};

void append_dates(std::string& text, Dated const& item) {
  if (!item.from.empty()) text += fmt::format("    from: {}\n", item.from);
  if (!item.to.empty()) text += fmt::format("    to: {}\n", item.to);
  if (!item.gap.empty()) text += fmt::format("    gap: {}\n", item.gap);
  if (!item.when.empty()) text += fmt::format("    when: {}\n", item.when);
}

std::string rules(std::initializer_list<Dated> items) {
  std::string text = "rules:\n";
  for (auto const& item : items) {
    text += fmt::format("  - id: {}\n", item.id);
    append_dates(text, item);
    text +=
        "    cites: {text: 条, source: S1}\n    confidence: high\n    effect: warn\n    on: [refund.refuse]\n"
        "    require: order.fresh\n    says: {zh: 话, en: words}\n    examples:\n"
        "      - {verdict: holds, facts: {order.fresh: true, order.presale: true}}\n"
        "      - {verdict: fails, facts: {order.fresh: false, order.presale: true}}\n";
  }
  return text;
}

std::string deadlines(std::initializer_list<Dated> items) {
  std::string text = "deadlines:\n";
  for (auto const& item : items) {
    text += fmt::format("  - id: {}\n", item.id);
    append_dates(text, item);
    text +=
        "    slot: refund.seller_answer\n    cites: {text: 条, source: S1}\n    confidence: high\n    due: "
        "order.paid_at\n"
        "    says: {zh: 话, en: words}\n    examples:\n"
        "      - {facts: {order.paid_at: \"2026-01-01T00:00:00Z\", order.presale: true}, due: "
        "\"2026-01-01T00:00:00Z\"}\n";
  }
  return text;
}

std::string compensations(std::initializer_list<Dated> items) {
  std::string text = "compensations:\n";
  for (auto const& item : items) {
    text += fmt::format("  - id: {}\n", item.id);
    append_dates(text, item);
    text +=
        "    breach: late\n    cites: {text: 条, source: S1}\n    confidence: high\n    percent: 5\n"
        "    says: {zh: 话, en: words}\n    examples:\n"
        "      - {facts: {order.paid_minor: 1000, compensation.breach: late, order.presale: true}, amount_minor: 50}\n";
  }
  return text;
}

Loaded load_all(std::vector<BookSource> const& sources) { return load_books(sources, sample_names()); }

TEST(Assembly, PutsTheBooksOwnItemsFirstAndEveryPartOnce) {
  auto const loaded = load_all({book("b", "b", "p2, p1", rules({{"R-1"}})), part("p1", rules({{"R-2"}})),
                                part("p2", "include: [p3, p1]\n" + rules({{"R-3"}})), part("p3", rules({{"R-4"}}))});
  ASSERT_EQ(listed(loaded.findings), "");
  ASSERT_EQ(loaded.books.size(), 1u);
  std::vector<std::string> ids;
  for (auto const& rule : loaded.books[0]->rules) ids.push_back(rule.id);
  EXPECT_EQ(ids, (std::vector<std::string>{"R-1", "R-3", "R-4", "R-2"}));
  EXPECT_EQ(loaded.books[0]->version_selector, VersionSelector::at_conduct_time);
  EXPECT_TRUE(loaded.books[0]->index.describes(*loaded.books[0]));
}

TEST(Assembly, ARuleHasItsFilesVersionOrElseTheBooks) {
  auto const loaded = load_all({book("b", "b", "p, q", rules({{"R-1"}})),
                                part("p", "version: \"p9\"\n" + rules({{"R-2"}})), part("q", rules({{"R-3"}}))});
  ASSERT_EQ(listed(loaded.findings), "");
  EXPECT_EQ(loaded.books[0]->rules[0].version, "7");
  EXPECT_EQ(loaded.books[0]->rules[1].version, "p9");
  EXPECT_EQ(loaded.books[0]->rules[2].version, "7");
}

TEST(Assembly, TheDigestCoversNamesAndBytesInOrder) {
  auto const b = book("b", "b", "p");
  auto const p = part("p", "version: \"1\"\n");
  auto const hashed = std::string("b") + '\0' + b.text + '\0' + "p" + '\0' + p.text + '\0';
  auto const loaded = load_all({b, p});
  ASSERT_EQ(listed(loaded.findings), "");
  EXPECT_EQ(loaded.books[0]->digest, ledger::hex(ledger::sha256(hashed)));
  ASSERT_EQ(loaded.books[0]->texts.size(), 2u);
  EXPECT_EQ(loaded.books[0]->texts[1].text, p.text);
}

struct Together {
  std::string_view name;
  std::string text;
  std::string_view finding;  // what the one finding contains; empty for none
};

TEST(Assembly, RefusesVersionsOfOneItemThatHoldAtTheSameTime) {
  std::vector<Together> const cases{
      {"rules apart", rules({{"R-1", "", "2022-08-08"}, {"R-1", "2022-08-09", ""}}), ""},
      {"rules on one day", rules({{"R-1", "", "2022-08-09"}, {"R-1", "2022-08-09", ""}}),
       "R-1 and R-1 (b.yaml:8:5) hold at the same time"},
      {"rules of one id", rules({{"R-1", "", "", "order.presale"}, {"R-1", "", "", "order.presale"}}),
       "hold at the same time"},
      {"rules with a gap", rules({{"R-1", "", "2022-08-08"}, {"R-1", "2022-08-10", ""}}),
       "no version of R-1 holds from 2022-08-09 to 2022-08-09"},
      {"rules with a gap that is explained",
       rules({{"R-1", "", "2022-08-08"}, {"R-1", "2022-08-10", "", "", "no text of that day"}}), ""},
      {"a gap explained where there is none",
       rules({{"R-1", "", "2022-08-09"}, {"R-1", "2022-08-10", "", "", "no text of that day"}}), "explains nothing"},
      {"a gap filled by another version",
       deadlines({{"D-1a", "", "2022-08-08"}, {"D-1b", "2022-08-09", "2022-08-09"}, {"D-1c", "2022-08-10", ""}}), ""},
      {"deadlines with a gap", deadlines({{"D-1a", "", "2022-08-08"}, {"D-1b", "2022-09-01", ""}}),
       "no version of D-1b holds from 2022-08-09 to 2022-08-31"},
      {"compensations with a gap", compensations({{"C-1", "", "2022-08-08"}, {"C-2", "2022-09-01", ""}}),
       "no version of C-2 holds from 2022-08-09"},
      {"deadlines apart", deadlines({{"D-1a", "", "2022-08-08"}, {"D-1b", "2022-08-09", ""}}), ""},
      {"deadlines together", deadlines({{"D-1a", "", "2022-08-09"}, {"D-1b", "2022-08-09", ""}}),
       "D-1b and D-1a (b.yaml:8:5)"},
      {"one with when", deadlines({{"D-1a", "", "", "order.presale"}, {"D-1b"}}), "D-1b and D-1a"},
      {"both with when", deadlines({{"D-1a", "", "", "order.presale"}, {"D-1b", "", "", "order.presale"}}), ""},
      {"one id with when", deadlines({{"D-1", "", "", "order.presale"}, {"D-1", "", "", "order.presale"}}),
       "D-1 and D-1"},
      {"other families", deadlines({{"D-1a"}, {"D-2a"}}), ""},
      {"breach apart", compensations({{"C-1", "", "2022-08-08"}, {"C-2", "2022-08-09", ""}}), ""},
      {"breach together", compensations({{"C-1"}, {"C-2"}}), "C-2 and C-1"},
      {"breach both with when", compensations({{"C-1", "", "", "order.presale"}, {"C-2", "", "", "order.presale"}}),
       ""},
  };
  for (auto const& c : cases) {
    auto const loaded = load_all({book("b", "b", "p", c.text), part("p", "version: \"1\"\n")});
    ASSERT_EQ(loaded.findings.size(), c.finding.empty() ? 0u : 1u) << c.name << ": " << listed(loaded.findings);
    if (!c.finding.empty())
      EXPECT_NE(loaded.findings[0].says.en.find(c.finding), std::string::npos) << to_text(loaded.findings[0]);
  }
}

TEST(Assembly, SeesOverlapsAcrossFilesAndInPartsNobodyIncludes) {
  auto const across = load_all({book("b", "b", "p", rules({{"R-1"}})), part("p", rules({{"R-1"}}))});
  ASSERT_EQ(across.findings.size(), 1u) << listed(across.findings);
  EXPECT_EQ(across.findings[0].file, "p");
  auto const alone = load_all({part("p", rules({{"R-1"}, {"R-1"}}))});
  EXPECT_EQ(alone.findings.size(), 1u) << listed(alone.findings);
}

TEST(Assembly, RefusesIncludesThatCannotBe) {
  auto const cycle = load_all({book("b", "b", "p"), part("p", "include: [q]\n"), part("q", "include: [p]\n")});
  ASSERT_EQ(cycle.findings.size(), 1u) << listed(cycle.findings);
  EXPECT_EQ(std::tuple(cycle.findings[0].file, cycle.findings[0].place), std::tuple("q", Place{2, 11}));
  auto const of_book = load_all({book("b", "b", "c"), book("c", "c", "p"), part("p", "version: \"1\"\n")});
  ASSERT_EQ(of_book.findings.size(), 1u) << listed(of_book.findings);
  EXPECT_NE(of_book.findings[0].says.en.find("cannot be included"), std::string::npos);
  auto const misspelt = load_all({book("b", "b", "chna-law"), part("china-law", "version: \"1\"\n")});
  ASSERT_EQ(misspelt.findings.size(), 1u) << listed(misspelt.findings);
  EXPECT_NE(misspelt.findings[0].says.en.find("did you mean \"china-law\""), std::string::npos);
}

TEST(Assembly, RefusesAVocabularyGivenTwiceAndTwoBooksOfOnePlatform) {
  auto const twice = load_all(
      {book("b", "b", "p", "vocabularies: {reward: [红包]}\n"), part("p", "vocabularies: {reward: [返现]}\n")});
  ASSERT_EQ(twice.findings.size(), 1u) << listed(twice.findings);
  EXPECT_EQ(std::tuple(twice.findings[0].file, twice.findings[0].place), std::tuple("p", Place{2, 16}));
  auto const platform = load_all({book("b", "x", "p"), book("c", "x", "p"), part("p", "version: \"1\"\n")});
  ASSERT_EQ(platform.findings.size(), 1u) << listed(platform.findings);
  EXPECT_EQ(platform.findings[0].file, "c");
}

TEST(Assembly, AMistakeInAPartKeepsItsBooksOut) {
  auto const loaded =
      load_all({book("b", "b", "p"), book("c", "c", "q"), part("p", "surprise: 1\n"), part("q", "version: \"1\"\n")});
  ASSERT_EQ(loaded.findings.size(), 1u) << listed(loaded.findings);
  ASSERT_EQ(loaded.books.size(), 1u);
  EXPECT_EQ(loaded.books[0]->id, "c");
}

}  // namespace
}  // namespace redress::rules
