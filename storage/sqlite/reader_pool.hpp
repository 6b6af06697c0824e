// Read-only connections kept for the next read: each read has one to itself, on a snapshot of the last commit.
//
// Threads: any. Connections are made when all are taken, so reads never wait for each other; a few are kept.
#pragma once

#include "engine/cases/store.hpp"
#include "storage/sqlite/connection.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace redress::storage {

class ReaderPool {
 public:
  ReaderPool(std::filesystem::path file, std::string vfs, std::shared_ptr<ShopKeys const> keys,
             std::shared_ptr<Dictionaries> dictionaries)
      : file_(std::move(file)), vfs_(std::move(vfs)), keys_(std::move(keys)), dictionaries_(std::move(dictionaries)) {}

  void read(std::function<void(StoreReader&)> const& body);
  /// The same moment's tables, for those who read them whole.
  void look(std::function<void(Connection&)> const& body);

  /// Closes the connections that are kept; no read may be running.
  void clear();

 private:
  class Snapshot;

  std::unique_ptr<Connection> take();
  void give_back(std::unique_ptr<Connection> connection);

  std::filesystem::path const file_;
  std::string const vfs_;
  std::shared_ptr<ShopKeys const> const keys_;
  std::shared_ptr<Dictionaries> const dictionaries_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> kept_;
};

}  // namespace redress::storage
