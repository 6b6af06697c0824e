// `redress doctor`: says what is in the way before a server meets it, and changes nothing.
#include "tests/e2e/server_process.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>

namespace redress::e2e {
namespace {

namespace fs = std::filesystem;

struct Seen {
  int exit = -1;
  std::map<std::string, std::string> health;  // by check
};

Seen doctor(std::vector<std::string> const& arguments) {
  std::vector<std::string> line{"--json", "doctor"};
  line.insert(line.end(), arguments.begin(), arguments.end());
  auto const run = run_redress(std::move(line));
  Seen seen;
  seen.exit = run.exit;
  auto const report = boost::json::parse(run.out);
  for (auto const& check : report.at("checks").as_array())
    seen.health.emplace(check.at("id").as_string(), check.at("health").as_string());
  return seen;
}

TEST(Doctor, needs_neither_store_nor_server) {
  auto const seen = doctor({});
  EXPECT_EQ(seen.exit, 0);
  EXPECT_EQ(seen.health.at("machine.clock"), "ok");
  EXPECT_FALSE(seen.health.contains("store.room"));
  EXPECT_FALSE(seen.health.contains("server.answers"));
}

TEST(Doctor, looks_at_a_folder_that_is_yet_to_come_and_makes_nothing) {
  Folder folder;
  auto const seen = doctor({"--data", (folder.path() / "new" / "store").string()});
  EXPECT_EQ(seen.exit, 0);
  EXPECT_EQ(seen.health.at("store.writable"), "ok");
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(Doctor, sees_a_running_server_and_its_secrets) {
  Folder folder;
  ServerProcess const server{folder.path()};
  auto const seen = doctor({"--data", folder.path().string()});
  EXPECT_EQ(seen.exit, 0);
  EXPECT_EQ(seen.health.at("server.answers"), "ok");
  for (auto const* name : {"admin.token", "ledger.key", "pseudonym.key", "personal.key"})
    EXPECT_EQ(seen.health.at(std::string("secret.") + name), "ok");
}

TEST(Doctor, names_a_secret_that_others_may_read_and_one_that_is_gone) {
  Folder folder;
  ServerProcess{folder.path()}.stop();
  fs::permissions(folder.path() / "ledger.key", fs::perms::group_read, fs::perm_options::add);
  fs::remove(folder.path() / "personal.key");
  auto const seen = doctor({"--data", folder.path().string()});
  EXPECT_EQ(seen.exit, 1);
  EXPECT_EQ(seen.health.at("secret.ledger.key"), "failed");
  EXPECT_EQ(seen.health.at("secret.personal.key"), "failed");
  EXPECT_EQ(seen.health.at("store.holder"), "ok");
}

TEST(Doctor, reads_the_configuration_and_the_rulebooks_it_names) {
  Folder folder;
  auto const config = folder.path() / "redress.toml";
  std::ofstream(config) << "lisen = \"127.0.0.1:0\"\n";
  EXPECT_EQ(doctor({"--config", config.string()}).health.at("configuration.file"), "failed");
  fs::create_directory(folder.path() / "books");
  std::ofstream(folder.path() / "books" / "mine.yaml") << "book: [\n";
  std::ofstream(config) << "rulebooks = \"" << (folder.path() / "books").string() << "\"\n";
  auto const seen = doctor({"--config", config.string()});
  EXPECT_EQ(seen.exit, 1);
  EXPECT_EQ(seen.health.at("configuration.file"), "ok");
  EXPECT_EQ(seen.health.at("configuration.rulebooks"), "failed");
}

TEST(Doctor, misses_a_server_that_was_named) {
  EXPECT_EQ(doctor({"--url", "http://127.0.0.1:1"}).health.at("server.answers"), "failed");
}

TEST(Doctor, refuses_a_path_that_is_no_folder) {
  Folder folder;
  std::ofstream(folder.path() / "file") << "x";
  auto const seen = doctor({"--data", (folder.path() / "file").string()});
  EXPECT_EQ(seen.exit, 1);
  EXPECT_EQ(seen.health.at("store.writable"), "failed");
}

}  // namespace
}  // namespace redress::e2e
