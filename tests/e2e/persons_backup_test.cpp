// Persons in backups: forgotten after one was made, forgotten while one is made, and what is said without their key.
#include "api/backup/backup.hpp"
#include "api/service/commit.hpp"
#include "api/service/shredding.hpp"
#include "storage/blobs/blob_store.hpp"
#include "tests/e2e/persons_house.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

namespace redress::e2e {
namespace {

using boost::json::object;
namespace fs = std::filesystem;

object parsed(Run const& run) { return run.out.empty() ? object{} : boost::json::parse(run.out).as_object(); }

class PersonsBackup : public PersonsHouse {
 protected:
  std::string in(std::string const& name) const { return (elsewhere_.path() / name).string(); }
  std::string data() const { return folder_.path().string(); }

  // A closed case with a file of its own; its id. The file says CANARYFILE and the number.
  std::string case_with_file(int number) {
    auto const id = open(number);
    auto const sha256 = upload(server_->url(), service_token_, fmt::format("%PDF-1.4 CANARYFILE {}", number));
    EXPECT_EQ(sha256.size(), 64U);
    files_[id] = sha256;
    call(agent_, "evidence.add",
         {{"case_id", id}, {"kind", "E-PHOTO"}, {"sha256", sha256}, {"source", "buyer"}, {"request_id", "f-" + id}});
    close(id);
    return id;
  }
  bool nothing_is_left_of(std::string const& id) {
    for (int i = 0; i < 40; ++i) {
      auto const& told = call(manager_, "subject.get", {{"case_id", id}});
      if (told.at("state") != "shredded") return false;
      if (!told.at("holdings").at(0).at("traces_left").as_bool()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(250));
    }
    return false;
  }

