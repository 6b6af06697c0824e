#include "storage/sqlite/reader_pool.hpp"

#include "storage/sqlite/sqlite_reader.hpp"

#include <algorithm>
#include <cassert>
#include <exception>
#include <utility>

namespace redress::storage {
namespace {

constexpr std::size_t kept_max = 16;
constexpr std::size_t ready_min = 3;  // as many as read at once, mostly; each costs a commit some microseconds

void begin(Connection& connection) {
  connection.execute(queries::begin_read);
  connection.run(queries::look).next();
}

}  // namespace

// A connection for as long as one read lasts, with a transaction around it.
class ReaderPool::Snapshot {
 public:
  explicit Snapshot(ReaderPool& pool) : pool_(pool), reader_(pool.take()) {}
  ~Snapshot() { pool_.give_back(std::move(reader_)); }
  Snapshot(Snapshot const&) = delete;
  Snapshot& operator=(Snapshot const&) = delete;

  Connection& connection() { return *reader_.connection; }

 private:
  ReaderPool& pool_;
  Reader reader_;
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

std::unique_ptr<Connection> ReaderPool::connected() const {
  auto connection = std::make_unique<Connection>(file_, Connection::Use::reading, vfs_);
  connection->use_keys(keys_);
  connection->use_dictionaries(dictionaries_);
  return connection;
}

// Under the mutex.
void ReaderPool::keep(std::unique_ptr<Connection> connection) {
  if (!connection->damage() && kept_.size() < kept_max) kept_.push_back(std::move(connection));
}

// Under the mutex.
bool ReaderPool::may_take() const { return !is_shut_ || !ready_.empty() || (stays_shut_ && lent_ == 0); }

ReaderPool::Reader ReaderPool::take() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ++waiting_;
    changed_.wait(lock, [this] { return may_take(); });
    --waiting_;
    if (is_shut_ && ready_.empty())
      throw FaultError(
          {FaultKind::internal,
           {"存储已停止，且已无法读取：请重新启动", "the store has stopped and can no longer be read: restart it"}});
    if (is_shut_) {
      auto reader = std::move(ready_.back());
      ready_.pop_back();
      ++lent_;
      return reader;
    }
    if (!kept_.empty()) break;
    lock.unlock();
    auto made = connected();  // takes its time
    lock.lock();
    kept_.push_back(std::move(made));
  }
  Reader reader{std::move(kept_.back()), moment_};
  kept_.pop_back();
  ++beginning_;
  lock.unlock();
  std::exception_ptr failure;
  try {
    begin(*reader.connection);
  } catch (...) {  // whatever it is: shut() waits for who began
    failure = std::current_exception();
    reader.connection->roll_back();
  }
  lock.lock();
  if (--beginning_ == 0 && is_shut_) changed_.notify_all();  // shut() waits for that
  if (failure) std::rethrow_exception(failure);
  ++lent_;
  return reader;
}

void ReaderPool::give_back(Reader reader) {
  {
    std::lock_guard const lock(mutex_);
    --lent_;
    bool const serves_again = is_shut_ && reader.moment == moment_ && !reader.connection->damage() &&
                              reader.connection->in_transaction() && ready_.size() < kept_max;
    if (serves_again) {
      ready_.push_back(std::move(reader));
      changed_.notify_all();
      return;
    }
    if (stays_shut_) changed_.notify_all();
  }
  reader.connection->roll_back();
  std::lock_guard const lock(mutex_);
  keep(std::move(reader.connection));
}

bool ReaderPool::shut() {
  std::unique_lock lock(mutex_);
  assert(!is_shut_ && ready_.empty());
  auto const wanted = std::min(std::max(ready_min, waiting_), kept_max);
  is_shut_ = true;
  changed_.wait(lock, [this] { return beginning_ == 0; });
  try {
    while (ready_.size() < wanted) {
      if (kept_.empty()) kept_.push_back(connected());
      begin(*kept_.back());
      ready_.push_back({std::move(kept_.back()), moment_});
      kept_.pop_back();
    }
  } catch (FaultError const&) {  // too many open files, say
    if (!kept_.empty()) kept_.pop_back();
    is_shut_ = !ready_.empty();
  }
  changed_.notify_all();
  return is_shut_;
}

void ReaderPool::open() {
  std::vector<Reader> readers;
  {
    std::lock_guard const lock(mutex_);
    assert(is_shut_);
    is_shut_ = false;
    ++moment_;
    readers = std::exchange(ready_, {});
  }
  changed_.notify_all();
  for (auto& reader : readers) reader.connection->roll_back();
  std::lock_guard const lock(mutex_);
  for (auto& reader : readers) keep(std::move(reader.connection));
}

void ReaderPool::stay_shut() {
  {
    std::lock_guard const lock(mutex_);
    stays_shut_ = true;
  }
  changed_.notify_all();
}

void ReaderPool::moved_on() {
  std::lock_guard const lock(mutex_);
  ++moment_;
}

void ReaderPool::clear() {
  std::lock_guard const lock(mutex_);
  for (auto& reader : ready_) reader.connection->roll_back();
  ready_.clear();
  kept_.clear();
}

}  // namespace redress::storage
