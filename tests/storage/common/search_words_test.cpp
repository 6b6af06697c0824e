#include "storage/common/search_words.hpp"

#include "tests/storage/records.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace redress::storage {
namespace {

using testing::ElementsAre;

TEST(SearchWords, SplitsTextIntoWordsAndSingleCharacters) {
  struct Line {
    char const* text;
    std::vector<std::string> words;
  };
  Line const lines[] = {
      {"", {}},
      {" \t,.!?", {}},
      {"Hello, World-42", {"hello", "world", "42"}},
      {"退货", {"退", "货"}},
      {"退iPhone15货", {"退", "iphone15", "货"}},
      {"ＡＢ１２（红）", {"ab12", "红"}},      // full-width forms are the ordinary ones
      {"《商品》，好。", {"商", "品", "好"}},  // Chinese punctuation separates
      {"时时々〇", {"时", "时", "々", "〇"}},  // marks that stand for characters
      {"カメラ", {"カ", "メ", "ラ"}},
      {"Müller Éa", {"müller", "Éa"}},  // letters beyond ASCII keep their case
      {"a\xF0\x9F\x98\x80"
       "b",
       {"a", "b"}},  // an emoji separates
      {"a\xFF\xE9\x80"
       "b",
       {"a", "b"}},  // ill-formed bytes separate
      {"a\xC2\xB7"
       "b",
       {"a", "b"}},  // the mark between fields can never be part of a word
  };
  for (auto const& line : lines) EXPECT_EQ(words_of(line.text), line.words) << line.text;
}

TEST(SearchWords, AQueryIsPhrasesThatMustAllBeFound) {
  EXPECT_THAT(phrases_of("  退货 Red-Shoes\n!!"), ElementsAre(ElementsAre("退", "货"), ElementsAre("red", "shoes")));
  EXPECT_TRUE(phrases_of("!! \t").empty());
  EXPECT_TRUE(found_in("退 货 · red shoes", phrases_of("shoes 货")));
  EXPECT_FALSE(found_in("退 货 · red shoes", phrases_of("货red")));
  EXPECT_FALSE(found_in("退 货 · red shoes", phrases_of("red sho")));
  EXPECT_FALSE(found_in("退 货", {}));
}

TEST(SearchWords, ACaseIsFoundByItsIdsReasonAndGoods) {
  auto const order = order_of();
  auto const text = search_text_of(case_of_shape({.id = "case_01JA", .reason = "质量"}), &order);
  for (auto const* query : {"case_01JA", "01ja", "order_1", "质量", "SKU-RED-42", "雨靴"})
    EXPECT_TRUE(found_in(text, phrases_of(query))) << query << " in " << text;
  EXPECT_FALSE(found_in(text, phrases_of("量SKU"))) << "phrases end with their field";
  EXPECT_EQ(search_text_of(case_of_shape({.id = "a", .order_id = "b", .reason = "…"}), nullptr), "a · b");
}

// Words come out of any bytes, and a text is found by each of its own words.
RC_GTEST_PROP(SearchWords, AnyTextIsFoundByItsWords, (std::string text)) {
  auto const words = words_of(text);
  RC_ASSERT(std::ranges::all_of(words, [](auto const& word) {
    return !word.empty() && word.find_first_of(" \"*^:()") == std::string::npos && words_of(word) == std::vector{word};
  }));
  auto const indexed = search_text_of(case_of_shape({.id = "x", .reason = text}), nullptr);
  for (auto const& word : words) RC_ASSERT(found_in(indexed, phrases_of(word)));
}

}  // namespace
}  // namespace redress::storage
