#include "storage/tlog/row_file.hpp"

#include "storage/common/file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>

namespace redress::storage {

RowFile::RowFile(std::filesystem::path file) : path_(std::move(file)) {
  descriptor_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor_ < 0) fail(errno);
  auto const end = ::lseek(descriptor_, 0, SEEK_END);
  if (end < 0) fail(errno);
  size_ = static_cast<std::uint64_t>(end);
}

RowFile::~RowFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void RowFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    auto const wrote = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(size_));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) fail(wrote < 0 ? errno : ENOSPC);
    size_ += static_cast<std::uint64_t>(wrote);
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
}

void RowFile::read(std::uint64_t from, std::span<char> into) const {
  assert(into.empty() || from + into.size() <= size_);
  while (!into.empty()) {
    auto const got = ::pread(descriptor_, into.data(), into.size(), static_cast<off_t>(from));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) fail(got < 0 ? errno : EIO);  // shorter than it was: somebody else cut it
    from += static_cast<std::uint64_t>(got);
    into = into.subspan(static_cast<std::size_t>(got));
  }
}

void RowFile::cut(std::uint64_t size) {
  if (::ftruncate(descriptor_, static_cast<off_t>(size)) != 0) fail(errno);
  size_ = size;
}

void RowFile::sync() {
  if (::fdatasync(descriptor_) != 0) fail(errno);
}

void RowFile::fail(int error) const {
  throw FaultError(file_fault("总账文件读写失败", "cannot read or write the ledger's file", path_, error));
}

}  // namespace redress::storage
