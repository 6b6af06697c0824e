// The process that looks at a picture has its answer to write to, and nothing else of the server's.
#include "api/server/picture_child.hpp"

#include "tests/temporary_folder.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace redress::api {
namespace {

TEST(PictureChild, inherits_no_descriptor_of_the_server) {
  TemporaryFolder folder;
  auto const program = folder.path() / "child";
  std::ofstream(program) << R"(#!/bin/sh
n=0
for fd in 20 21 22 200 201; do if [ -e /proc/$$/fd/$fd ]; then n=$((n+1)); fi; done
echo "{\"width\":$n,\"height\":1,\"mark\":\"\"}"
)";
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  std::vector<int> held;  // as a socket that was accepted without O_CLOEXEC
  for (int const number : {20, 200, 201}) {
    int const original = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ASSERT_EQ(::fcntl(original, F_DUPFD, number), number);
    ::close(original);
    held.push_back(number);
  }
  auto const looked = look_in_child(program, "image/png", folder.path() / "picture", 1);
  for (int const each : held) ::close(each);
  ASSERT_TRUE(looked) << looked.error().says.en;
  EXPECT_EQ(looked->height, 1) << "it could answer";
  EXPECT_EQ(looked->width, 0) << "descriptors it had beside its own";
}

}  // namespace
}  // namespace redress::api
