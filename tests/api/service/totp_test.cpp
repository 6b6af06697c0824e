// One-time codes against the published vectors, and which of them is taken when.
#include "api/service/totp.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace redress::api::totp {
namespace {

constexpr std::string_view secret_text = "12345678901234567890";  // of both documents
ledger::Bytes secret() { return ledger::as_bytes(secret_text); }
Instant at_s(std::int64_t seconds) { return {seconds * second_ms}; }

// RFC 4226, appendix D.
TEST(Totp, agrees_with_the_vectors_of_rfc_4226) {
  struct Row {
    std::uint32_t number;
    std::string_view code;
  };
  std::vector<Row> const rows{{1284755224, "755224"}, {1094287082, "287082"}, {137359152, "359152"},
                              {1726969429, "969429"}, {1640338314, "338314"}, {868254676, "254676"},
                              {1918287922, "287922"}, {82162583, "162583"},   {673399871, "399871"},
                              {645520489, "520489"}};
  for (std::size_t counter = 0; counter < rows.size(); ++counter) {
    EXPECT_EQ(number_at(secret(), counter), rows[counter].number) << counter;
    EXPECT_EQ(code_at(secret(), static_cast<std::int64_t>(counter)), rows[counter].code) << counter;
  }
}

// RFC 6238, appendix B, the rows of SHA-1; they have eight digits, apps show the last six.
TEST(Totp, agrees_with_the_vectors_of_rfc_6238) {
  struct Row {
    std::int64_t seconds;
    std::int64_t step;
    std::uint32_t eight_digits;
  };
  constexpr std::uint32_t eight = 100'000'000, six = 1'000'000;
  for (auto const& row : {Row{59, 0x1, 94287082}, Row{1111111109, 0x23523EC, 7081804},
                          Row{1111111111, 0x23523ED, 14050471}, Row{1234567890, 0x273EF07, 89005924},
                          Row{2000000000, 0x3F940AA, 69279037}, Row{20000000000, 0x27BC86AA, 65353130}}) {
    EXPECT_EQ(step_of(at_s(row.seconds)), row.step);
    EXPECT_EQ(number_at(secret(), static_cast<std::uint64_t>(row.step)) % eight, row.eight_digits) << row.seconds;
    EXPECT_EQ(std::stoul(code_at(secret(), row.step)), row.eight_digits % six) << row.seconds;
  }
}

TEST(Totp, takes_a_code_one_step_away_and_not_two) {
  constexpr std::int64_t present = 1'000'000;
  for (std::int64_t const within_ms : {0, 1, 29'999}) {
    Instant const now{present * step_ms + within_ms};
    for (std::int64_t step = present - 3; step <= present + 3; ++step) {
      auto const expected = step >= present - 1 && step <= present + 1 ? std::optional(step) : std::nullopt;
      EXPECT_EQ(step_matching(secret(), code_at(secret(), step), now, -1), expected) << step - present;
    }
  }
}

TEST(Totp, takes_no_step_that_was_used_nor_one_before_it) {
  constexpr std::int64_t present = 1'000'000;
  Instant const now{present * step_ms};
  for (std::int64_t used = present - 2; used <= present + 1; ++used)
    for (std::int64_t step = present - 1; step <= present + 1; ++step)
      EXPECT_EQ(step_matching(secret(), code_at(secret(), step), now, used).has_value(), step > used)
          << used - present << " " << step - present;
}

TEST(Totp, takes_nothing_else) {
  Instant const now{1'000'000 * step_ms};
  auto const right = code_at(secret(), 1'000'000);
  auto const other = std::string(1, right[0] == '9' ? '0' : static_cast<char>(right[0] + 1)) + right.substr(1);
  for (std::string const& wrong :
       {std::string{}, right.substr(1), right + "0", "0" + right, other, std::string("abcdef"), std::string(6, '\0')})
    EXPECT_FALSE(step_matching(secret(), wrong, now, -1)) << wrong;
  auto const another = ledger::as_bytes("12345678901234567891");
  EXPECT_FALSE(step_matching(another, right, now, -1));
}

// RFC 4648, section 10, without its padding.
TEST(Totp, writes_base32_as_rfc_4648_does) {
  struct Row {
    std::string_view bytes, text;
  };
  for (auto const& row : {Row{"", ""}, Row{"f", "MY"}, Row{"fo", "MZXQ"}, Row{"foo", "MZXW6"}, Row{"foob", "MZXW6YQ"},
                          Row{"fooba", "MZXW6YTB"}, Row{"foobar", "MZXW6YTBOI"}})
    EXPECT_EQ(base32(ledger::as_bytes(row.bytes)), row.text);
  std::vector<std::uint8_t> const high(secret_bytes, 0xFF);
  EXPECT_EQ(base32(high), std::string(32, '7')) << "160 bits are 32 characters";
}

TEST(Totp, tells_apps_by_an_address_that_any_name_fits_into) {
  EXPECT_EQ(otpauth_uri("Redress", "wang.li", secret()),
            "otpauth://totp/Redress:wang.li?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Redress&algorithm=SHA1"
            "&digits=6&period=30");
  EXPECT_TRUE(
      otpauth_uri("Redress", "小王@tea", secret()).starts_with("otpauth://totp/Redress:%E5%B0%8F%E7%8E%8B%40tea?"));
}

}  // namespace
}  // namespace redress::api::totp
