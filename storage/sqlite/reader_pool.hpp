// Read-only connections kept for the next read: each read has one to itself, on a snapshot of the last commit that is
// durable.
//
// Threads: any. Connections are made when all are taken, so reads never wait for each other; a few are kept. While a
// commit that SQLite shows already waits for its sync, the pool is shut: who reads then gets one of the snapshots that
// were taken before that commit, and waits for the sync where all of them are in use.
#pragma once

#include "engine/cases/store.hpp"
#include "storage/sqlite/connection.hpp"

#include <condition_variable>
#include <cstdint>
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

  // ---- for the writer's thread alone

  /// To be called before a commit whose sync is put off. False where no snapshot could be taken: then the pool is open
  /// still, and the commit must sync.
  bool shut();
  /// Everything that is committed is durable.
  void open();
  /// It never will be: reading goes on with the snapshots there are, and once the last of them failed, with none.
  void stay_shut();
  /// A commit with a sync of its own was made.
  void moved_on();

  /// Closes the connections that are kept; no read may be running.
  void clear();

 private:
  class Snapshot;

  // A connection in a read transaction, which sees what was durable at the moment.
  struct Reader {
    std::unique_ptr<Connection> connection;
    std::uint64_t moment = 0;
  };

  Reader take();
  bool may_take() const;
  void give_back(Reader reader);
  std::unique_ptr<Connection> connected() const;
  void keep(std::unique_ptr<Connection> connection);

  std::filesystem::path const file_;
  std::string const vfs_;
  std::shared_ptr<ShopKeys const> const keys_;
  std::shared_ptr<Dictionaries> const dictionaries_;

  std::mutex mutex_;  // guards everything below
  std::condition_variable changed_;
  std::vector<std::unique_ptr<Connection>> kept_;
  std::vector<Reader> ready_;  // while it is shut
  std::uint64_t moment_ = 0;
  std::size_t beginning_ = 0;
  std::size_t waiting_ = 0;
  std::size_t lent_ = 0;
  bool is_shut_ = false;
  bool stays_shut_ = false;
};

}  // namespace redress::storage
