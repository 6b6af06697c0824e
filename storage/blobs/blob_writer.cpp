#include "storage/blobs/blob_writer.hpp"

#include "storage/blobs/mime_sniffer.hpp"
#include "storage/common/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>

namespace redress::storage {
namespace {

Fault too_large(std::int64_t size_max_bytes) {
  return {FaultKind::too_large,
          {fmt::format("文件超过 {} 字节", size_max_bytes),
           fmt::format("the file is larger than {} bytes", size_max_bytes)}};
}

}  // namespace

std::filesystem::path blob_path(std::filesystem::path const& folder, std::string_view sha256) {
  return folder / sha256.substr(0, 2) / sha256.substr(2);
}

Result<std::unique_ptr<BlobWriter::Arrival>> BlobWriter::Arrival::begin(std::filesystem::path folder,
                                                                        std::filesystem::path aside,
                                                                        std::int64_t size_max_bytes) {
  int const descriptor = ::open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return file_fault("无法建立文件", "cannot make the file", aside, errno);
  return std::unique_ptr<Arrival>(new Arrival(std::move(folder), std::move(aside), descriptor, size_max_bytes));
}

// After finish() the name aside is gone already, and removing it does nothing.
BlobWriter::Arrival::~Arrival() {
  ::close(descriptor_);
  ::unlink(aside_.c_str());
}

Result<void> BlobWriter::Arrival::append(ledger::Bytes bytes) {
  assert(!spoiled_ && "append() after a fault or after finish()");
  spoiled_ = true;  // until all of it is done
  auto const size = static_cast<std::int64_t>(bytes.size());
  if (size > size_max_bytes_ - size_bytes_) return too_large(size_max_bytes_);
  if (auto const written = write_all(bytes); !written) return written;
  sha256_.update(bytes);
  auto const looked_at = bytes.first(std::min(bytes.size(), sniffed_bytes - head_.size()));
  head_.insert(head_.end(), looked_at.begin(), looked_at.end());
  size_bytes_ += size;
  spoiled_ = false;
  return {};
}

Result<void> BlobWriter::Arrival::write_all(ledger::Bytes bytes) {
  while (!bytes.empty()) {
    auto const written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return file_fault("无法写入文件", "cannot write the file", aside_, errno);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

Result<Blob> BlobWriter::Arrival::finish(Accept const& accept) {
  assert(!spoiled_ && "finish() after a fault or twice");
  spoiled_ = true;
  try {
    Blob blob{ledger::hex(sha256_.finish()), size_bytes_, sniff_mime(head_)};
    if (accept)
      if (auto const accepted = accept(aside_, blob); !accepted) return accepted.error();
    auto const place = blob_path(folder_, blob.sha256);
    // Over the same blob stored before as well: should that have been damaged since, it is whole again.
    if (auto const moved = move_to(place); !moved) return moved.error();
    if (auto const durable = sync_folder(place.parent_path()); !durable) return durable.error();
    return blob;
  } catch (FaultError const& why) {
    return why.fault();
  }
}

// The bytes are on the disk before the name is, so that a name never stands for less than all of them.
Result<void> BlobWriter::Arrival::move_to(std::filesystem::path const& place) {
  if (::fchmod(descriptor_, 0400) != 0) return file_fault("无法设置权限", "cannot set the mode of", aside_, errno);
  if (::fsync(descriptor_) != 0) return file_fault("无法写入磁盘", "cannot make durable", aside_, errno);
  if (::rename(aside_.c_str(), place.c_str()) != 0)
    return file_fault("无法移动文件到", "cannot move a file to", place, errno);
  return {};
}

BlobWriter::BlobWriter(std::unique_ptr<Arrival> arrival) : arrival_(std::move(arrival)) {}
BlobWriter::~BlobWriter() = default;
BlobWriter::BlobWriter(BlobWriter&& other) noexcept = default;
BlobWriter& BlobWriter::operator=(BlobWriter&& other) noexcept = default;

Result<void> BlobWriter::append(ledger::Bytes bytes) { return arrival_->append(bytes); }
Result<Blob> BlobWriter::finish(Accept const& accept) { return arrival_->finish(accept); }

}  // namespace redress::storage
