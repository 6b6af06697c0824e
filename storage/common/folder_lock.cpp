#include "storage/common/folder_lock.hpp"

#include "storage/common/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <utility>

namespace redress::storage {
namespace {

std::string holder_of(int descriptor) {
  std::array<char, 32> text{};
  auto const length = ::pread(descriptor, text.data(), text.size(), 0);
  std::string pid(text.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
  return pid.substr(0, pid.find('\n'));
}

void write_holder(int descriptor) {
  auto const pid = fmt::format("{}\n", ::getpid());
  // Only the sentence for the next one who asks depends on it, so a disk that is full does not matter here.
  if (::ftruncate(descriptor, 0) != 0 || ::pwrite(descriptor, pid.data(), pid.size(), 0) < 0) return;
}

}  // namespace

Result<FolderLock> FolderLock::take(std::filesystem::path const& file) {
  int const descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return file_fault("无法打开锁文件", "cannot open the lock file", file, errno);
  FolderLock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) {
    write_holder(descriptor);
    return lock;
  }
  if (errno != EWOULDBLOCK) return file_fault("无法锁定", "cannot lock", file, errno);
  auto const holder = holder_of(descriptor);
  return Fault{FaultKind::internal,
               {fmt::format("数据目录 {} 正被进程 {} 使用", file.parent_path().string(), holder),
                fmt::format("the folder {} is in use by process {}", file.parent_path().string(), holder)}};
}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

FolderLock::FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

}  // namespace redress::storage
