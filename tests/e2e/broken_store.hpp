// A store made by the real binary, and copies of it that are broken in one place each.
#pragma once

#include "tests/e2e/server_process.hpp"

#include <string>

namespace redress::e2e {

/// One case paid back with a file and a text of evidence, one refused, one compensated, one that waits; a signed
/// checkpoint. Made once.
class SoundStore {
 public:
  SoundStore();
  std::filesystem::path const& path() const { return folder_.path(); }
  std::string const& file_sha256() const { return file_sha256_; }
  std::string const& paid_case() const { return paid_case_; }

 private:
  void fill(ServerProcess& server);
  Folder folder_;
  std::string file_sha256_;
  std::string paid_case_;
};

class BrokenStore {
 public:
  explicit BrokenStore(SoundStore const& of) : BrokenStore(of.path()) {}
  explicit BrokenStore(std::filesystem::path const& of);
  std::filesystem::path const& path() const { return folder_.path(); }

  void sql(std::string const& statement) const;
  std::string text(std::string const& query) const;
  std::int64_t integer(std::string const& query) const;
  /// Gives the entry other bytes and their hash, and everything after it in its case the right links: what somebody
  /// does who may write the whole file.
  void rewrite(std::int64_t seq, std::string const& what, std::string const& by) const;

  /// Signs the tree of all entries as they are now with the store's own key and puts that in place of what was signed
  /// last: what somebody does who has the key as well.
  void sign_anew() const;

  /// The answer of `redress --json audit verify --data`.
  boost::json::object verify(int expected_exit, std::vector<std::string> more = {}) const;

 private:
  Folder folder_;
};

}  // namespace redress::e2e
