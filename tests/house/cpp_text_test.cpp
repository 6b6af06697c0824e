#include "tests/house/cpp_text.hpp"

#include "tests/house/columns.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace redress::house {
namespace {

std::string squeezed(std::string text) {
  text.erase(std::unique(text.begin(), text.end(), [](char a, char b) { return a == ' ' && b == ' '; }), text.end());
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

TEST(CppText, code_comments_and_literals_are_told_apart) {
  struct Sample {
    std::string source;
    std::string code;
    std::string comments;
    std::string literals;
  };
  for (auto const& [source, code, comments, literals] : std::vector<Sample>{
           {"a; // b", "a;", " // b", ""},
           {"a /* b */ c", "a c", " /* b */", ""},
           {"f(\"a // b\");", "f( );", "", " \"a // b\""},
           {"f(\"a \\\" b\", 'c');", "f( , );", "", " \"a \\\" b\" 'c'"},
           {"n = 20'000; // 'x'", "n = 20'000;", " // 'x'", ""},
           {"x = R\"(a \" // b)\"; y", "x = ; y", "", " R\"(a \" // b)\""},
           {"x = R\"d(a )\" b)d\"; y", "x = ; y", "", " R\"d(a )\" b)d\""},
           {"VAR\"x\"", "VAR", "", " \"x\""},
           {"'\\''; b", " ; b", "", "'\\''"},
           {"/* never closed", "", "/* never closed", ""},
       }) {
    auto const taken = take_apart(source);
    EXPECT_EQ(squeezed(taken.code), code) << source;
    EXPECT_EQ(squeezed(taken.comments), comments) << source;
    EXPECT_EQ(squeezed(taken.literals), literals) << source;
    EXPECT_EQ(taken.code.size(), source.size());
  }
}

TEST(CppText, lines_keep_their_numbers) {
  auto const taken = take_apart("a\n/* b\n c */ d\nR\"(\n)\" e\n");
  auto const lines = lines_of(taken.code);
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_NE(lines[2].text.find('d'), std::string_view::npos);
  EXPECT_NE(lines[4].text.find('e'), std::string_view::npos);
}

TEST(Words, are_split_at_humps_and_underscores) {
  struct Sample {
    std::string text;
    std::vector<std::string> words;
  };
  for (auto const& [text, words] : std::vector<Sample>{{"policy_engine", {"policy", "engine"}},
                                                       {"PolicyEngine", {"policy", "engine"}},
                                                       {"HTTPServer2x", {"http", "server", "x"}},
                                                       {"kMax", {"k", "max"}},
                                                       {"policy engine", {"policy", "engine"}},
                                                       {"organise", {"organise"}}}) {
    std::vector<std::string> found;
    for (auto const& word : words_in(text)) found.push_back(word.text);
    EXPECT_EQ(found, words) << text;
  }
  EXPECT_TRUE(words_in("policy-engine")[1].joined);
  EXPECT_FALSE(words_in("policy; engine")[1].joined);
  EXPECT_FALSE(words_in("policy.engine")[1].joined);
}

TEST(Identifiers, are_whole_names) {
  EXPECT_EQ(identifiers_in("int a1 = 0x1F + my_time(3);"), (std::vector<std::string_view>{"int", "a1", "my_time"}));
}

TEST(Columns, chinese_is_wide) {
  EXPECT_EQ(columns_of("abc"), 3U);
  EXPECT_EQ(columns_of("退款，ok"), 8U);
  EXPECT_EQ(columns_of("é½"), 2U);
  EXPECT_EQ(columns_of("🙂"), 2U);
  EXPECT_EQ(columns_of(""), 0U);
}

}  // namespace
}  // namespace redress::house
