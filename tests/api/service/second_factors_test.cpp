// The second step of signing in over the store on a disk: which codes let in, that each does so once, and that guessing
// them is no quicker than guessing passwords.
#include "api/service/recovery_codes.hpp"
#include "api/service/second_factor_desk.hpp"
#include "api/service/totp.hpp"
#include "tests/api/service/store_with_user.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <future>
#include <set>

namespace redress::api {
namespace {

constexpr std::string_view password = "quiet mango river";
// Of the password, with N = 16: what signing in costs is another test's matter.
constexpr std::string_view kept =
    "scrypt$4$8$1$00000000000000000000000000000000$5b2dcb8aff501f59a2da9cae776c0749be162e01b683362a8bc00ca7e3c89005";
constexpr std::string_view secret = "12345678901234567890";

class SecondFactorsTest : public StoreWithUser {
 protected:
  SecondFactorsTest() {
    wang_.password = kept;
    put(wang_);
  }

  std::vector<std::string> put_factor() {
    auto const drawn = draw_recovery_codes(ids_, wang_.id);
    SecondFactor const factor{.user = wang_.id,
                              .shop = wang_.shop,
                              .secret = std::string(secret),
                              .begun_at = clock_.now(),
                              .confirmed_at = clock_.now(),
                              .recovery = drawn.kept};
    commit(*store_, [&](StoreWriter& store) { second_factors_of_writer(store)->put_second_factor(factor); });
    return drawn.codes;
  }
  std::string code(std::int64_t steps_later = 0) const {
    return totp::code_at(ledger::as_bytes(secret), totp::step_of(clock_.now()) + steps_later);
  }
  std::string hint_of(Login::Outcome const& outcome) {
    auto const* refused = std::get_if<Login::Refused>(&outcome);
    return refused ? std::string(name_of(refused->fault.kind)) + " " + std::string(refused->second_factor) : "in";
  }
  std::string sign_in(std::string_view typed, std::string_view with = password) {
    return hint_of(login().with_password("wang", with, {}, {}, typed));
  }
  Login& login() {
    if (!login_) login_ = std::make_unique<Login>(*store_, tokens(), sessions(), factors(), throttle_);
    return *login_;
  }
  SessionDoor& sessions() {
    if (!sessions_) sessions_ = std::make_unique<SessionDoor>(*store_, clock_, ids_);
    return *sessions_;
  }
  TokenDoor& tokens() {
    if (!tokens_) tokens_ = std::make_unique<TokenDoor>(*store_, clock_);
    return *tokens_;
  }
  SecondFactors& factors() {
    if (!factors_) factors_ = std::make_unique<SecondFactors>(*store_, clock_, ids_);
    return *factors_;
  }

