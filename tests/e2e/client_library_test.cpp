// A JSON-RPC client library that other people wrote, against the real server (tests/e2e/jayson).
#include "tests/e2e/server_process.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace redress::e2e {
namespace {

TEST(ClientLibrary, jayson_steps_a_case) {
  auto const folder = std::filesystem::path(REDRESS_SOURCE_DIR) / "tests/e2e/jayson";
  ASSERT_TRUE(std::filesystem::exists(folder / "node_modules/jayson"))
      << "run `npm ci` in " << folder << " (./dev test does)";
  Folder data;
  ServerProcess server{data.path()};
  auto const command =
      "node " + (folder / "client.js").string() + " " + server.url() + " " + server.token("service", "s1");
  EXPECT_EQ(std::system(command.c_str()), 0);
}

}  // namespace
}  // namespace redress::e2e
