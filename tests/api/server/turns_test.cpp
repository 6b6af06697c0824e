// In whose line a command waits, over the real store, whose writer is held while the lines fill.
#include "api/server/turns.hpp"

#include "storage/sqlite/sqlite_store.hpp"
#include "tests/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <future>

namespace redress::api {
namespace {

// Knows of which shop the cases are whose ids begin with its name.
class CasesByName final : public Foresight {
 public:
  std::string shop_of(std::string_view case_id) override {
    auto const end = case_id.find('/');
    return end == std::string_view::npos ? "" : std::string(case_id.substr(0, end));
  }
  std::optional<CaseSnapshot> look(std::string_view /*case_id*/) override { return std::nullopt; }
  std::optional<std::optional<std::string>> look_at_setting(std::string_view /*name*/) override { return std::nullopt; }
  std::uint64_t settings_stamp() override { return 0; }
  bool stands(CaseSnapshot::Stamp const& /*seen*/, std::string_view /*case_id*/) override { return false; }
};

class TurnsTest : public testing::Test {
 protected:
  TurnsTest() {
    rpc::Handle const notes_its_name = [this](DeskCall const& call, AnswerDone const& done) {
      queue_.write([this, name = text_of(call.params, "request_id")](StoreWriter&) { order_.push_back(name); },
                   [done](std::exception_ptr) { done("done"); });
    };
    handles_ = {{"case.open", notes_its_name}, {"case.apply", notes_its_name}};
    put_in_turn(handles_, queue_, cases_);
    std::promise<void> begun;
    queue_.write(
        [&begun, gate = gate_.get_future().share()](StoreWriter&) {
          begun.set_value();
          gate.wait();
        },
        {});
    begun.get_future().wait();
    queue_.write([this](StoreWriter&) { order_.emplace_back("before"); }, {});  // the one that waits with the store
  }

  void call(std::string const& method, std::string const& name, boost::json::object params, std::string shop = {}) {
    params["request_id"] = name;
    handles_.at(method)({{"caller", Role::service, std::move(shop)}, method, std::move(params)},
                        [this](AnswerText const& answer) { answers_.push_back(answer); });
  }
  void let_go() {
    gate_.set_value();
    queue_.drain();
  }

  TemporaryFolder folder_;
  std::unique_ptr<storage::SqliteStore> store_ = storage::SqliteStore::open(folder_.path()).value();
  CasesByName cases_;
  ShopQueue queue_{*store_, {.commands_per_shop = 5, .handed_shared = 1}};
  std::map<std::string, rpc::Handle, std::less<>> handles_;
  std::promise<void> gate_;
  std::vector<std::string> order_;    // written by the writer, read once it has gone on
  std::vector<std::string> answers_;  // likewise, but for what is refused at once
};

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

TEST_F(TurnsTest, CommandsOfACallerBoundToNoShopWaitInTheLinesOfTheShopsTheyAreAbout) {
  call("case.open", "noisy 1", {{"shop", "noisy"}});
  call("case.open", "noisy 2", {{"shop", "noisy"}});
  call("case.apply", "quiet", {{"case_id", "quiet/1"}});
  let_go();
  EXPECT_THAT(order_, ElementsAre("before", "noisy 1", "quiet", "noisy 2"));
}

TEST_F(TurnsTest, ABoundCallersCommandWaitsInItsOwnShopsLineWhateverItNames) {
  call("case.open", "mine 1", {{"shop", "theirs"}}, "mine");
  call("case.open", "mine 2", {}, "mine");
  call("case.open", "theirs", {}, "theirs");
  let_go();
  EXPECT_THAT(order_, ElementsAre("before", "mine 1", "theirs", "mine 2"));
}

TEST_F(TurnsTest, WhatIsAboutNoKnownShopSharesOneLine) {
  call("case.apply", "unknown 1", {{"case_id", "nobody knows"}});
  call("case.apply", "unknown 2", {});
  call("case.apply", "known", {{"case_id", "shop/1"}});
  let_go();
  EXPECT_THAT(order_, ElementsAre("before", "unknown 1", "known", "unknown 2"));
}

// Two of the server's own are there already.
TEST_F(TurnsTest, CallersBoundToNoShopHaveTheirPlacesTogetherAndNotOneMore) {
  for (auto const* shop : {"a", "b", "c"}) call("case.open", shop, {{"shop", shop}});
  EXPECT_THAT(answers_, SizeIs(0)) << "at the limit";
  call("case.open", "d", {{"shop", "d"}});
  ASSERT_THAT(answers_, SizeIs(1)) << "one past it";
  EXPECT_THAT(answers_.front(), HasSubstr("rate_limited"));
  call("case.open", "bound", {}, "d");
  let_go();
  EXPECT_THAT(order_, ElementsAre("before", "a", "b", "c", "bound"));
  order_.clear();
  call("case.open", "d", {{"shop", "d"}});
  queue_.drain();
  EXPECT_THAT(order_, ElementsAre("d")) << "what is answered makes room";
}

TEST_F(TurnsTest, TheLimitOfAShopCountsWhatUnboundCallersSendAboutIt) {
  for (int i = 0; i < 5; ++i) call("case.open", "bound", {}, "a");
  call("case.open", "unbound", {{"shop", "a"}});
  ASSERT_THAT(answers_, SizeIs(1));
  EXPECT_THAT(answers_.front(), HasSubstr("rate_limited"));
  let_go();
  EXPECT_THAT(order_, ElementsAre("before", "bound", "bound", "bound", "bound", "bound"));
}

}  // namespace
}  // namespace redress::api
