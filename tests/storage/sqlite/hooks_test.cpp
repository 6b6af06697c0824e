// Webhooks in the file: secrets encrypted, positions compared before they move, deliveries kept up to a bound.
#include "engine/cases/hooks.hpp"

#include "storage/sqlite/connection.hpp"
#include "tests/storage/store_test.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <limits>

namespace redress::storage {
namespace {

constexpr std::string_view secret = "whsec_Q0FOQVJZ-CANARY-OF-A-SECRET";
constexpr auto everything = std::numeric_limits<std::int64_t>::max();

class HooksTest : public testing::Test {
 protected:
  void write(std::function<void(HookWrites&)> const& body) {
    commit(*store_, [&](StoreWriter& writer) { body(*hooks_of_writer(writer)); });
  }
  template <class Look>
  auto look(Look look) {
    return read(*store_, [&](StoreReader& reader) { return look(*hooks_of(reader)); });
  }
  static HookRow row(std::string id = "hook_1") {
    return {std::move(id), "s1", {7, 2}, {{std::string(secret), {1000}, {}}, {"whsec_old", {500}, Instant{2000}}}};
  }
  static HookDelivery delivery(int number, std::optional<HookPosition> of = {}) {
    return {.id = fmt::format("dlv_{:05}", number),
            .hook_id = "hook_1",
            .event_id = fmt::format("entry_{}", number),
            .type = "com.redress.case.opened.v1",
            .of = of,
            .case_id = "case_1",
            .body = "{}",
            .created_at = {number}};
  }
  void reopen() {
    store_.reset();
    store_ = SqliteStore::open(folder_.path()).value();
  }

  TemporaryFolder folder_;
  std::unique_ptr<SqliteStore> store_ = SqliteStore::open(folder_.path()).value();
};

// After webhook.set {after} a place is passed again; what was delivered there before is not what waits there now.
TEST_F(HooksTest, TheLastDeliveryOfAPlaceIsTheOneThatStandsThere) {
  write([](HookWrites& hooks) {
    hooks.put_hook(row());
    auto delivered = delivery(1, HookPosition{7, 0});
    delivered.state = DeliveryState::delivered;
    hooks.put_delivery(delivered);
    auto waiting = delivery(2, HookPosition{7, 0});
    waiting.tries = 3;
    hooks.put_delivery(waiting);
  });
  auto const found = look([](HookReads& hooks) { return hooks.delivery_at("hook_1", {7, 0}); });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, "dlv_00002");
  EXPECT_EQ(found->tries, 3);
}

TEST_F(HooksTest, ALostKeyIsNotDrawnAnewOverTheirSecrets) {
  write([](HookWrites& hooks) { hooks.put_hook(row()); });
  store_.reset();
  std::filesystem::rename(folder_.path() / "personal.key", folder_.path() / "elsewhere");
  auto const refused = SqliteStore::open(folder_.path());
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().says.en.find("personal.key is missing"), std::string::npos) << refused.error().says.en;
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "personal.key"));
  std::filesystem::rename(folder_.path() / "elsewhere", folder_.path() / "personal.key");
  reopen();
  EXPECT_EQ(look([](HookReads& hooks) { return hooks.hooks(); }), std::vector{row()});
}

TEST_F(HooksTest, AreReadBackAfterARestart) {
  auto with_place = delivery(1, HookPosition{7, 2});
  with_place.tries = 3;
  with_place.next_try_at = Instant{99};
  with_place.attempts = R"([{"at":"x"}])";
  write([&](HookWrites& hooks) {
    hooks.put_hook(row());
    hooks.put_delivery(with_place);
  });
  reopen();
  EXPECT_EQ(look([](HookReads& hooks) { return hooks.hooks(); }), std::vector{row()});
  with_place.n = 1;
  EXPECT_EQ(look([](HookReads& hooks) { return hooks.delivery_at("hook_1", {7, 2}); }), with_place);
  EXPECT_EQ(look([](HookReads& hooks) { return hooks.delivery_at("hook_1", {7, 1}); }), std::nullopt);
}

TEST_F(HooksTest, NoSecretStandsInAnyFile) {
  write([&](HookWrites& hooks) { hooks.put_hook(row()); });
  reopen();
  int files = 0;
  for (auto const& each : std::filesystem::recursive_directory_iterator(folder_.path())) {
    if (!each.is_regular_file()) continue;
    std::ifstream in{each.path(), std::ios::binary};
    std::string const content(std::istreambuf_iterator<char>(in), {});
    EXPECT_EQ(content.find("CANARY"), std::string::npos) << each.path();
    ++files;
  }
  EXPECT_GE(files, 2);
}

