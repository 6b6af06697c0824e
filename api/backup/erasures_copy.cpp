#include "api/backup/erasures_copy.hpp"

#include "storage/common/file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <set>
#include <string>

namespace redress::api {

Result<std::int64_t> join_erasures(std::vector<std::filesystem::path> const& from, std::filesystem::path const& to) {
  constexpr char const* list_name = "erasures.log";
  std::set<std::string> seen;
  std::string joined;
  for (auto const& folder : from) {
    if (folder.empty()) continue;
    auto const kept = storage::read_whole(folder / list_name);
    if (!kept) return kept.error();
    auto const text = kept->value_or(std::string());
    std::size_t start = 0;
    for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n', start)) {
      auto line = text.substr(start, end - start + 1);
      start = end + 1;
      if (seen.insert(line).second) joined += line;
    }
  }
  if (joined.empty()) return 0;
  auto const file = to / list_name;
  int const descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0) return storage::file_fault("无法建立文件", "cannot make the file", file, errno);
  bool const written = ::write(descriptor, joined.data(), joined.size()) == static_cast<ssize_t>(joined.size()) &&
                       ::fsync(descriptor) == 0;
  int const error = errno;
  ::close(descriptor);
  if (!written) return storage::file_fault("无法写入文件", "cannot write the file", file, error);
  return std::ssize(seen);
}

}  // namespace redress::api
