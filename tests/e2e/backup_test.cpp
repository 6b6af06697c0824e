// Backups made under load, killed half-way, damaged, and restored: what comes back is the store it was.
#include "tests/e2e/server_process.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

namespace redress::e2e {
namespace {

using boost::json::object;
namespace fs = std::filesystem;

object parsed(Run const& run) { return run.out.empty() ? object{} : boost::json::parse(run.out).as_object(); }

bool open_case(cli::RpcClient& client, int number) {
  auto const opened =
      client.call("case.open", sample_case("refund", number, {{"reason", "do_not_want"}, {"wants", "refund_only"}}));
  return opened.exit == cli::Exit::ok;
}

void write(fs::path const& file, std::string const& text) { std::ofstream(file) << text; }

// Cases arrive from several clients until it goes away.
class Load {
 public:
  explicit Load(ServerProcess& server, int first) : next_(first) {
    auto const token = server.token("service", "s1");
    for (int i = 0; i < 3; ++i)
      threads_.emplace_back(
          [this, client = std::shared_ptr<cli::RpcClient>(new cli::RpcClient{{server.url(), token}})] {
            while (!over_)
              if (open_case(*client, ++next_)) ++opened_;
          });
  }
  ~Load() { stop(); }
  int stop() {
    over_ = true;
    for (auto& each : threads_)
      if (each.joinable()) each.join();
    return opened_;
  }
  int opened() const { return opened_; }

