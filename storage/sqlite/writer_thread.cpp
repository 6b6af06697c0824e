#include "storage/sqlite/writer_thread.hpp"

#include <algorithm>
#include <cassert>

namespace redress::storage {
namespace {

// A `done` that throws would leave others unanswered: our bug, and the end of the process.
void tell(Store::Done const& done, std::exception_ptr const& failure) noexcept {
  if (done) done(failure);
}

std::string sentence_of(std::exception_ptr const& failure) {
  if (!failure) return {};
  try {
    std::rethrow_exception(failure);
  } catch (std::exception const& why) {
    return why.what();
  }
}

}  // namespace

WriterThread::WriterThread(std::unique_ptr<Connection> connection, SqliteOptions const& options)
    : commits_(std::move(connection), options),
      batch_units_max_(static_cast<std::size_t>(std::max(1, options.batch_units_max))),
      commits_on_drain_(options.commits_on_drain) {
  if (has_thread()) thread_ = std::thread([this] { work(); });
}

void WriterThread::stop(std::function<void()> before_close) {
  assert(!is_current() && "a unit or a done cannot end the store it runs in");
  {
    std::lock_guard const lock(mutex_);
    stopping_ = true;
    before_close_ = std::move(before_close);
  }
  if (!has_thread()) return work();
  arrived_.notify_one();
  thread_.join();
}

WriterThread::~WriterThread() { assert(!thread_.joinable()); }

void WriterThread::write(Store::Unit unit, Store::Done done) {
  {
    std::lock_guard const lock(mutex_);
    queue_.push_back({std::move(unit), std::move(done)});
    ++queued_ever_;
  }
  arrived_.notify_one();
}

void WriterThread::drain() {
  assert(!is_current() && "drain() inside a unit or a done waits for itself");
  if (!has_thread()) return work_off_here();
  std::unique_lock lock(mutex_);
  answered_.wait(lock, [this, upto = queued_ever_] { return answered_ever_ >= upto; });
}

SqliteStatus WriterThread::status() const {
  std::lock_guard const lock(mutex_);
  auto status = status_;
  status.queued = queued_ever_ - answered_ever_;
  return status;
}

void WriterThread::work() {
  for (auto batch = next_batch(); batch; batch = next_batch()) work_off(*batch);
  before_close_();
  commits_.close();
}

void WriterThread::work_off(std::vector<Pending> const& batch) {
  if (!batch.empty()) {
    in_units_ = in_batch_ = true;
    auto const failures = commits_.commit(batch);
    in_units_ = false;
    answer(batch, failures);
    in_batch_ = false;
    commits_.checkpoint_if_due();
  }
  cut_log_if_asked();
  std::lock_guard const lock(mutex_);
  note_status();
}

void WriterThread::work_off_here() {
  for (;;) {
    std::vector<Pending> batch;
    {
      std::lock_guard const lock(mutex_);
      if (queue_.empty() && cuts_.empty()) return;
      batch = take_batch();
    }
    work_off(batch);
  }
}

bool WriterThread::cut_log() {
  assert(!is_current() && "cut_log() inside a unit or a done waits for itself");
  std::future<bool> cut;
  {
    std::lock_guard const lock(mutex_);
    if (stopping_) return false;
    cut = cuts_.emplace_back().get_future();
  }
  if (!has_thread()) work_off_here();
  arrived_.notify_one();
  return cut.get();
}

void WriterThread::cut_log_if_asked() {
  std::vector<std::promise<bool>> asked;
  {
    std::lock_guard const lock(mutex_);
    asked = std::exchange(cuts_, {});
  }
  if (asked.empty()) return;
  bool const cut = commits_.cut_log();
  for (auto& each : asked) each.set_value(cut);
}

// Waits for units, or for somebody who wants the log cut; nothing when there will be neither.
std::optional<std::vector<Pending>> WriterThread::next_batch() {
  std::unique_lock lock(mutex_);
  arrived_.wait(lock, [this] { return stopping_ || !queue_.empty() || !cuts_.empty(); });
  if (queue_.empty() && cuts_.empty()) return std::nullopt;
  return take_batch();
}

// Under the mutex.
std::vector<Pending> WriterThread::take_batch() {
  std::vector<Pending> batch;
  batch.reserve(std::min(queue_.size(), batch_units_max_));
  while (!queue_.empty() && batch.size() < batch_units_max_) {
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return batch;
}

void WriterThread::answer(std::vector<Pending> const& batch, std::vector<std::exception_ptr> const& failures) {
  for (std::size_t i = 0; i < batch.size(); ++i) tell(batch[i].done, failures[i]);
  {
    std::lock_guard const lock(mutex_);
    answered_ever_ += std::ssize(batch);
    note_status();
  }
  answered_.notify_all();
}

// Under the mutex.
void WriterThread::note_status() {
  status_.failure = sentence_of(commits_.failure());
  status_.units = answered_ever_;
  status_.commits = commits_.commits();
  status_.checkpoints = commits_.checkpoints();
  status_.wal_bytes = commits_.wal_bytes();
}

}  // namespace redress::storage
