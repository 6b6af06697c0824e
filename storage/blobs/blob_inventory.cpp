#include "storage/blobs/blob_inventory.hpp"

#include "engine/ledger/hash.hpp"
#include "storage/common/descriptor.hpp"
#include "storage/common/file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <vector>

namespace redress::storage {
namespace {

constexpr std::size_t chunk_bytes = 256 * 1024;

Fault unreadable(std::filesystem::path const& file) {
  return file_fault("无法读取文件", "cannot read the file", file, errno);
}

Result<void> write_all(int to, std::uint8_t const* bytes, std::size_t size, std::filesystem::path const& file) {
  while (size > 0) {
    auto const put = ::write(to, bytes, size);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return file_fault("无法写入文件", "cannot write the file", file, errno);
    bytes += put;
    size -= static_cast<std::size_t>(put);
  }
  return {};
}

// Reads to the end, hashing; `put` gets each piece.
template <class Put>
Result<std::string> read_through(std::filesystem::path const& file, Put put) {
  Descriptor const in(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (in.number() < 0) return unreadable(file);
  ledger::Sha256 hash;
  std::vector<std::uint8_t> piece(chunk_bytes);
  for (;;) {
    auto const got = ::read(in.number(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return unreadable(file);
    if (got == 0) return ledger::hex(hash.finish());
    hash.update({piece.data(), static_cast<std::size_t>(got)});
    if (Result<void> const taken = put(piece.data(), static_cast<std::size_t>(got)); !taken) return taken.error();
  }
}

std::string name_of(std::filesystem::path const& under) {
  auto const folder = under.parent_path().string();
  auto const file = under.filename().string();
  return folder.size() == 2 && file.size() == 62 ? folder + file : under.string();
}

}  // namespace

Result<std::string> sha256_of_file(std::filesystem::path const& file) {
  return read_through(file, [](std::uint8_t const*, std::size_t) { return Result<void>{}; });
}

Result<std::string> copy_file_hashing(std::filesystem::path const& from, std::filesystem::path const& to, int mode) {
  Descriptor const out(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (out.number() < 0) return file_fault("无法建立文件", "cannot make the file", to, errno);
  auto sha256 = read_through(
      from, [&](std::uint8_t const* bytes, std::size_t size) { return write_all(out.number(), bytes, size, to); });
  if (sha256 && ::fsync(out.number()) != 0) return file_fault("无法写入文件", "cannot write the file", to, errno);
  return sha256;
}

Result<std::vector<BlobPlace>> blob_files(std::filesystem::path const& dir) {
  auto const folder = dir / "blobs";
  std::vector<BlobPlace> files;
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) return files;
  for (std::filesystem::recursive_directory_iterator each(folder, error), end; !error && each != end;
       each.increment(error)) {
    auto const under = each->path().lexically_relative(folder);
    bool const is_folder = each->is_directory(error);
    if (is_folder && under == "arriving") each.disable_recursion_pending();
    if (!is_folder && under != "blobs.lock") files.push_back({name_of(under), each->path()});
  }
  if (error) return file_fault("无法读取目录", "cannot read the folder", folder, error.value());
  std::ranges::sort(files, {}, &BlobPlace::path);
  return files;
}

Result<void> each_blob(std::filesystem::path const& dir, std::function<bool(BlobSeen const&)> const& visit) {
  auto const files = blob_files(dir);
  if (!files) return files.error();
  for (auto const& file : *files) {
    auto sha256 = sha256_of_file(file.path);
    if (!sha256) return sha256.error();
    std::error_code error;
    auto const size = static_cast<std::int64_t>(std::filesystem::file_size(file.path, error));
    if (!visit({.name = file.name, .sha256 = std::move(*sha256), .size_bytes = size, .path = file.path})) return {};
  }
  return {};
}

}  // namespace redress::storage
