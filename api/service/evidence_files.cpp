#include "api/service/evidence_files.hpp"

#include "engine/base/utf8.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace redress::api {
namespace {

constexpr std::array<std::string_view, 14> accepted{
    "image/jpeg",      "image/png",
    "image/gif",       "image/webp",
    "image/heic",      "image/heif",
    "video/mp4",       "application/pdf",
    "text/plain",      "text/csv",
    "application/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/zip", "application/x-zip-compressed",
};

bool is_seen(char32_t c) {
  if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD) return false;
  if (c == 0x61C || c == 0x180E || c == 0xFEFF || c == 0x115F || c == 0x1160 || c == 0x3164) return false;
  if ((c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F)) return false;
  return !(c >= 0xFFF9 && c <= 0xFFFB) && !(c >= 0xE0000 && c <= 0xE007F);
}

}  // namespace

std::span<std::string_view const> accepted_file_types() { return accepted; }

Result<void> accept_file_type(std::string_view mime) {
  if (std::ranges::find(accepted, mime) != accepted.end()) return {};
  if (mime == "application/x-empty") return Fault{FaultKind::evidence_rejected, {"文件是空的", "the file is empty"}};
  return Fault{
      FaultKind::evidence_rejected,
      {fmt::format("不收 {} 类型的文件；可用 JPEG、PNG、GIF、WebP、HEIC、MP4、PDF、纯文本、XLSX、CSV、ZIP", mime),
       fmt::format("files of type {} are not taken; JPEG, PNG, GIF, WebP, HEIC, MP4, PDF, plain text, XLSX, "
                   "CSV and ZIP are",
                   mime)}};
}

Result<void> check_quota(EvidenceQuota const& quota, std::span<Evidence const> present, Evidence const& item) {
  auto const is_file = [](Evidence const& each) { return !each.text; };
  auto const files = std::ranges::count_if(present, is_file) + (is_file(item) ? 1 : 0);
  if (files > quota.files)
    return Fault{FaultKind::too_large,
                 {fmt::format("本案已有 {} 个证据文件，最多 {} 个", files - 1, quota.files),
                  fmt::format("the case has {} files of evidence, the limit is {}", files - 1, quota.files)}};
  std::int64_t bytes = item.size_bytes;
  for (auto const& each : present) bytes += each.size_bytes;
  if (bytes > quota.bytes)
    return Fault{FaultKind::too_large,
                 {fmt::format("加上本项，本案证据共 {} 字节，最多 {} 字节", bytes, quota.bytes),
                  fmt::format("with this item the case's evidence has {} bytes, the limit is {}", bytes, quota.bytes)}};
  return {};
}

std::string visible_name(std::string_view name) {
  std::string shown;
  while (!name.empty()) {
    auto const before = name;
    auto const c = take_code_point(name);
    if (!c) {
      shown += fmt::format("\\x{{{:02X}}}", static_cast<unsigned char>(name.front()));
      name.remove_prefix(1);
    } else if (is_seen(*c)) {
      shown += before.substr(0, before.size() - name.size());
    } else {
      shown += fmt::format("\\u{{{:04X}}}", static_cast<std::uint32_t>(*c));
    }
  }
  return shown;
}

}  // namespace redress::api