  VirtualClock wall_{clock_.now()};
  LoginThrottle throttle_{wall_};
  std::unique_ptr<TokenDoor> tokens_;
  std::unique_ptr<SessionDoor> sessions_;
  std::unique_ptr<SecondFactors> factors_;
  std::unique_ptr<Login> login_;
};

TEST_F(SecondFactorsTest, only_a_right_password_is_asked_for_a_code) {
  EXPECT_EQ(sign_in(""), "in") << "who has none goes on as before";
  EXPECT_EQ(sign_in("123456"), "in") << "and a code is not looked at";
  put_factor();
  EXPECT_EQ(sign_in(""), "unauthenticated required");
  EXPECT_EQ(sign_in("", "wrong"), "unauthenticated ");
  EXPECT_EQ(sign_in(code(), "wrong"), "unauthenticated ") << "and is not told that the code was right";
  EXPECT_EQ(hint_of(login().with_password("zhao", password, {}, {}, code())), "unauthenticated ");
  EXPECT_EQ(sign_in(code()), "in");
}

TEST_F(SecondFactorsTest, a_code_is_good_once_and_one_step_either_way) {
  put_factor();
  auto const used = code();
  EXPECT_EQ(sign_in(used), "in");
  EXPECT_EQ(sign_in(used), "unauthenticated wrong") << "seen over a shoulder";
  EXPECT_EQ(sign_in(code(-1)), "unauthenticated wrong") << "older than what was used";
  EXPECT_EQ(sign_in(code(2)), "unauthenticated wrong");
  EXPECT_EQ(sign_in(code(1).insert(3, " ")), "in") << "as apps show it";
  clock_.advance(totp::step_ms);
  EXPECT_EQ(sign_in(code()), "unauthenticated wrong") << "its step was used ahead of its time";
  clock_.advance(totp::step_ms);
  EXPECT_EQ(sign_in(code()), "in");
}

TEST_F(SecondFactorsTest, of_two_who_bring_one_code_at_once_one_is_refused) {
  put_factor();
  auto& desk = factors();
  for (int round = 0; round < 20; ++round, clock_.advance(3 * totp::step_ms)) {
    auto const typed = code();
    std::vector<std::future<bool>> both;
    for (int i = 0; i < 2; ++i) both.push_back(std::async(std::launch::async, [&] { return desk.take(wang_, typed); }));
    EXPECT_EQ(both[0].get() + both[1].get(), 1) << round;
  }
}

TEST_F(SecondFactorsTest, recovery_codes_are_ten_and_each_good_once) {
  auto const codes = put_factor();
  EXPECT_EQ(codes.size(), 10U);
  EXPECT_EQ(std::set(codes.begin(), codes.end()).size(), codes.size());
  for (auto const& each : codes) EXPECT_THAT(each, testing::MatchesRegex("[A-Z2-7]{4}(-[A-Z2-7]{4}){3}"));
  auto small = codes[0];
  for (char& c : small) c = static_cast<char>(std::tolower(c));
  EXPECT_TRUE(factors().take(wang_, " " + small + " ")) << "as people type";
  EXPECT_FALSE(factors().take(wang_, codes[0]));
  for (std::size_t i = 1; i < codes.size(); ++i) EXPECT_TRUE(factors().take(wang_, codes[i])) << i;
  for (auto const& each : codes) EXPECT_FALSE(factors().take(wang_, each));
  std::int64_t entries = 0;
  store_->read([&](StoreReader& store) { entries = store.ledger_size(); });
  EXPECT_EQ(entries, 10) << "each use is told";
}

TEST_F(SecondFactorsTest, a_code_of_another_user_lets_nobody_in) {
  auto const codes = put_factor();
  User const li{.id = "user_2", .name = "li", .shop = "s1", .password = {}, .created_at = {}, .password_at = {}};
  SecondFactor const theirs{.user = li.id,
                            .shop = li.shop,
                            .secret = std::string("09876543210987654321"),
                            .begun_at = clock_.now(),
                            .confirmed_at = clock_.now(),
                            .recovery = draw_recovery_codes(ids_, li.id).kept};
  commit(*store_, [&](StoreWriter& store) {
    users_of_writer(store)->put_user(li);
    second_factors_of_writer(store)->put_second_factor(theirs);
  });
  EXPECT_FALSE(factors().take(li, code()));
  EXPECT_FALSE(factors().take(li, codes[0]));
  EXPECT_FALSE(factors().take(wang_, codes[0] + std::string(65 - codes[0].size(), ' '))) << "what is too long is none";
  EXPECT_TRUE(factors().take(wang_, codes[0] + std::string(64 - codes[0].size(), ' ')));
}

TEST_F(SecondFactorsTest, wrong_codes_wait_as_wrong_passwords_do) {
  put_factor();
  auto const wrong = code(50);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(sign_in(wrong), "unauthenticated wrong") << i;
    if (i < 4) {
      EXPECT_EQ(sign_in(""), "unauthenticated required") << "which clears nothing";
    }
  }
  EXPECT_EQ(sign_in(code()), "rate_limited ") << "though it is right";
  EXPECT_EQ(sign_in(""), "rate_limited ");
  wall_.advance(second_ms);
  EXPECT_EQ(sign_in(code()), "in");
  EXPECT_EQ(sign_in(code(-1)), "unauthenticated wrong");
}

TEST_F(SecondFactorsTest, what_is_begun_only_is_not_asked_for) {
  SecondFactor const begun{
      .user = wang_.id, .shop = wang_.shop, .secret = std::string(secret), .begun_at = clock_.now()};
  commit(*store_, [&](StoreWriter& store) { second_factors_of_writer(store)->put_second_factor(begun); });
  EXPECT_EQ(sign_in(""), "in");
  EXPECT_FALSE(factors().take(wang_, code()));
}

TEST_F(SecondFactorsTest, a_session_knows_whether_its_user_must_enrol) {
  SessionDoor strict{*store_, clock_, ids_, {}, {Role::agent}};
  auto const made = strict.begin(wang_, {});
  ASSERT_TRUE(strict.look(made.secret));
  EXPECT_TRUE(strict.look(made.secret)->must_enrol());
  EXPECT_FALSE(sessions().look(made.secret)->must_enrol()) << "where it is not required";
  put_factor();
  strict.forget();
  EXPECT_FALSE(strict.look(made.secret)->must_enrol());
  EXPECT_EQ(strict.look(made.secret)->factor->recovery_left, 10);
}

}  // namespace
}  // namespace redress::api
