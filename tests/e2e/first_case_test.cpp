// docs/first-case.md as it stands, typed into a shell: curl against the demo, and what the page says comes back.
#include "tests/e2e/server_process.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace redress::e2e {
namespace {

std::string text_of(std::filesystem::path const& file) {
  std::ifstream in{file};
  return {std::istreambuf_iterator<char>(in), {}};
}

// The page's blocks of shell, without the lines in which the reader fills in what was printed to them.
std::vector<std::string> shell_blocks(std::string const& page) {
  std::vector<std::string> blocks;
  constexpr std::string_view opening = "```sh\n";
  for (auto at = page.find(opening); at != std::string::npos; at = page.find(opening, at)) {
    auto const begin = at + opening.size();
    at = page.find("```", begin);
    std::string block;
    for (auto line = begin; line < at;) {
      auto const end = page.find('\n', line) + 1;
      auto const words = page.substr(line, end - line);
      bool const filled_in = words.starts_with("URL=") || words.starts_with("AGENT=") ||
                             words.starts_with("SERVICE=") || words.starts_with("CASE=");
      if (!filled_in) block += words;
      line = end;
    }
    blocks.push_back(std::move(block));
  }
  return blocks;
}

TEST(FirstCase, GoesAsThePageSays) {
  Folder folder;
  auto const blocks = shell_blocks(text_of(std::filesystem::path(REDRESS_SOURCE_DIR) / "docs" / "first-case.md"));
  ASSERT_EQ(blocks.size(), 6U) << "the first one sets up, each other one is a step";
  auto script = fmt::format(R"(cd {}
{} demo --listen 127.0.0.1:0 >demo 2>log & PID=$!
trap 'kill $PID; wait $PID' EXIT
for i in $(seq 600); do grep -q '^admin' demo && break; sleep 0.1; done
URL=$(grep -o 'http://[0-9.:]*' demo | head -1)
AGENT=$(awk '$1 == "agent" {{print $2}}' demo)
SERVICE=$(awk '$1 == "service" {{print $2}}' demo)
{})",
                            folder.path().string(), REDRESS_BINARY, blocks[0]);
  for (std::size_t step = 1; step < blocks.size(); ++step) {
    script += fmt::format("{{\n{}}} >step{}\n", blocks[step], step);
    if (step == 1) script += "CASE=$(grep -o 'case_[0-9A-Z]*' step1 | head -1)\n";
    if (step == 4)  // payments answer by themselves
      script +=
          "for i in $(seq 100); do rpc $AGENT '{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"case.get\",\"params\":"
          "{\"case_id\":\"'$CASE'\"}}' | grep -q '\"state\":\"SUCCESS\"' && break; sleep 0.1; done\n";
  }
  std::ofstream(folder.path() / "script") << script;
  ASSERT_EQ(std::system(fmt::format("bash {}/script", folder.path().string()).c_str()), 0);

  auto const said = [&](int step) { return text_of(folder.path() / fmt::format("step{}", step)); };
  auto const says = [](std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; };
  EXPECT_TRUE(says(said(1), "\"state\":\"WAIT_SELLER_AGREE\"")) << said(1);
  for (auto const* part : {"evidence_missing", "TB-RS-013", "E-TRACE", "\"fix\"", "entry_id"})
    EXPECT_TRUE(says(said(2), part)) << part << " in " << said(2);
  EXPECT_FALSE(says(said(3), "\"error\"")) << said(3);
  EXPECT_TRUE(says(said(3), "\"state\":\"SELLER_REFUSE_BUYER\"")) << said(3);
  EXPECT_FALSE(says(said(4), "\"error\"")) << said(4);
  EXPECT_TRUE(says(said(5), "\"to\":\"SUCCESS\"")) << said(5);
  EXPECT_TRUE(says(said(5), "\"outcome\":\"refused\"")) << said(5);
  EXPECT_TRUE(says(said(5), "\"ok\":true")) << said(5);
}

}  // namespace
}  // namespace redress::e2e
