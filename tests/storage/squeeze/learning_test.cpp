#include "storage/squeeze/learning.hpp"

#include "storage/squeeze/press.hpp"

#include <boost/json.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <random>

namespace redress::storage {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string hash_like(int seed) {
  std::mt19937_64 draw(static_cast<std::uint64_t>(seed));
  return fmt::format("{:016x}{:016x}", draw(), draw());
}

// As entries are: much the same from one to the next, and something of their own.
std::string entry_like(int number, std::string_view rule = "包裹在途，卖家应及时通知快递拦截，并保存拦截记录") {
  return fmt::format(
      R"({{"actor":"tok_1","case_id":"case_{}","event":"open","nonce":"{}","rules":[{{"applies":false,)"
      R"("cites":"rule 23","says":{{"zh":"{}","en":"The parcel is on its way: stop it."}}}}],"seq":{}}})",
      number, hash_like(number), rule, number);
}

std::vector<std::string> entries_like(int count, std::string_view rule = "包裹在途，卖家应及时通知快递拦截") {
  std::vector<std::string> texts;
  for (int i = 0; i < count; ++i) texts.push_back(entry_like(i, rule));
  return texts;
}

std::size_t squeezed_bytes(std::string_view dictionary, std::string const& text) {
  Press press(dictionary);
  auto const squeezed = press.squeeze(text);
  return squeezed ? squeezed->size() : text.size();
}

TEST(Learning, makes_others_of_the_kind_small) {
  auto const dictionary = learnt("", {entries_like(32), {}});
  ASSERT_TRUE(dictionary.has_value());
  EXPECT_LT(squeezed_bytes(*dictionary, entry_like(1000)), entry_like(1000).size() / 3);
  EXPECT_EQ(learnt("", {entries_like(32), {}}), dictionary) << "the same lesson, the same bytes";
}

TEST(Learning, a_new_rule_is_learnt_and_the_old_one_is_not_forgotten) {
  auto const first = learnt("", {entries_like(32), {}}).value();
  auto const* const other_rule =
      "买家曾就同一原因逾期未退货。再次退货须双方同意；您可以拒绝，同意的话请注明。七天无理由期已经结束，运费由买家承担"
      "，"
      "请在四十八小时内处理，逾期自动退款；举证须附照片、聊天记录与物流凭证，不足者平台可能判定买家胜诉";
  auto const second = learnt(first, {entries_like(32, other_rule), {}});
  ASSERT_TRUE(second.has_value());
  EXPECT_LT(2 * squeezed_bytes(*second, entry_like(77, other_rule)), squeezed_bytes(first, entry_like(77, other_rule)));
  EXPECT_LT(squeezed_bytes(*second, entry_like(78)), squeezed_bytes(first, entry_like(78)) + 20);
}

TEST(Learning, what_is_only_noise_makes_no_dictionary) {
  Lesson lesson;
  for (int i = 0; i < 64; ++i) lesson.lasting.push_back(fmt::format("\"{}{}\"", hash_like(i), hash_like(i + 1000)));
  EXPECT_EQ(learnt("", lesson), std::nullopt);
  EXPECT_EQ(learnt("", {}), std::nullopt);
}

TEST(Learning, holds_no_more_than_its_limit_and_the_latest) {
  Lesson lesson;
  for (int i = 0; i < 256; ++i) {  // each with two thousand bytes that no other has, twice
    std::string own;
    for (int k = 0; k < 64; ++k) own += hash_like(1000 * i + k);
    lesson.lasting.push_back(entry_like(i) + own);
    lesson.lasting.push_back(entry_like(i) + own);
  }
  auto const dictionary = learnt("", lesson);
  ASSERT_TRUE(dictionary.has_value());
  EXPECT_LE(dictionary->size(), dictionary_text_bytes_max + 1024);
  EXPECT_GT(dictionary->size(), dictionary_text_bytes_max - 1);
  EXPECT_THAT(*dictionary, HasSubstr(hash_like(255 * 1000)));
  EXPECT_THAT(*dictionary, Not(HasSubstr(hash_like(3))));
}

TEST(Learning, a_text_longer_than_half_of_a_dictionary_is_left_out) {
  auto lesson = Lesson{entries_like(32), {}};
  std::string own;
  while (own.size() <= dictionary_text_bytes_max / 2) own += hash_like(static_cast<int>(own.size()) + 100'000);
  lesson.lasting.push_back(own.substr(0, dictionary_text_bytes_max / 2));
  EXPECT_THAT(learnt("", lesson).value(), HasSubstr(hash_like(100'000)));
  lesson.lasting.back() = own.substr(0, dictionary_text_bytes_max / 2 + 1);
  EXPECT_THAT(learnt("", lesson).value(), Not(HasSubstr(hash_like(100'000))));
}

TEST(Learning, of_what_passes_only_names_and_what_lasts_anyway_is_learnt) {
  auto const passing =
      R"({"result":{"buyer_words":"我的地址是梧桐路5号","state":"open","amount":20007,"more":["tok_1"]}})";
  EXPECT_EQ(without_what_passes(passing, entry_like(1)),
            R"({"result":{"buyer_words":"","state":"open","amount":0,"more":["tok_1"]}})");
  EXPECT_EQ(without_what_passes("no object", "no object"), "");
  auto const dictionary = learnt("", {entries_like(32), {passing, passing}}).value();
  EXPECT_THAT(dictionary, HasSubstr("buyer_words"));
  EXPECT_THAT(dictionary, Not(HasSubstr("梧桐路")));
  EXPECT_THAT(dictionary, Not(HasSubstr("20007")));
}

RC_GTEST_PROP(LearningLaws, no_string_that_passes_is_in_a_dictionary, (std::vector<std::string> const& words)) {
  auto lesson = Lesson{entries_like(16), {}};
  boost::json::object text;
  for (auto const& word : words) text.emplace(fmt::format("member_{}", text.size()), fmt::format("<{}>", word));
  lesson.passing.push_back(boost::json::serialize(text));
  auto const dictionary = learnt("", lesson).value();
  for (auto const& word : words) RC_ASSERT(dictionary.find(fmt::format("<{}>", word)) == std::string::npos);
}

}  // namespace
}  // namespace redress::storage