 private:
  std::atomic<bool> over_ = false;
  std::atomic<int> next_;
  std::atomic<int> opened_ = 0;
  std::vector<std::thread> threads_;
};

TEST(Backup, made_under_load_comes_back_with_the_same_root) {
  Folder folder, elsewhere;
  auto const place = (elsewhere.path() / "monday").string();
  auto const back = (elsewhere.path() / "restored").string();
  object made;
  {
    ServerProcess server{folder.path()};
    Load load{server, 0};
    while (load.opened() < 50) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    auto const before = load.opened();
    auto const run = run_redress({"--json", "backup", "--data", folder.path().string(), "-o", place, "--with-keys"});
    ASSERT_EQ(run.exit, 0) << run.out;
    made = parsed(run);
    EXPECT_GE(made.at("cases").as_int64(), before);
    while (load.opened() < before + 50) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    load.stop();
    auto client = server.client(server.admin());
    EXPECT_TRUE(client.call("audit.verify", {}).result.at("ok").as_bool());
    auto const acts = client.call("audit.office", {{"limit", 200}}).result.at("entries").as_array();
    EXPECT_TRUE(std::ranges::any_of(acts, [](auto const& each) { return each.at("event") == "backup_made"; }));
  }
  EXPECT_EQ(run_redress({"audit", "verify", "--data", place}).exit, 0) << "a backup is a store";
  fs::remove(fs::path(place) / "redress.lock");

  auto const run = run_redress({"--json", "restore", place, "--data", back, "--reason", "演练"});
  ASSERT_EQ(run.exit, 0) << run.out;
  auto const restored = parsed(run);
  EXPECT_EQ(restored.at("root"), made.at("root"));
  EXPECT_EQ(restored.at("entries"), made.at("entries"));
  EXPECT_EQ(restored.at("because"), "tail_unknown");

  ServerProcess server{back};
  auto client = server.client(server.admin());
  auto const report = client.call("audit.verify", {});
  EXPECT_TRUE(report.result.at("ok").as_bool()) << boost::json::serialize(report.result);
  auto const epoch = client.call("audit.office", {{"limit", 200}}).result.at("entries").as_array();
  auto const at = std::ranges::find_if(epoch, [](auto const& each) { return each.at("event") == "epoch_began"; });
  ASSERT_NE(at, epoch.end());
  EXPECT_EQ(at->at("seq").as_int64(), made.at("entries").as_int64());
  EXPECT_EQ(at->at("params").at("root"), made.at("root"));
  EXPECT_TRUE(at->at("private").as_object().contains("reason"));
  auto const head = client.call("audit.checkpoint", {}).result;
  EXPECT_TRUE(
      std::string(head.at("signed_note").as_string()).starts_with(std::string(restored.at("origin").as_string())));
  auto service = server.client(server.token("service", "s1"));
  EXPECT_TRUE(open_case(service, 1'000'000)) << "the restored store goes on";
}

TEST(Backup, a_lost_tail_begins_an_epoch_that_says_so_and_a_whole_one_keeps_its_name) {
  Folder folder, elsewhere;
  auto const in = [&](char const* name) { return (elsewhere.path() / name).string(); };
  boost::json::string origin;
  {
    ServerProcess server{folder.path()};
    auto client = server.client(server.token("service", "s1"));
    auto admin = server.client(server.admin());
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(open_case(client, i));
    auto const early = admin.call("audit.checkpoint", {}).result;
    write(in("early.note"), std::string(early.at("signed_note").as_string()));
    ASSERT_EQ(run_redress({"backup", "--data", folder.path().string(), "-o", in("first"), "--with-keys"}).exit, 0);
    for (int i = 3; i < 6; ++i) ASSERT_TRUE(open_case(client, i));
    auto const late = admin.call("audit.checkpoint", {}).result;
    auto const note = std::string(late.at("signed_note").as_string());
    origin = std::string_view(note).substr(0, note.find('\n'));
    write(in("late.note"), note);
    server.stop();
    ASSERT_EQ(run_redress({"backup", "--data", folder.path().string(), "-o", in("second"), "--with-keys"}).exit, 0);
  }
  auto const lost = parsed(run_redress({"--json", "restore", in("first"), "--data", in("a"), "--checkpoint",
                                        in("late.note"), "--keys", in("first") + "/keys"}));
  EXPECT_EQ(lost.at("because"), "tail_lost");
  EXPECT_EQ(lost.at("lost_entries"), 4) << "the entry of the backup and three cases";
  EXPECT_NE(lost.at("origin"), origin);
  ServerProcess server{in("a")};
  auto const acts =
      server.client(server.admin()).call("audit.office", {{"limit", 200}}).result.at("entries").as_array();
  auto const at = std::ranges::find_if(acts, [](auto const& each) { return each.at("event") == "epoch_began"; });
  ASSERT_NE(at, acts.end());
  EXPECT_EQ(at->at("params").at("previous").at("origin"), origin);
  EXPECT_EQ(at->at("params").at("lost_entries"), 4);
  EXPECT_TRUE(server.client(server.admin()).call("audit.verify", {}).result.at("ok").as_bool());

  auto const whole = parsed(run_redress({"--json", "restore", in("second"), "--data", in("b"), "--checkpoint",
                                         in("late.note"), "--keys", in("second") + "/keys"}));
  EXPECT_FALSE(whole.at("new_epoch").as_bool());
  EXPECT_EQ(whole.at("origin"), origin);
  auto const keyless =
      parsed(run_redress({"--json", "restore", in("second"), "--data", in("c"), "--checkpoint", in("late.note")}));
  EXPECT_EQ(keyless.at("because"), "key_missing");
  auto const older = parsed(run_redress({"--json", "restore", in("second"), "--data", in("d"), "--checkpoint",
                                         in("early.note"), "--keys", in("second") + "/keys"}));
  EXPECT_EQ(older.at("because"), "tail_unknown") << "an older checkpoint does not show that nothing came after";
}

TEST(Backup, of_another_ledgers_checkpoint_is_refused) {
  Folder one, other, elsewhere;
  auto const in = [&](char const* name) { return (elsewhere.path() / name).string(); };
  for (auto const* folder : {&one, &other}) {
    ServerProcess server{folder->path()};
    auto client = server.client(server.token("service", "s1"));
    ASSERT_TRUE(open_case(client, 1));
    write(in("other.note"),
          std::string(server.client(server.admin()).call("audit.checkpoint", {}).result.at("signed_note").as_string()));
  }
  ASSERT_EQ(run_redress({"backup", "--data", one.path().string(), "-o", in("one")}).exit, 0);
  EXPECT_EQ(run_redress({"restore", in("one"), "--data", in("x"), "--checkpoint", in("other.note")}).exit, 4);
  EXPECT_FALSE(fs::exists(in("x")));
}

TEST(Backup, damaged_in_one_place_is_refused_and_nothing_is_made) {
  Folder folder, elsewhere;
  auto const in = [&](std::string const& name) { return (elsewhere.path() / name).string(); };
  {
    ServerProcess server{folder.path()};
    auto client = server.client(server.token("service", "s1"));
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(open_case(client, i));
  }
  write(folder.path() / "blobs" / "stray", "");  // a store that does not verify gives no backup
  EXPECT_EQ(run_redress({"backup", "--data", folder.path().string(), "-o", in("none")}).exit, 4);
  EXPECT_FALSE(fs::exists(in("none")));
  EXPECT_FALSE(fs::exists(in("none.partial")));
  fs::remove(folder.path() / "blobs" / "stray");
  ASSERT_EQ(run_redress({"backup", "--data", folder.path().string(), "-o", in("good")}).exit, 0);
  EXPECT_EQ(run_redress({"backup", "--data", folder.path().string(), "-o", in("good")}).exit, 2)
      << "never over another";

  auto const damaged = [&](std::string const& name, auto damage, int exit) {
    fs::copy(in("good"), in(name), fs::copy_options::recursive);
    damage(elsewhere.path() / name);
    EXPECT_EQ(run_redress({"restore", in(name), "--data", in(name + "-store")}).exit, exit) << name;
    EXPECT_FALSE(fs::exists(in(name + "-store"))) << name;
    EXPECT_FALSE(fs::exists(in(name + "-store.partial"))) << name;
  };
  damaged(
      "no-manifest", [](fs::path const& at) { fs::remove(at / "backup.json"); }, 6);
  damaged(
      "cut-manifest", [](fs::path const& at) { fs::resize_file(at / "backup.json", 40); }, 4);
  damaged(
      "one-bit",
      [](fs::path const& at) {
        std::fstream file(at / "redress.db", std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(60'000);
        auto const byte = static_cast<char>(file.get() ^ 1);
        file.seekp(60'000);
        file.put(byte);
      },
      4);
  damaged(
      "cut-file", [](fs::path const& at) { fs::resize_file(at / "redress.db", 8192); }, 4);
  damaged(
      "blob-added",
      [](fs::path const& at) {
        fs::create_directories(at / "blobs" / "ab");
        write(at / "blobs" / "ab" / std::string(62, 'c'), "x");
      },
      4);
  damaged(
      "other-root",
      [](fs::path const& at) {
        std::ifstream file{at / "backup.json"};
        std::string text(std::istreambuf_iterator<char>(file), {});
        auto const where = text.find("\"root\":\"") + 8;
        text[where] = text[where] == 'A' ? 'B' : 'A';
        write(at / "backup.json", text);
      },
      4);
  EXPECT_EQ(run_redress({"restore", in("good"), "--data", in("well")}).exit, 0);
  EXPECT_EQ(run_redress({"restore", in("good"), "--data", in("well")}).exit, 2) << "never into a folder that is there";
}

TEST(Backup, killed_half_way_leaves_nothing_that_passes_as_whole) {
  Folder folder, elsewhere;
  int whole = 0, partial = 0, cases = 0;
  for (int round = 0; round < 5; ++round) {
    auto server = std::make_unique<ServerProcess>(folder.path());
    {
      Load load{*server, 1000 * round};
      while (load.opened() < 40) std::this_thread::sleep_for(std::chrono::milliseconds(2));
      auto client = server->client(server->admin());
      std::thread asking([&] { client.call("backup.create", {{"name", fmt::format("b{}", round)}}); });
      std::this_thread::sleep_for(std::chrono::milliseconds(6 << round));
      server->kill();
      asking.join();
      cases += load.stop();
    }
    auto const backup = folder.path() / "backups" / fmt::format("b{}", round);
    auto const back = (elsewhere.path() / fmt::format("r{}", round)).string();
    auto const restored = run_redress({"--json", "restore", backup.string(), "--data", back});
    if (fs::exists(backup)) {
      ++whole;
      EXPECT_EQ(restored.exit, 0) << restored.out;
    } else {
      ++partial;
      EXPECT_EQ(restored.exit, 6);
      EXPECT_FALSE(fs::exists(back));
      auto const rest = backup.string() + ".partial";
      if (fs::exists(rest)) {
        EXPECT_EQ(run_redress({"restore", rest, "--data", back}).exit, 6);
      }
    }
  }
  EXPECT_GT(partial, 0) << "no kill came in time; " << whole << " were whole";
  EXPECT_GT(cases, 100);
  ServerProcess server{folder.path()};
  EXPECT_TRUE(server.client(server.admin()).call("audit.verify", {}).result.at("ok").as_bool());
}

}  // namespace
}  // namespace redress::e2e
