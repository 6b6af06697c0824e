// A store on a disk, a user for it, and the clock and ids beside it: what doors and sign-ins are tested with.
#pragma once

#include "api/seam/clock.hpp"
#include "api/seam/entropy.hpp"
#include "api/seam/ids.hpp"
#include "api/service/commit.hpp"
#include "engine/cases/users.hpp"
#include "storage/sqlite/sqlite_store.hpp"
#include "tests/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace redress::api {

class StoreWithUser : public testing::Test {
 protected:
  void put(User const& user) {
    commit(*store_, [&](StoreWriter& store) { users_of_writer(store)->put_user(user); });
  }

  VirtualClock clock_{parse_rfc3339("2026-01-08T02:00:00Z").value()};
  SeededEntropy entropy_{3};
  Ids ids_{clock_, entropy_};
  TemporaryFolder folder_;
  std::unique_ptr<storage::SqliteStore> store_ = storage::SqliteStore::open(folder_.path()).value();
  User wang_{.id = "user_1",
             .name = "wang",
             .display = "小王",
             .shop = "s1",
             .password = "",
             .created_at = clock_.now(),
             .password_at = clock_.now()};
};

}  // namespace redress::api
