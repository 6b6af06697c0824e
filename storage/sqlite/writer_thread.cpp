#include "storage/sqlite/writer_thread.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace redress::storage {
namespace {

// A thread of its own for the sync costs more than it brings where little could be done meanwhile.
constexpr std::size_t worth_overlapping = 4;

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

WriterThread::WriterThread(std::unique_ptr<Connection> connection, SqliteOptions const& options, ReaderPool& readers)
    : commits_(std::move(connection), options),
      readers_(readers),
      batch_units_max_(static_cast<std::size_t>(std::max(1, options.batch_units_max))),
      commits_on_drain_(options.commits_on_drain),
      after_group_(options.after_group),
      owed_([this] { return commits_.sync_log(); }, !options.commits_on_drain) {
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
  for (auto batch = next_batch(); batch; batch = next_batch()) work_off(std::move(*batch));
  before_close_();
  commits_.close();
}

void WriterThread::work_off(std::vector<Pending> batch) {
  if (!batch.empty()) run_and_commit(std::move(batch));
  cut_log_if_asked();
  std::lock_guard const lock(mutex_);
  note_status();
}

// Where the sync of this group is left for later, units wait, so that the next batch is not empty.
void WriterThread::run_and_commit(std::vector<Pending> batch) {
  in_units_ = in_batch_ = true;
  commits_.run(batch, [this] {
    if (outstanding_ && owed_.is_done()) answer_outstanding();
  });
  answer_outstanding();
  bool const overlaps = enough_wait() && !commits_.failure() && readers_.shut();
  Group group{std::move(batch), commits_.commit(overlaps)};
  in_units_ = false;
  if (commits_.owes_sync()) {
    outstanding_ = std::move(group);
    owed_.start();
  } else {
    if (overlaps)
      readers_.open();
    else if (!commits_.failure())
      readers_.moved_on();
    answer(group);
    commits_.learn_if_due();
  }
  in_batch_ = false;
  if (!commits_.is_checkpoint_due()) return;
  answer_outstanding();
  commits_.checkpoint();
}

bool WriterThread::enough_wait() const {
  std::lock_guard const lock(mutex_);
  return queue_.size() >= (has_thread() ? worth_overlapping : 1);
}

// Waits for the sync where one is going on.
void WriterThread::answer_outstanding() {
  if (!outstanding_) return;
  auto group = *std::exchange(outstanding_, std::nullopt);
  if (auto const why = commits_.synced(owed_.wait())) {
    std::ranges::fill(group.failures, why);
    readers_.stay_shut();
  } else {
    readers_.open();
  }
  bool const within_batch = std::exchange(in_batch_, true);
  answer(group);
  in_batch_ = within_batch;
}

void WriterThread::work_off_here() {
  for (;;) {
    std::vector<Pending> batch;
    {
      std::lock_guard const lock(mutex_);
      if (queue_.empty() && cuts_.empty()) return;
      batch = take_batch();
    }
    work_off(std::move(batch));
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
  answer_outstanding();
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

void WriterThread::answer(Group const& group) {
  bool const within_units = std::exchange(in_units_, false);
  for (std::size_t i = 0; i < group.batch.size(); ++i) tell(group.batch[i].done, group.failures[i]);
  in_units_ = within_units;
  {
    std::lock_guard const lock(mutex_);
    answered_ever_ += std::ssize(group.batch);
    note_status();
  }
  answered_.notify_all();
  if (after_group_) after_group_();
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
