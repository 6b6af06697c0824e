// Signatures against the published vector of Standard Webhooks, and what each of their parts is worth.
#include "api/webhooks/signature.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace redress::api::webhooks {
namespace {

// github.com/standard-webhooks/standard-webhooks, the test vector its libraries share.
constexpr std::string_view secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr std::string_view id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
constexpr std::int64_t at_s = 1614265330;
constexpr std::string_view body = R"({"test": 2432232314})";
constexpr std::string_view signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

SignatureVerdict checked(std::string_view with_id, std::string_view timestamp, std::string_view field,
                         std::string_view with_body, std::int64_t now_s = at_s, std::int64_t tolerance_s = 300) {
  return verify(secret_from(secret).value(), with_id, timestamp, field, with_body, now_s, tolerance_s);
}

TEST(Signature, is_that_of_the_published_vector) {
  std::vector<std::string> const one{std::string(secret)};
  EXPECT_EQ(signatures(one, id, at_s, body), signature);
  EXPECT_EQ(checked(id, "1614265330", signature, body), SignatureVerdict::holds);
}

TEST(Signature, fails_for_anything_else) {
  struct Row {
    std::string_view what, id, timestamp, field, body;
    SignatureVerdict verdict;
  };
  constexpr auto fails = SignatureVerdict::fails;
  for (auto const& row : {
           Row{"another id", "msg_other", "1614265330", signature, body, fails},
           Row{"another time", id, "1614265331", signature, body, fails},
           Row{"another body", id, "1614265330", signature, R"({"test": 2432232315})", fails},
           Row{"one blank less", id, "1614265330", signature, R"({"test":2432232314})", fails},
           Row{"another version", id, "1614265330", "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", body, fails},
           Row{"no version", id, "1614265330", "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", body, fails},
           Row{"cut off", id, "1614265330", "v1,g0hM9SsE", body, fails},
           Row{"nothing", id, "1614265330", "", body, fails},
           Row{"only versions", id, "1614265330", "v1, v1, v1,", body, fails},
           Row{"time is no number", id, "soon", signature, body, SignatureVerdict::no_timestamp},
           Row{"time with a tail", id, "1614265330x", signature, body, SignatureVerdict::no_timestamp},
           Row{"no time", id, "", signature, body, SignatureVerdict::no_timestamp},
       })
    EXPECT_EQ(checked(row.id, row.timestamp, row.field, row.body), row.verdict) << row.what;
}

TEST(Signature, one_of_several_is_enough) {
  auto const both = "v1,AAAA v1a,BBBB " + std::string(signature);
  EXPECT_EQ(checked(id, "1614265330", both, body), SignatureVerdict::holds);
}

TEST(Signature, is_good_for_five_minutes_and_not_a_second_more) {
  EXPECT_EQ(checked(id, "1614265330", signature, body, at_s + 300), SignatureVerdict::holds);
  EXPECT_EQ(checked(id, "1614265330", signature, body, at_s + 301), SignatureVerdict::too_old);
  EXPECT_EQ(checked(id, "1614265330", signature, body, at_s - 300), SignatureVerdict::holds);
  EXPECT_EQ(checked(id, "1614265330", signature, body, at_s - 301), SignatureVerdict::too_new);
  EXPECT_EQ(checked(id, "1614265330", signature, body, 0, 0), SignatureVerdict::holds) << "any time";
}

TEST(Signature, of_two_secrets_are_two_and_each_holds_for_its_own) {
  std::vector<std::uint8_t> const other(32, 7);
  std::vector<std::string> const both{secret_text(other), std::string(secret)};
  auto const field = signatures(both, id, at_s, body);
  EXPECT_EQ(std::ranges::count(field, ' '), 1);
  EXPECT_EQ(checked(id, "1614265330", field, body), SignatureVerdict::holds);
  EXPECT_EQ(verify(other, id, "1614265330", field, body, at_s, 300), SignatureVerdict::holds);
  std::vector<std::uint8_t> const third(32, 8);
  EXPECT_EQ(verify(third, id, "1614265330", field, body, at_s, 300), SignatureVerdict::fails);
}

TEST(Secret, has_24_to_64_bytes_and_not_one_less_or_more) {
  for (auto const& [size, fine] : {std::pair{23, false}, {24, true}, {32, true}, {64, true}, {65, false}}) {
    std::vector<std::uint8_t> const bytes(static_cast<std::size_t>(size), 1);
    EXPECT_EQ(secret_from(secret_text(bytes)).has_value(), fine) << size;
  }
}

TEST(Secret, is_refused_in_any_other_form) {
  for (auto const* text : {"", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_!!!!",
                           "whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS"})
    EXPECT_FALSE(secret_from(text).has_value()) << text;
}

RC_GTEST_PROP(SignatureLaw, no_flipped_bit_of_a_body_goes_unseen, (std::string const& text)) {
  RC_PRE(!text.empty());
  std::vector<std::string> const one{std::string(secret)};
  auto const field = signatures(one, id, at_s, text);
  RC_ASSERT(checked(id, "1614265330", field, text) == SignatureVerdict::holds);
  auto changed = text;
  auto const at = *rc::gen::inRange<std::size_t>(0, text.size());
  changed[at] = static_cast<char>(changed[at] ^ (1 << *rc::gen::inRange(0, 8)));
  RC_ASSERT(checked(id, "1614265330", field, changed) == SignatureVerdict::fails);
}

}  // namespace
}  // namespace redress::api::webhooks
