#include "api/service/erasure_list.hpp"

#include "storage/common/file.hpp"

#include <boost/json.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <string_view>

namespace redress::api {
namespace {

using boost::json::object;

Fault cannot(std::string_view zh, std::string_view en, std::filesystem::path const& file) {
  return {FaultKind::internal, {fmt::format("{} {}", zh, file.string()), fmt::format("{} {}", en, file.string())}};
}

object json_of(Erasure const& erasure) {
  return {{"v", 1},
          {"shop", erasure.shop},
          {"person", erasure.person},
          {"at", format_rfc3339(erasure.at)},
          {"entry_id", erasure.entry_id},
          {"cases", boost::json::value_from(erasure.cases)}};
}

Result<Erasure> erasure_from(std::string_view line, std::filesystem::path const& file) {
  boost::system::error_code wrong;
  auto const json = boost::json::parse(line, wrong);
  auto const bad = cannot("抹除清单中有无法识别的一行：", "a line is no erasure in", file);
  if (wrong || !json.is_object()) return bad;
  auto const text = [&](std::string_view name) {
    auto const* found = json.get_object().if_contains(name);
    return found && found->is_string() ? std::string(found->get_string()) : std::string{};
  };
  auto const at = parse_rfc3339(text("at"));
  auto const* cases = json.get_object().if_contains("cases");
  if (!at || !cases || !cases->is_array() || text("entry_id").empty()) return bad;
  Erasure erasure{text("shop"), text("person"), *at, text("entry_id"), {}};
  for (auto const& id : cases->get_array()) {
    if (!id.is_string()) return bad;
    erasure.cases.emplace_back(id.get_string());
  }
  return erasure;
}

}  // namespace

Result<ErasureList> ErasureList::open(std::filesystem::path file) {
  ErasureList list(std::move(file));
  auto const kept = storage::read_whole(list.file_);
  if (!kept) return kept.error();
  std::string_view const text = *kept ? std::string_view(**kept) : std::string_view();
  std::size_t start = 0;
  for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n', start)) {
    auto erasure = erasure_from(text.substr(start, end - start), list.file_);
    if (!erasure) return erasure.error();
    list.entry_ids_.insert(erasure->entry_id);
    list.all_.push_back(std::move(*erasure));
    start = end + 1;
  }
  if (start < text.size() && ::truncate(list.file_.c_str(), static_cast<off_t>(start)) != 0)
    return cannot("无法修复", "cannot mend", list.file_);
  return list;
}

Result<void> ErasureList::append(Erasure erasure) {
  if (entry_ids_.contains(erasure.entry_id)) return {};
  int const file = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) return cannot("无法打开", "cannot open", file_);
  auto const before = ::lseek(file, 0, SEEK_END);
  auto const line = boost::json::serialize(json_of(erasure)) + "\n";
  bool written = ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(file) == 0;
  if (!written && before >= 0 && ::ftruncate(file, before) != 0) written = false;
  ::close(file);
  int const folder = ::open(file_.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  bool const named = folder >= 0 && ::fsync(folder) == 0;
  if (folder >= 0) ::close(folder);
  if (!written || !named) return cannot("无法写入", "cannot write", file_);
  entry_ids_.insert(erasure.entry_id);
  all_.push_back(std::move(erasure));
  return {};
}

}  // namespace redress::api
