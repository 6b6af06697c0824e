#include "storage/sqlite/group_commit.hpp"

#include <algorithm>

namespace redress::storage {
namespace {

constexpr std::int64_t page_bytes = 4096;
constexpr std::int64_t frame_bytes = page_bytes + 24;  // a page and its head in the write-ahead log

// A log this many times its usual size has readers in its way for long: worth waiting for them.
constexpr std::int64_t patience = 8;

}  // namespace

GroupCommit::GroupCommit(std::unique_ptr<Connection> connection, SqliteOptions const& options)
    : connection_(std::move(connection)),
      writer_(std::make_unique<SqliteWriter>(*connection_, options.learn_after)),
      checkpoint_pages_(std::max<std::int64_t>(1, options.checkpoint_wal_bytes / frame_bytes)),
      checkpoint_at_pages_(checkpoint_pages_) {}

void GroupCommit::run(std::span<Pending const> batch, std::function<void()> const& between) {
  failures_.assign(batch.size(), failure_);
  lost_ = failure_;
  if (failure_) return;
  before_ = writer_->place();
  try {
    connection_->begin();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      failures_[i] = run(batch[i].unit);
      between();
      if (failure_) std::rethrow_exception(failure_);  // what this group is built on is not durable
    }
  } catch (...) {
    give_up();
  }
}

std::vector<std::exception_ptr> GroupCommit::commit(bool may_put_off_sync) {
  if (lost_) return std::move(failures_);
  try {
    if (failure_) std::rethrow_exception(failure_);
    may_put_off_sync = may_put_off_sync && !writer_->is_due_to_learn();
    writer_->index_words();
    if (may_put_off_sync) connection_->log().put_off_sync();
    connection_->commit();
    owes_sync_ = may_put_off_sync && connection_->log().takes_what_is_owed();
  } catch (...) {
    if (may_put_off_sync) connection_->log().takes_what_is_owed();
    give_up();
    return std::move(failures_);
  }
  writer_->committed();  // outside of what may be undone
  if (!owes_sync_) writer_->durable();
  ++commits_;
  return std::move(failures_);
}

// In a catch clause: nothing of the group stays.
void GroupCommit::give_up() noexcept {
  lost_ = std::current_exception();
  std::ranges::fill(failures_, lost_);
  connection_->roll_back();
  writer_->return_to(before_);
  fail_where_damaged();
}

std::exception_ptr GroupCommit::synced(int code) {
  owes_sync_ = false;
  auto const why = connection_->log_synced(code);
  if (why)
    fail_where_damaged();
  else
    writer_->durable();
  return why;
}

// What the unit threw, or null. Throws where not only the unit is lost.
std::exception_ptr GroupCommit::run(Store::Unit const& unit) {
  auto const before = writer_->place();
  Savepoint savepoint(*connection_);
  writer_->begin_unit();
  std::exception_ptr failure;
  try {
    unit(*writer_);
    savepoint.release();
  } catch (...) {
    failure = std::current_exception();
  }
  connection_->check();
  if (failure) {
    savepoint.undo();
    writer_->return_to(before);
  }
  return failure;
}

void GroupCommit::fail_where_damaged() {
  auto const damage = connection_->damage();
  if (!damage) return;
  try {
    std::rethrow_exception(damage);
  } catch (FaultError const& why) {
    auto const& says = why.fault().says;
    failure_ =
        std::make_exception_ptr(FaultError({FaultKind::internal,
                                            {"存储已停止写入，需重新启动：" + says.zh,
                                             "the store takes no more writes until it is restarted: " + says.en}}));
  }
}

void GroupCommit::learn_if_due() {
  if (lost_) return;
  writer_->learn_if_due();
  fail_where_damaged();
}

bool GroupCommit::is_checkpoint_due() {
  pages_ = connection_->wal_pages();
  if (pages_ < pages_before_) checkpoint_at_pages_ = checkpoint_pages_;  // the log began again
  pages_before_ = pages_;
  return !failure_ && pages_ >= checkpoint_at_pages_;
}

void GroupCommit::checkpoint() {
  if (failure_) return;
  try {
    connection_->checkpoint(pages_ < patience * checkpoint_pages_ ? Connection::Checkpoint::passive
                                                                  : Connection::Checkpoint::restart);
    ++checkpoints_;
  } catch (DiskError const&) {  // everything is in the log still; a full disk may pass
    fail_where_damaged();
  }
  checkpoint_at_pages_ = pages_ + checkpoint_pages_;
}

bool GroupCommit::cut_log() {
  if (failure_) return false;
  try {
    bool const cut = connection_->checkpoint(Connection::Checkpoint::cut);
    checkpoints_ += cut ? 1 : 0;
    return cut;
  } catch (DiskError const&) {
    fail_where_damaged();
    return false;
  }
}

void GroupCommit::close() {
  try {
    if (!failure_ && connection_->checkpoint(Connection::Checkpoint::truncate)) ++checkpoints_;
  } catch (DiskError const&) {
    fail_where_damaged();
  }
  if (failure_) connection_->leave_log();
  writer_.reset();
  connection_.reset();
}

std::int64_t GroupCommit::wal_bytes() const { return pages_before_ * frame_bytes; }

}  // namespace redress::storage
