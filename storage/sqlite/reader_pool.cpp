#include "storage/sqlite/reader_pool.hpp"

#include "storage/sqlite/sqlite_reader.hpp"

namespace redress::storage {
namespace {

constexpr std::size_t kept_max = 16;

}  // namespace

// A connection for as long as one read lasts, with a transaction around it.
class ReaderPool::Snapshot {
 public:
  explicit Snapshot(ReaderPool& pool) : pool_(pool), connection_(pool.take()) {
    connection_->execute(queries::begin_read);
    connection_->run(queries::look).next();
  }
  ~Snapshot() {
    connection_->roll_back();
    if (!connection_->damage()) pool_.give_back(std::move(connection_));
  }
  Snapshot(Snapshot const&) = delete;
  Snapshot& operator=(Snapshot const&) = delete;

  Connection& connection() { return *connection_; }

 private:
  ReaderPool& pool_;
  std::unique_ptr<Connection> connection_;
};

void ReaderPool::read(std::function<void(StoreReader&)> const& body) {
  look([&](Connection& connection) {
    SqliteReads<StoreReader> reader(connection);
    body(reader);
  });
}

void ReaderPool::look(std::function<void(Connection&)> const& body) {
  Snapshot snapshot(*this);
  body(snapshot.connection());
}

void ReaderPool::clear() {
  std::lock_guard const lock(mutex_);
  kept_.clear();
}

std::unique_ptr<Connection> ReaderPool::take() {
  {
    std::lock_guard const lock(mutex_);
    if (!kept_.empty()) {
      auto connection = std::move(kept_.back());
      kept_.pop_back();
      return connection;
    }
  }
  auto connection = std::make_unique<Connection>(file_, Connection::Use::reading, vfs_);
  connection->use_keys(keys_);
  connection->use_dictionaries(dictionaries_);
  return connection;
}

void ReaderPool::give_back(std::unique_ptr<Connection> connection) {
  std::lock_guard const lock(mutex_);
  if (kept_.size() < kept_max) kept_.push_back(std::move(connection));
}

}  // namespace redress::storage
