// Changes of users that take their time, and what happens to the user meanwhile.
#include "api/service/user_desk.hpp"

#include "tests/api/service/store_with_user.hpp"

#include <functional>
#include <utility>

namespace redress::api {
namespace {

using boost::json::object;

// Of "quiet mango river", with N = 16: what hashing costs is another test's matter.
constexpr std::string_view kept =
    "scrypt$4$8$1$00000000000000000000000000000000$5b2dcb8aff501f59a2da9cae776c0749be162e01b683362a8bc00ca7e3c89005";

// The desk asks it once the slow part of a change is done, before it writes.
class MeanwhileClock final : public Clock {
 public:
  explicit MeanwhileClock(Clock const& clock) : clock_(clock) {}
  Instant now() const override {
    if (auto const act = std::exchange(meanwhile, nullptr)) act();
    return clock_.now();
  }
  mutable std::function<void()> meanwhile;

 private:
  Clock const& clock_;
};

class UserDeskTest : public StoreWithUser {
 protected:
  UserDeskTest() {
    wang_.password = kept;
    put(wang_);
  }
  User now_kept() {
    std::optional<User> user;
    store_->read([&](StoreReader& store) { user = users_of(store)->find_user(wang_.id); });
    return user.value();
  }
  static std::string kind_of(AnswerText const& answer) {
    auto const json = boost::json::parse(answer).as_object();
    auto const* error = json.if_contains("error");
    return error ? std::string(error->at("data").at("kind").as_string()) : "done";
  }
  AnswerText own_password() {
    return desk_.password({{.id = wang_.id, .role = wang_.role, .shop = wang_.shop},
                           "user.password",
                           {{"old", "quiet mango river"}, {"new", "another mango river"}}});
  }
  AnswerText by_admin(AnswerText (UserDesk::*method)(DeskCall const&) const, object params) {
    params.emplace("id", wang_.id);
    return (desk_.*method)({{.id = "tok_admin", .role = Role::admin, .shop = {}}, "user", std::move(params)});
  }

  MeanwhileClock late_{clock_};
  VirtualClock wall_{clock_.now()};
  LoginThrottle throttle_{wall_};
  TokenDoor tokens_{*store_, clock_};
  SessionDoor sessions_{*store_, clock_, ids_};
  SecondFactors factors_{*store_, clock_, ids_};
  Login login_{*store_, tokens_, sessions_, factors_, throttle_};
  UserDesk desk_{*store_, late_, ids_, sessions_, login_};
};

TEST_F(UserDeskTest, whoever_is_disabled_while_their_password_is_hashed_stays_so) {
  late_.meanwhile = [&] {
    wang_.disabled_at = clock_.now();
    put(wang_);
  };
  EXPECT_EQ(kind_of(own_password()), "forbidden");
  EXPECT_EQ(now_kept(), wang_) << "neither standing nor password";
  EXPECT_EQ(kind_of(own_password()), "forbidden") << "nor afterwards";
  EXPECT_EQ(now_kept(), wang_);
}

TEST_F(UserDeskTest, whoever_is_demoted_while_a_password_is_hashed_stays_so) {
  wang_.role = Role::manager;
  put(wang_);
  for (bool const own : {true, false}) {
    late_.meanwhile = [&] {
      wang_.role = Role::agent;
      wang_.display = own ? "小王" : "王";
      put(wang_);
    };
    auto const answer = own ? own_password() : by_admin(&UserDesk::password, {{"new", "another mango river"}});
    EXPECT_EQ(kind_of(answer), "version_conflict") << answer;
    EXPECT_EQ(now_kept(), wang_);
    wang_.role = Role::manager;
    put(wang_);
  }
  EXPECT_EQ(kind_of(own_password()), "done") << "and may try again";
  EXPECT_EQ(now_kept().role, Role::manager);
}

TEST_F(UserDeskTest, of_two_changes_at_once_the_later_takes_nothing_back) {
  late_.meanwhile = [&] {
    wang_.disabled_at = clock_.now();
    put(wang_);
  };
  EXPECT_EQ(kind_of(by_admin(&UserDesk::set, {{"display", "王丽"}})), "version_conflict");
  EXPECT_EQ(now_kept(), wang_);
  EXPECT_EQ(kind_of(by_admin(&UserDesk::set, {{"display", "王丽"}})), "done");
  EXPECT_TRUE(now_kept().disabled_at.has_value());
  EXPECT_EQ(now_kept().display, "王丽");
}

}  // namespace
}  // namespace redress::api
