// Holds a folder for this process alone, as long as the object lives (flock on a file in it).
//
// The lock ends with the process, however it ends. It keeps out those who ask; programs that open the files without
// asking are not seen.
#pragma once

#include "engine/base/fault.hpp"

#include <filesystem>

namespace redress::storage {

class FolderLock {
 public:
  /// Makes the file (mode 0600) and writes this process's id into it. Fault `internal`: another holder, whose process
  /// id the sentence names, or a folder where no file can be made.
  static Result<FolderLock> take(std::filesystem::path const& file);

  ~FolderLock();
  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&& other) noexcept;

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_ = -1;
};

}  // namespace redress::storage