  Folder elsewhere_;
  std::map<std::string, std::string> files_;
};

TEST_F(PersonsBackup, who_was_forgotten_after_the_backup_stays_forgotten_where_the_list_is_brought) {
  start();
  auto const id = case_with_file(1);
  auto const other = case_with_file(2);
  ASSERT_EQ(run_redress({"backup", "--data", data(), "-o", in("backup"), "--with-keys"}).exit, 0);
  advance(four_years_s);
  EXPECT_EQ(erase(id).at("state").as_string(), "shredded");
  EXPECT_TRUE(nothing_is_left_of(id));
  stop();
  EXPECT_TRUE(files_with(folder_.path(), "CANARYFILE 1").empty());
  EXPECT_EQ(files_with(in("backup"), "CANARYFILE 1").size(), 1U) << "it was made before";

  ASSERT_EQ(run_redress({"restore", in("backup"), "--data", in("unlisted")}).exit, 0);
  start(in("unlisted"));
  EXPECT_EQ(state(id), "active") << "nobody told it";
  stop();

  auto const run = run_redress({"--json", "restore", in("backup"), "--data", in("back"), "--keys", in("backup/keys"),
                                "--erasures", data(), "--reason", "演练"});
  ASSERT_EQ(run.exit, 0) << run.out;
  EXPECT_EQ(parsed(run).at("erasures"), 1);
  start(in("back"));
  EXPECT_TRUE(nothing_is_left_of(id));
  EXPECT_EQ(state(other), "active");
  EXPECT_TRUE(call(agent_, "case.get", {{"case_id", id}}).at("personal").as_array().empty());
  EXPECT_FALSE(call(agent_, "case.get", {{"case_id", other}}).at("personal").as_array().empty());
  EXPECT_TRUE(call(manager_, "audit.verify", {}).at("ok").as_bool());
  stop();
  EXPECT_TRUE(files_with(in("back"), "CANARYFILE 1").empty());
  EXPECT_EQ(files_with(in("back"), "CANARYFILE 2").size(), 1U);
  EXPECT_EQ(run_redress({"audit", "verify", "--data", in("back")}).exit, 0);
}

TEST_F(PersonsBackup, without_their_key_everything_but_their_words_is_verified_and_no_reason_can_be_kept) {
  start();
  case_with_file(1);
  ASSERT_EQ(run_redress({"backup", "--data", data(), "-o", in("backup")}).exit, 0);
  stop();
  EXPECT_EQ(run_redress({"restore", in("backup"), "--data", in("reasoned"), "--reason", "演练"}).exit, 2);
  EXPECT_FALSE(fs::exists(in("reasoned")));
  EXPECT_FALSE(fs::exists(in("reasoned.partial")));

  auto const restored = parsed(run_redress({"--json", "restore", in("backup"), "--data", in("closed")}));
  EXPECT_EQ(restored.at("because"), "tail_unknown");
  auto const closed = restored.at("words_closed").as_int64();
  EXPECT_GE(closed, 5) << "claim, note, buyer's id, phone and address";
  auto const verified = run_redress({"--json", "audit", "verify", "--data", in("closed")});
  EXPECT_EQ(verified.exit, 0) << verified.out;
  auto const report = parsed(verified);
  EXPECT_EQ(report.at("words_closed").as_int64(), closed);
  EXPECT_EQ(report.at("entries").as_int64(), restored.at("entries").as_int64() + 1) << "and the one of the new epoch";
  EXPECT_EQ(report.at("blobs").as_int64(), 1);
  EXPECT_THROW(ServerProcess{in("closed")}, std::runtime_error) << "nobody could write a word";

  fs::create_directories(in("keys"));
  fs::copy(folder_.path() / "personal.key", in("keys/personal.key"));
  auto const kept = run_redress(
      {"--json", "restore", in("backup"), "--data", in("opened"), "--keys", in("keys"), "--reason", "演练"});
  ASSERT_EQ(kept.exit, 0) << kept.out;
  EXPECT_FALSE(parsed(kept).contains("words_closed"));
  EXPECT_FALSE(parsed(run_redress({"--json", "audit", "verify", "--data", in("opened")})).contains("words_closed"));
  start(in("opened"));
  auto admin = server_->client(server_->admin());
  auto const acts = admin.call("audit.office", {{"limit", 200}}).result.at("entries").as_array();
  auto const at = std::ranges::find_if(acts, [](auto const& each) { return each.at("event") == "epoch_began"; });
  ASSERT_NE(at, acts.end());
  EXPECT_TRUE(at->at("private").as_object().contains("reason"));
  stop();
  // The key put into the folder that was restored without it opens it as well.
  fs::copy(folder_.path() / "personal.key", in("closed/personal.key"));
  EXPECT_FALSE(parsed(run_redress({"--json", "audit", "verify", "--data", in("closed")})).contains("words_closed"));
  start(in("closed"));
  EXPECT_TRUE(call(manager_, "audit.verify", {}).at("ok").as_bool());
}

// Persons go between the copying of the database and that of the files, in that order, as often as is asked for.
TEST_F(PersonsBackup, an_erasure_between_database_and_files_ends_in_another_copy_and_many_in_a_sentence) {
  start();
  std::vector<std::string> ids;
  for (int i = 1; i <= 5; ++i) ids.push_back(case_with_file(i));
  stop();
  auto store = storage::SqliteStore::open(folder_.path()).value();
  auto blobs = storage::BlobStore::open(folder_.path()).value();
  api::SystemClock const clock;
  api::SystemEntropy entropy;
  api::Ids ids_drawn{clock, entropy};
  api::Office const office{*store, clock, ids_drawn};
  std::size_t gone = 0;
  auto const forget_one = [&] {
    auto const& id = ids.at(gone++);
    api::commit(*store, [&](StoreWriter& writer) {
      auto const person = persons_of(writer)->person_of_case(id).value();
      api::write_shred(writer, api::prepare_shred(writer, office, {.id = "runner", .role = Role::runner}, {}, person));
    });
    ASSERT_TRUE(blobs->remove(files_[id]));
  };
  int copies = 0, erasures = 0;
  auto const make = [&](std::string const& name, int erasures_wanted) {
    copies = 0;
    erasures = erasures_wanted;
    return api::make_backup(*store, {.data_dir = folder_.path(),
                                     .folder = in(name),
                                     .now = clock.now(),
                                     .with_keys = true,
                                     .on_progress = [&](std::string_view what, std::int64_t done, std::int64_t total) {
                                       if (what != "pages" || done != total) return;
                                       ++copies;
                                       if (erasures-- > 0) forget_one();
                                     }});
  };
  auto const made = make("one", 1);
  ASSERT_TRUE(made) << made.error().says.en;
  EXPECT_EQ(copies, 2);
  EXPECT_EQ(made->blobs, 4);
  EXPECT_TRUE(files_with(in("one"), "CANARYFILE 1").empty());
  auto const never = make("never", 3);
  ASSERT_FALSE(never);
  EXPECT_NE(never.error().says.en.find("erased while it was copied"), std::string::npos) << never.error().says.en;
  EXPECT_EQ(copies, 3);
  EXPECT_FALSE(fs::exists(in("never")));
  EXPECT_FALSE(fs::exists(in("never.partial")));
  auto const calm = make("calm", 0);
  ASSERT_TRUE(calm) << calm.error().says.en;
  EXPECT_EQ(copies, 1);
  EXPECT_EQ(calm->blobs, 1);
  EXPECT_EQ(run_redress({"restore", in("one"), "--data", in("restored")}).exit, 0);
  EXPECT_EQ(run_redress({"audit", "verify", "--data", in("restored")}).exit, 0);
}

// What is wrong with the store itself is still said, whoever was erased.
TEST_F(PersonsBackup, a_file_that_somebody_still_needs_and_that_is_gone_is_no_erasure) {
  start();
  auto const id = case_with_file(1);
  stop();
  auto store = storage::SqliteStore::open(folder_.path()).value();
  auto const& sha256 = files_[id];
  fs::remove(folder_.path() / "blobs" / sha256.substr(0, 2) / sha256.substr(2));
  auto const made =
      api::make_backup(*store, {.data_dir = folder_.path(), .folder = in("backup"), .now = api::SystemClock{}.now()});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, FaultKind::ledger_broken);
}

}  // namespace
}  // namespace redress::e2e
