// The real binary, started as a user would, on a folder of its own and a port the system picks.
#pragma once

#include "api/cli/rpc_client.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace redress::e2e {

/// A folder that goes away with the test.
class Folder {
 public:
  Folder();
  ~Folder();
  std::filesystem::path const& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class ServerProcess {
 public:
  /// Waits for the line "listening on ..."; throws std::runtime_error if it does not come.
  explicit ServerProcess(std::filesystem::path const& data, std::vector<std::string> more = {"--sandbox"});
  ~ServerProcess();  // SIGTERM, and the end is waited for

  void kill();  // SIGKILL: nothing is said, nothing is flushed
  int stop();   // SIGTERM; the exit code

  int pid() const { return pid_; }
  std::string const& url() const { return url_; }
  std::string admin() const;
  /// A token made by the admin.
  std::string token(std::string role, std::string shop);
  cli::RpcClient client(std::string token) const { return cli::RpcClient{{url_, std::move(token)}}; }

 private:
  std::filesystem::path data_;
  int pid_ = -1;
  std::string url_;
};

/// {exit code, stdout} of one run of the binary.
struct Run {
  int exit = -1;
  std::string out;
};
Run run_redress(std::vector<std::string> arguments);

/// Params of a case.open whose order nobody used before; `more` replaces members.
boost::json::object sample_case(std::string kind, int number, boost::json::object claim, boost::json::object more = {});

}  // namespace redress::e2e
