// The plainest case there is, opened; and files read whole.
#pragma once

#include "tests/e2e/server_process.hpp"

#include <boost/json.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace redress::e2e {

inline std::string content_of(std::filesystem::path const& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>(in), {}};
}

/// A refund of goods that are not wanted; the id of its first entry.
inline std::string open_case(cli::RpcClient& client, int number) {
  auto const opened =
      client.call("case.open", sample_case("refund", number, {{"reason", "do_not_want"}, {"wants", "refund_only"}}));
  EXPECT_EQ(opened.exit, cli::Exit::ok) << boost::json::serialize(opened.error);
  return std::string(opened.result.at("entry").at("id").as_string());
}

}  // namespace redress::e2e
