// One case of the real server and its pack, made once for all tests of a suite.
#pragma once

#include "tests/e2e/simple_case.hpp"

#include <fmt/format.h>

#include <memory>

namespace redress::e2e {

/// {exit code, stdout} of a line of shell.
Run shell(std::string const& line);

// One case with a refused attempt, two texts and two pictures, packed once for all tests.
class PackedCase : public testing::Test {
 protected:
  static void SetUpTestSuite();
  static void TearDownTestSuite() { folder_.reset(); }

  static int create(ServerProcess const& server, std::filesystem::path const& zip) {
    return run_redress({"--url", server.url(), "--token", token_, "pack", "create", case_id_, "-o", zip.string()}).exit;
  }

  static std::string upload(ServerProcess const& server, std::string const& bytes);

  static std::string in_folder(std::string_view command) {
    return fmt::format("cd {} && {}", folder_->path().string(), command);
  }

  /// What `pack verify` says of it.
  static boost::json::object verified(std::filesystem::path const& zip, std::string const& key = vkey_);

  /// What the page says of it, run without a browser.
  static boost::json::object by_node(std::filesystem::path const& zip, std::string const& key = vkey_,
                                     std::string const& lacks = "");

  static std::unique_ptr<Folder> folder_;
  static std::filesystem::path zip_;
  static std::string token_, case_id_, vkey_;
};

}  // namespace redress::e2e