TEST_F(HooksTest, SecretsOfAnotherRowDoNotOpen) {
  write([&](HookWrites& hooks) {
    hooks.put_hook(row());
    hooks.put_hook(row("hook_2"));
  });
  store_.reset();
  {
    Connection connection(folder_.path() / "redress.db", Connection::Use::writing, "");
    connection.execute_once(
        "UPDATE hooks SET sealed = (SELECT sealed FROM hooks WHERE id = 'hook_2') WHERE id = 'hook_1'");
  }
  store_ = SqliteStore::open(folder_.path()).value();
  EXPECT_THROW(look([](HookReads& hooks) { return hooks.find_hook("hook_1"); }), FaultError);
  EXPECT_EQ(look([](HookReads& hooks) { return hooks.find_hook("hook_2"); })->secrets, row().secrets);
}

TEST_F(HooksTest, MoveOnlyFromWhereTheyStand) {
  write([&](HookWrites& hooks) { hooks.put_hook(row()); });
  write([&](HookWrites& hooks) { hooks.move_hook("hook_1", {7, 1}, {9, 0}); });
  EXPECT_EQ(look([](HookReads& hooks) { return hooks.find_hook("hook_1"); })->next, (HookPosition{7, 2}));
  write([&](HookWrites& hooks) { hooks.move_hook("hook_1", {7, 2}, {9, 0}); });
  EXPECT_EQ(look([](HookReads& hooks) { return hooks.find_hook("hook_1"); })->next, (HookPosition{9, 0}));
}

TEST_F(HooksTest, KeepAThousandDeliveriesAndNotOneMore) {
  constexpr int kept = 1000;
  write([&](HookWrites& hooks) {
    hooks.put_hook(row());
    for (int i = 1; i <= kept; ++i) hooks.put_delivery(delivery(i));
    hooks.forget_deliveries("hook_1", kept);
  });
  auto const oldest = [&] { return look([](HookReads& hooks) { return hooks.find_delivery("dlv_00001"); }); };
  EXPECT_TRUE(oldest());
  write([&](HookWrites& hooks) {
    hooks.put_delivery(delivery(kept + 1));
    hooks.forget_deliveries("hook_1", kept);
  });
  EXPECT_FALSE(oldest());
  auto const all = look([](HookReads& hooks) { return hooks.deliveries_of("hook_1", {}, everything, kept + 10); });
  EXPECT_EQ(all.size(), static_cast<std::size_t>(kept));
  EXPECT_EQ(all.front().id, "dlv_01001") << "newest first";
}

TEST_F(HooksTest, ListDeliveriesByStateAndPage) {
  write([&](HookWrites& hooks) {
    hooks.put_hook(row());
    for (int i = 1; i <= 6; ++i) {
      auto each = delivery(i, HookPosition{i, 0});
      each.state = i % 2 == 0 ? DeliveryState::delivered : DeliveryState::failed;
      each.asked = i == 3;
      hooks.put_delivery(each);
    }
  });
  auto const page = [&](std::optional<DeliveryState> state, std::int64_t before, int limit) {
    std::vector<std::string> ids;
    for (auto const& each : look([&](HookReads& hooks) { return hooks.deliveries_of("hook_1", state, before, limit); }))
      ids.push_back(each.id);
    return ids;
  };
  EXPECT_THAT(page({}, everything, 2), testing::ElementsAre("dlv_00006", "dlv_00005"));
  EXPECT_THAT(page({}, 5, 2), testing::ElementsAre("dlv_00004", "dlv_00003"));
  EXPECT_THAT(page(DeliveryState::delivered, everything, 9),
              testing::ElementsAre("dlv_00006", "dlv_00004", "dlv_00002"));
  EXPECT_THAT(page(DeliveryState::waiting, everything, 9), testing::IsEmpty());
  EXPECT_EQ(look([](HookReads& hooks) { return hooks.deliveries_asked(9); }).at(0).id, "dlv_00003");
}

TEST_F(HooksTest, GoWithTheirDeliveries) {
  write([&](HookWrites& hooks) {
    hooks.put_hook(row());
    hooks.put_delivery(delivery(1));
  });
  write([&](HookWrites& hooks) { hooks.remove_hook("hook_1"); });
  EXPECT_TRUE(look([](HookReads& hooks) { return hooks.hooks(); }).empty());
  EXPECT_FALSE(look([](HookReads& hooks) { return hooks.find_delivery("dlv_00001"); }));
}

TEST(HooksOfMemory, AreNone) {
  MemoryStore store;
  EXPECT_TRUE(read(store, [](StoreReader& reader) { return hooks_of(reader) == nullptr; }));
}

}  // namespace
}  // namespace redress::storage
