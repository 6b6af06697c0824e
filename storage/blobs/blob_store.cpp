#include "storage/blobs/blob_store.hpp"

#include "storage/blobs/blob_writer.hpp"
#include "storage/blobs/mime_sniffer.hpp"
#include "storage/common/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <vector>

namespace redress::storage {
namespace {

constexpr std::string_view arriving = "arriving";

bool is_sha256(std::string_view text) {
  return text.size() == 64 &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// All of them before the first blob: a folder made together with a blob would need a sync of its own.
Result<void> make_folders(std::filesystem::path const& folder) {
  for (int first_byte = 0; first_byte < 256; ++first_byte) {
    auto const name = folder / fmt::format("{:02x}", first_byte);
    if (::mkdir(name.c_str(), 0700) != 0 && errno != EEXIST)
      return file_fault("无法建立目录", "cannot make the folder", name, errno);
  }
  return sync_folder(folder);
}

// The file's beginning, for sniffing; fewer bytes only where the file ends.
Result<std::vector<std::uint8_t>> head_of(int descriptor, std::filesystem::path const& file) {
  std::vector<std::uint8_t> head(sniffed_bytes);
  std::size_t size = 0;
  while (size < head.size()) {
    auto const got = ::read(descriptor, head.data() + size, head.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return file_fault("无法读取文件", "cannot read the file", file, errno);
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  head.resize(size);
  return head;
}

Result<std::optional<BlobStore::Found>> look_at(int descriptor, std::filesystem::path const& file) {
  struct stat about {};
  if (::fstat(descriptor, &about) != 0) return file_fault("无法读取文件", "cannot read the file", file, errno);
  auto const head = head_of(descriptor, file);
  if (!head) return head.error();
  try {
    return BlobStore::Found{file, about.st_size, sniff_mime(*head)};
  } catch (FaultError const& why) {
    return why.fault();
  }
}

}  // namespace

Result<std::unique_ptr<BlobStore>> BlobStore::open(std::filesystem::path const& dir) {
  auto const folder = dir / "blobs";
  if (auto const made = make_private_folder(folder / arriving); !made) return made.error();
  auto lock = FolderLock::take(folder / "blobs.lock");
  if (!lock) return lock.error();
  if (auto const made = make_folders(folder); !made) return made.error();
  std::error_code error;
  for (auto const& left : std::filesystem::directory_iterator(folder / arriving, error))
    std::filesystem::remove(left.path(), error);
  if (error) return file_fault("无法清理目录", "cannot clear the folder", folder / arriving, error.value());
  return std::unique_ptr<BlobStore>(new BlobStore(folder, std::move(*lock)));
}

Result<BlobWriter> BlobStore::writer(std::int64_t size_max_bytes) {
  auto const aside = folder_ / arriving / fmt::format("{}", ++arrivals_);
  auto arrival = BlobWriter::Arrival::begin(folder_, aside, size_max_bytes);
  if (!arrival) return arrival.error();
  return BlobWriter(std::move(*arrival));
}

Result<std::optional<BlobStore::Found>> BlobStore::find(std::string_view sha256) const {
  if (!is_sha256(sha256)) return std::optional<Found>{};
  auto const file = blob_path(folder_, sha256);
  int const descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    if (errno == ENOENT) return std::optional<Found>{};
    return file_fault("无法打开文件", "cannot open the file", file, errno);
  }
  auto found = look_at(descriptor, file);
  ::close(descriptor);
  return found;
}

Result<void> BlobStore::remove(std::string_view sha256) {
  if (!is_sha256(sha256)) return {};
  auto const file = blob_path(folder_, sha256);
  if (::unlink(file.c_str()) != 0) {
    if (errno == ENOENT) return {};
    return file_fault("无法删除文件", "cannot remove the file", file, errno);
  }
  return sync_folder(file.parent_path());
}

}  // namespace redress::storage
