// The write-ahead log as the writer's connection sees it: SQLite's own file with two things in front.
//
// Gathering: SQLite writes each frame in two calls, a head of 24 bytes and a page. Here they gather, and go out in
// large pieces when the last frame of a commit is there, or anything else is asked of the file. Nobody reads a frame
// before SQLite has been told that its commit's frames are written.
//
// Putting off: between put_off_sync() and takes_what_is_owed() a commit's sync is not made but owed; sync(), from any
// thread, makes it. Until then nothing of that commit may be answered or shown (docs/decisions). Every other sync is
// made when SQLite asks for it: a checkpoint's, and that of the log's own head, which is known by where it stands. What
// comes after a new head may not reach the disk before it.
//
// One object for each connection, which it outlives. Threads: the connection's, but for sync(), during which the
// connection may read and begin, but neither commit nor checkpoint nor close.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace redress::storage {

class WriteLog {
 public:
  /// `vfs` is SQLite's name of the disk to use, "" the real one.
  explicit WriteLog(std::string const& vfs);
  ~WriteLog();
  WriteLog(WriteLog const&) = delete;
  WriteLog& operator=(WriteLog const&) = delete;

  /// SQLite's name of the disk with the log in front; `vfs` itself where there is no such disk.
  std::string const& vfs() const;

  void put_off_sync();
  /// Ends what put_off_sync() began. Whether a sync is owed since.
  bool takes_what_is_owed();
  /// SQLite's code.
  int sync();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace redress::storage
