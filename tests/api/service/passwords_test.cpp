// Which passwords are taken, at each bound and one past it, and that what is kept of one lets it and nothing else in.
#include "api/service/passwords.hpp"

#include <gtest/gtest.h>

namespace redress::api {
namespace {

std::string times(std::string_view piece, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += piece;
  return text;
}

TEST(Passwords, have_twelve_characters_and_not_one_less) {
  EXPECT_TRUE(acceptable_password("quiet-mango8", "someone", "params.new"));
  EXPECT_FALSE(acceptable_password("quiet-mango", "someone", "params.new"));
  EXPECT_TRUE(acceptable_password("一行白鹭上青天窗含西岭千", "someone", "params.new")) << "characters, not bytes";
  EXPECT_FALSE(acceptable_password("一行白鹭上青天窗含西岭", "someone", "params.new"));
}

TEST(Passwords, have_256_characters_and_not_one_more) {
  auto const long_one = "quiet mango " + times("ab1", 81) + "z";
  EXPECT_TRUE(acceptable_password(long_one, "someone", "params.new"));
  EXPECT_FALSE(acceptable_password(long_one + "z", "someone", "params.new"));
}

TEST(Passwords, that_guessers_try_first_are_refused) {
  for (std::string_view const easy :
       {"password1234", "Password2026!", "1qaz2wsx3edc", "123456789012", "210987654321", "abcdefghijkl", "aaaaaaaaaaaa",
        "abcabcabcabc", "12taobao20261111", "IloveYouForever", "xiaowang2026", "2026xiaowang", "qwertyuiop123",
        "correcthorsebatterystaple"}) {
    auto const answer = acceptable_password(easy, "xiaowang", "params.password");
    ASSERT_FALSE(answer) << easy;
    EXPECT_EQ(answer.error().kind, FaultKind::invalid_params);
    EXPECT_EQ(answer.error().position, "params.password");
  }
  EXPECT_FALSE(acceptable_password("quiet-mango\xC0\xAF", "someone", "params.new")) << "no UTF-8";
}

TEST(Passwords, let_in_only_whom_they_were_kept_of) {
  SystemClock const clock;
  SeededEntropy entropy{7};
  Ids ids{clock, entropy};
  auto const kept = kept_of_password("quiet mango river", ids);
  EXPECT_TRUE(kept.starts_with("scrypt$17$8$1$"));
  EXPECT_EQ(kept.find("quiet"), std::string::npos);
  EXPECT_TRUE(is_password("quiet mango river", kept));
  EXPECT_FALSE(is_password("quiet mango rivers", kept));
  EXPECT_FALSE(is_password("", "")) << "nobody's";
}

// RFC 7914, section 12: the third vector, N = 16384, r = 8, p = 1, cut to what is kept.
TEST(Passwords, are_scrypt_as_the_rfc_has_it) {
  EXPECT_TRUE(is_password("pleaseletmein",
                          "scrypt$14$8$1$536f6469756d43686c6f72696465$"
                          "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"));
}

TEST(Passwords, that_are_kept_wrongly_let_nobody_in) {
  for (std::string_view const kept :
       {"scrypt$21$8$1$00$00", "scrypt$17$8$1$zz$00", "scrypt$17$8$1$00", "plain$a$b$c$d$e"})
    EXPECT_FALSE(is_password("a", kept)) << kept;
}

}  // namespace
}  // namespace redress::api
