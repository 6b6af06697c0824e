#include "storage/common/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace redress::storage {

Fault file_fault(std::string_view zh, std::string_view en, std::filesystem::path const& file, int error) {
  auto const why = std::generic_category().message(error);
  return {FaultKind::internal,
          {fmt::format("{} {}：{}", zh, file.string(), why), fmt::format("{} {}: {}", en, file.string(), why)}};
}

Result<std::optional<std::string>> read_whole(std::filesystem::path const& file) {
  int const descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    if (errno == ENOENT) return std::optional<std::string>();
    return file_fault("无法打开文件", "cannot open the file", file, errno);
  }
  std::string content;
  std::array<char, 16384> piece{};
  ssize_t got = 0;
  do {
    got = ::read(descriptor, piece.data(), piece.size());
    if (got > 0) content.append(piece.data(), static_cast<std::size_t>(got));
  } while (got > 0 || (got < 0 && errno == EINTR));
  int const error = errno;
  ::close(descriptor);
  if (got < 0) return file_fault("无法读取文件", "cannot read the file", file, error);
  return std::optional(std::move(content));
}

Result<void> replace_private_file(std::filesystem::path const& file, std::string_view content) {
  auto const aside = file.string() + ".new";
  int const descriptor = ::open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0) return file_fault("无法建立文件", "cannot make the file", aside, errno);
  bool const written = ::write(descriptor, content.data(), content.size()) == static_cast<ssize_t>(content.size()) &&
                       ::fsync(descriptor) == 0;
  int const error = errno;
  ::close(descriptor);
  if (!written) return file_fault("无法写入文件", "cannot write the file", aside, error);
  if (::rename(aside.c_str(), file.c_str()) != 0)
    return file_fault("无法替换文件", "cannot replace the file", file, errno);
  return sync_folder(file.has_parent_path() ? file.parent_path() : ".");
}

Result<void> sync_folder(std::filesystem::path const& folder) {
  int const descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return file_fault("无法打开目录", "cannot open the folder", folder, errno);
  int const error = ::fsync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  if (error != 0) return file_fault("无法写入目录", "cannot make durable the folder", folder, error);
  return {};
}

Result<void> make_private_folder(std::filesystem::path const& folder) {
  std::error_code error;
  if (std::filesystem::is_directory(folder, error)) return {};
  auto const parent = folder.parent_path();
  if (!parent.empty() && parent != folder)
    if (auto const made = make_private_folder(parent); !made) return made;
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
    return file_fault("无法建立目录", "cannot make the folder", folder, errno);
  return sync_folder(parent.empty() ? std::filesystem::path(".") : parent);
}

Result<void> make_private_file(std::filesystem::path const& file) {
  int const descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    if (errno == EEXIST) return {};
    return file_fault("无法建立文件", "cannot make the file", file, errno);
  }
  ::close(descriptor);
  return sync_folder(file.parent_path());
}

}  // namespace redress::storage
