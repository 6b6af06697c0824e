// An empty folder that goes with the object; in memory where the machine has room for it there, because an fsync a test
// costs minutes and no test that uses it pulls the plug.
#pragma once

#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>

namespace redress {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::filesystem::path const in_memory = "/dev/shm";
    bool const has_memory = ::access(in_memory.c_str(), W_OK) == 0;
    auto name = ((has_memory ? in_memory : std::filesystem::temp_directory_path()) / "redress-test-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }
  TemporaryFolder(TemporaryFolder const&) = delete;
  TemporaryFolder& operator=(TemporaryFolder const&) = delete;
  std::filesystem::path const& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace redress
