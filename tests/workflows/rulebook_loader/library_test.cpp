#include "engine/rules/consult.hpp"
#include "tests/workflows/rulebook_loader/sample_book.hpp"
#include "workflows/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <set>

namespace redress::rules {
namespace {

std::string book_text(std::string_view id, std::string_view platform, std::string_view rest = {}) {
  return fmt::format(
      "book: {}\nversion: \"7\"\nplatform: \"{}\"\ntitle: {{zh: 书, en: Book}}\n"
      "version_selector: at_decision_time\n{}",
      id, platform, rest);
}

TEST(SampleBook, IsRightAndWhole) {
  auto const loaded = load(sample_book);
  ASSERT_EQ(listed(loaded.findings), "");
  ASSERT_EQ(loaded.books.size(), 1u);
  auto const& book = *loaded.books[0];
  EXPECT_EQ(book.id, "sample");
  EXPECT_EQ(book.platform, "sample");
  EXPECT_EQ(book.title, (Says{"样例", "Sample"}));
  ASSERT_EQ(book.rules.size(), 3u);
  EXPECT_EQ(book.rules[0].cites.source, "S1");
  EXPECT_EQ(format_rfc3339(*book.rules[0].span.from), "2023-12-25T16:00:00.000Z");
  EXPECT_EQ(format_rfc3339(*book.rules[0].span.until), "2025-08-14T16:00:00.000Z");
  EXPECT_EQ(book.rules[1].when->source(), "order.paid_minor <= 20000 && !('reward' in event.message_terms)");
  EXPECT_EQ(book.rules[1].advances, "instant_refund");
  EXPECT_EQ(book.rules[2].compensation, "late");
  ASSERT_EQ(book.compensations.size(), 1u);
  EXPECT_EQ(book.compensations[0].per_mille, 125);
  EXPECT_EQ(book.compensations[0].max_minor, 10'000);
  ASSERT_EQ(book.evidence_needs.size(), 1u);
  EXPECT_EQ(book.evidence_needs[0].any_of, (std::vector<std::vector<std::string>>{{"E-TRACE"}, {"E-SIGN", "E-SEAL"}}));
  ASSERT_EQ(book.vocabularies.size(), 1u);
  EXPECT_EQ(book.vocabularies[0].terms, (std::vector<std::string>{"红包", "coupon"}));
}

TEST(Library, GivesAPlatformItsOwnBookOrTheGenericOne) {
  std::vector<BookSource> const sources{{"shop", book_text("shop", "shop")}, {"any", book_text("any", "*")}};
  auto const library = Library::of(load_books(sources, sample_names()));
  ASSERT_TRUE(library) << library.error().says.en;
  EXPECT_EQ(library->book_for("shop").id, "shop");
  EXPECT_EQ(library->book_for("elsewhere").id, "any");
  EXPECT_EQ(library->book_for("").id, "any");
  EXPECT_EQ(library->book_for("*").id, "any");
  auto const& any = library->book_for("");
  EXPECT_EQ(library->find("any"), &any);
  EXPECT_EQ(library->find_digest(any.digest), &any);
  EXPECT_EQ(library->find("none"), nullptr);
  EXPECT_EQ(library->find_digest(""), nullptr);
  EXPECT_EQ(library->books().size(), 2u);
}

TEST(Library, NeedsABookForAnyPlatformAndNoFindings) {
  std::vector<BookSource> const no_generic{{"shop", book_text("shop", "shop")}};
  EXPECT_FALSE(Library::of(load_books(no_generic, sample_names())));
  std::vector<BookSource> const wrong{{"any", book_text("any", "*", "surprise: 1\nsecond: 2\n")}};
  auto const library = Library::of(load_books(wrong, sample_names()));
  ASSERT_FALSE(library);
  EXPECT_EQ(library.error().kind, FaultKind::invalid_params);
  EXPECT_EQ(library.error().position, "any.yaml, line 6, column 1");
  EXPECT_EQ(library.error().says.en, "there is no member \"surprise\" here (and 1 more)");
}

TEST(BuiltInBooks, AreRightAndOneIsForEveryPlatform) {
  auto const names = names_of(workflows::all_workflows());
  ASSERT_EQ(listed(load_books(builtin_sources(), names).findings), "");
  auto const library = Library::built_in(names);
  ASSERT_TRUE(library);
  for (auto const* platform : {"taobao", "tmall", "jd"}) EXPECT_EQ(library->book_for(platform).platform, platform);
  EXPECT_EQ(library->book_for("elsewhere").platform, "");
  std::set<std::string> digests;
  for (auto const& book : library->books()) {
    EXPECT_FALSE(book->rules.empty()) << book->id;
    EXPECT_TRUE(book->index.describes(*book)) << book->id;
    digests.insert(book->digest);
  }
  EXPECT_EQ(digests.size(), library->books().size());
}

TEST(BuiltInBooks, LendTheirPartsToABookGivenAsText) {
  auto const names = names_of(workflows::all_workflows());
  BookSource const own{"own", book_text("own", "own", "include: [invariants, china-law]\n")};
  auto const book = load_book(own, names);
  ASSERT_TRUE(book) << book.error().position << ' ' << book.error().says.en;
  EXPECT_FALSE((*book)->rules.empty());
  EXPECT_EQ((*book)->texts.size(), 3u);

  BookSource const misspelt{"own", book_text("own", "own", "include: [invariant]\n")};
  auto const findings = check_book(misspelt, names);
  ASSERT_EQ(findings.size(), 1u) << listed(findings);
  EXPECT_NE(findings[0].says.en.find("did you mean \"invariants\""), std::string::npos);
  EXPECT_EQ(load_book(misspelt, names).error().position, "own.yaml, line 6, column 11");

  BookSource const part{"own", "book: own\n"};
  EXPECT_TRUE(check_book(part, names).empty());
  EXPECT_FALSE(load_book(part, names));
}

TEST(BuiltInBooks, CanBeStoodInForByAFileOfTheirName) {
  auto const names = names_of(workflows::all_workflows());
  BookSource const law{"china-law", "book: china-law\nsurprise: 1\n"};
  auto const findings = check_book(law, names);
  ASSERT_EQ(findings.size(), 1u) << listed(findings);
  EXPECT_EQ(to_text(findings[0]),
            "china-law.yaml:2:1: 没有名为“surprise”的成员 / there is no member \"surprise\" here");
}

TEST(ShopsExample, LoadsOverTheBuiltInBooks) {
  std::ifstream file(REDRESS_SOURCE_DIR "/docs/examples/tea.yaml");
  ASSERT_TRUE(file);
  BookSource const tea{"tea", std::string(std::istreambuf_iterator<char>(file), {})};
  auto const names = names_of(workflows::all_workflows());
  EXPECT_EQ(listed(check_book(tea, names)), "");
  auto const book = load_book(tea, names);
  ASSERT_TRUE(book) << book.error().position << ' ' << book.error().says.en;
  EXPECT_EQ((*book)->extends, "taobao");
}

// A guide's YAML blocks, one after the other.
std::string yaml_blocks(std::string const& page) {
  std::ifstream file(REDRESS_SOURCE_DIR "/docs/" + page);
  EXPECT_TRUE(file) << page;
  std::string yaml, line;
  for (bool inside = false; std::getline(file, line);) {
    if (line.starts_with("```")) {
      inside = line == "```yaml";
    } else if (inside) {
      yaml += line + "\n";
    }
  }
  return yaml;
}

TEST(RulebookGuide, ShowsABookThatLoads) {
  Names const names{
      {"refund.open", "refund.refuse", "refund.refuse_return", "refund.instant_refund", "bad_review.reply"},
      {"refund.seller_answer", "refund.seller_confirms_goods"}};
  BookSource const source{"guide", yaml_blocks("rulebook-guide.md")};
  auto const loaded = load_books({&source, 1}, names);
  ASSERT_EQ(listed(loaded.findings), "");
  ASSERT_EQ(loaded.books.size(), 1u);
  EXPECT_EQ(loaded.books[0]->rules.size(), 3u);
  EXPECT_EQ(loaded.books[0]->deadlines.size(), 2u);
  EXPECT_EQ(loaded.books[0]->compensations.size(), 1u);
  EXPECT_EQ(loaded.books[0]->evidence_needs.size(), 1u);
  EXPECT_EQ(loaded.books[0]->risks.size(), 1u);
}

// The page for managers shows one rule, as it stands in the list of a part.
TEST(RulebookGuide, ShowsManagersARuleThatLoads) {
  auto const rule = yaml_blocks("rulebook-guide.zh-CN.md");
  ASSERT_NE(rule.find("- id: "), std::string::npos);
  Names const names{{"refund.refuse_return"}, {}};
  BookSource const source{"guide", "book: guide\nrules:\n" + rule};
  EXPECT_EQ(listed(load_books({&source, 1}, names).findings), "");
}

// What messages of every day match, and what they do not.
TEST(Library, ReadsLawfulMessagesAsLawful) {
  auto const library = Library::built_in(names_of(workflows::all_workflows()));
  auto const& book = library->book_for("taobao");
  auto const matches = [&](std::string_view text, std::string const& list) {
    auto const names = matching_vocabularies(book, text);
    return std::ranges::find(names, list) != names.end();
  };
  for (auto const* text : {"元旦期间照常发货，给您带来不便请谅解", "请告知单元楼号", "我们绝不加价，按原价发货",
                           "您无需补差价", "We never raise the price; there is no extra payment."}) {
    EXPECT_FALSE(matches(text, "money")) << text;
    EXPECT_FALSE(matches(text, "price_raise")) << text;
  }
  for (auto const* text : {"给您 20元", "返您５元", "给您十元", "20块钱"}) EXPECT_TRUE(matches(text, "money")) << text;
  for (auto const* text : {"需要加价20元", "不加价不发货", "我们不会加价，但请补差价", "please pay more"})
    EXPECT_TRUE(matches(text, "price_raise")) << text;
}

}  // namespace
}  // namespace redress::rules
