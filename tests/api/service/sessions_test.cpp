// Sessions over the store on a disk: how long they last, what ends them, how many there may be.
#include "api/service/sessions.hpp"

#include "api/service/login.hpp"
#include "api/service/tokens.hpp"
#include "tests/api/service/store_with_user.hpp"

#include <cstdlib>

namespace redress::api {
namespace {

class SessionsTest : public StoreWithUser {
 protected:
  SessionsTest() { put(wang_); }
  void open_again() {
    door_.reset();
    store_.reset();
    store_ = storage::SqliteStore::open(folder_.path()).value();
    door_ = std::make_unique<SessionDoor>(*store_, clock_, ids_);
  }
  void put(User const& user) {
    StoreWithUser::put(user);
    door_->forget();
  }

  std::unique_ptr<SessionDoor> door_ = std::make_unique<SessionDoor>(*store_, clock_, ids_);
};

TEST_F(SessionsTest, let_in_whoever_has_the_secret_as_their_user) {
  auto const made = door_->begin(wang_, "10.0.0.7");
  EXPECT_EQ(made.secret.size(), 43U);
  EXPECT_NE(made.row.secret_sha256, made.secret);
  auto const in = door_->enter(made.secret);
  ASSERT_TRUE(in);
  EXPECT_EQ(in->actor.id, "user_1");
  EXPECT_EQ(in->actor.shop, "s1");
  EXPECT_EQ(in->actor.role, Role::agent);
  EXPECT_EQ(in->name, "小王");
  EXPECT_FALSE(door_->enter(csrf_of(made.secret))) << "the second secret opens nothing";
  for (std::string_view const wrong : {"", "x", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    EXPECT_FALSE(door_->enter(wrong)) << wrong;
}

TEST_F(SessionsTest, fall_idle_after_half_an_hour_and_not_a_moment_before) {
  auto const made = door_->begin(wang_, "");
  clock_.advance(door_->limits().idle_ms - 1);
  ASSERT_TRUE(door_->enter(made.secret)) << "and this use counts";
  clock_.advance(door_->limits().idle_ms - 1);
  ASSERT_TRUE(door_->look(made.secret)) << "a look does not";
  clock_.advance(1);
  EXPECT_FALSE(door_->enter(made.secret));
}

TEST_F(SessionsTest, end_after_twelve_hours_however_much_they_are_used) {
  auto const made = door_->begin(wang_, "");
  auto const step = door_->limits().absolute_ms / 36;
  for (int i = 0; i < 35; ++i) {
    clock_.advance(step);
    ASSERT_TRUE(door_->enter(made.secret)) << i;
  }
  clock_.advance(step - 1);
  EXPECT_EQ(door_->enter(made.secret)->expires_at, clock_.now() + 1);
  clock_.advance(1);
  EXPECT_FALSE(door_->enter(made.secret));
}

TEST_F(SessionsTest, survive_a_restart_with_their_last_use_to_the_minute) {
  auto const made = door_->begin(wang_, "10.0.0.7");
  clock_.advance(20 * minute_ms);
  ASSERT_TRUE(door_->enter(made.secret));
  store_->drain();
  open_again();
  clock_.advance(29 * minute_ms);
  auto const in = door_->enter(made.secret);
  ASSERT_TRUE(in);
  EXPECT_EQ(in->session.address, "10.0.0.7");
}

TEST_F(SessionsTest, end_with_their_user) {
  auto const made = door_->begin(wang_, "");
  auto disabled = wang_;
  disabled.disabled_at = clock_.now();
  put(disabled);
  EXPECT_FALSE(door_->enter(made.secret));
}

TEST_F(SessionsTest, end_with_their_token_and_act_as_it) {
  auto const token = draw_token(ids_, Role::auditor, "s1", "desk", clock_.now(), clock_.now() + hour_ms);
  commit(*store_, [&](StoreWriter& store) { store.put_token(token.row); });
  auto const made = door_->begin(token.row, "");
  clock_.advance(20 * minute_ms);
  auto const in = door_->enter(made.secret);
  ASSERT_TRUE(in);
  EXPECT_EQ(in->actor.id, token.row.id);
  EXPECT_EQ(in->name, "desk");
  clock_.advance(20 * minute_ms);
  ASSERT_TRUE(door_->enter(made.secret));
  clock_.advance(20 * minute_ms);
  EXPECT_FALSE(door_->enter(made.secret)) << "the token has run out";
}

TEST_F(SessionsTest, of_one_user_are_twenty_and_the_oldest_gives_way) {
  auto const first = door_->begin(wang_, "");
  auto const second = door_->begin(wang_, "");
  for (int i = 2; i < 20; ++i) door_->begin(wang_, "");
  EXPECT_EQ(door_->list("user_1").size(), 20U);
  EXPECT_TRUE(door_->enter(first.secret));
  door_->begin(wang_, "");
  EXPECT_EQ(door_->list("user_1").size(), 20U);
  EXPECT_FALSE(door_->enter(first.secret));
  EXPECT_TRUE(door_->enter(second.secret));
}

TEST_F(SessionsTest, are_listed_while_they_last_and_ended_one_by_one) {
  auto const old = door_->begin(wang_, "");
  clock_.advance(door_->limits().idle_ms);
  auto const young = door_->begin(wang_, "");
  auto const rows = door_->list(std::nullopt);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows.front().id, young.row.id);
  door_->end(young.row.id);
  EXPECT_TRUE(door_->list(std::nullopt).empty());
  EXPECT_FALSE(door_->enter(young.secret));
}

TEST(UserNames, are_kept_in_lower_case_and_hold_nothing_that_acts) {
  struct Row {
    std::string typed, kept;
  };
  for (auto const& row : {Row{"Wang.Li", "wang.li"}, Row{"店铺-小王@tea", "店铺-小王@tea"},
                          Row{std::string(64, 'a'), std::string(64, 'a')}, Row{"__proto__", "__proto__"}}) {
    ASSERT_TRUE(user_name_from(row.typed)) << row.typed;
    EXPECT_EQ(*user_name_from(row.typed), row.kept);
  }
  for (std::string const& hostile :
       {std::string{}, std::string(65, 'a'), std::string("a b"), std::string("a\0b", 3), std::string("<script>"),
        std::string("' OR 1=1 --"), std::string("wang\u202Eil"), std::string("w\u200Bang"), std::string("\xC0\xAF"),
        std::string("а"), std::string("../admin"), std::string("wang\n"), std::string("ｗang")})
    EXPECT_FALSE(user_name_from(hostile)) << hostile;
}

}  // namespace
}  // namespace redress::api
