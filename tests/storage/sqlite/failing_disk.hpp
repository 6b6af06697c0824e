// A disk that does what the real one does until it is told to fail: SQLite's own VFS with switches in front.
//
// One disk per name; the switches may be turned from any thread. Counts how often each fault fired, so that a test can
// say that it did.
#pragma once

#include <atomic>
#include <functional>
#include <string>

namespace redress::storage {

struct FailingDisk {
  /// Registers the disk under a name for SqliteOptions::vfs; it stays for the life of the process.
  static FailingDisk& named(std::string const& name);

  std::atomic<bool> fail_log_sync = false;    // fsync of the write-ahead log
  std::atomic<bool> fail_log_write = false;   // write to the write-ahead log
  std::atomic<bool> full_log = false;         // no room for the write-ahead log
  std::atomic<bool> fail_file_write = false;  // write to the main file, which only checkpoints do

  std::atomic<bool> hold_log_sync = false;  // it takes until this is turned off again
  std::function<void()> before_log_sync;    // in the thread that syncs; to be set while nobody writes

  std::atomic<int> held_syncs = 0;
  std::atomic<int> log_writes = 0;  // that went well
  std::atomic<int> failed_syncs = 0;
  std::atomic<int> failed_writes = 0;
  std::atomic<int> refused_writes = 0;
  std::atomic<int> log_syncs = 0;  // that went well

  bool is_registered = false;
};

}  // namespace redress::storage
