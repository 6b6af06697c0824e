#include "api/packs/platform_limits.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::packs {
namespace {

std::vector<PlatformLimit> const& table() {
  static std::vector<std::string_view> const gif_jpg_png{"image/gif", "image/jpeg", "image/png"};
  static std::vector<PlatformLimit> const limits{
      {.call = "taobao.refund.refuse",
       .use = {"拒绝退款时的凭证", "the proof of a refusal"},
       .platforms = {"taobao", "tmall"},
       .mimes = gif_jpg_png,
       .image_bytes_max = 130'000,
       .confidence = "high",
       .source = "S3"},
      {.call = "taobao.rp.returngoods.refuse",
       .use = {"拒收退货时的凭证", "the proof for refusing returned goods"},
       .platforms = {"tmall"},
       .image_bytes_max = 5'000'000,
       .confidence = "high",
       .source = "S3"},
      {.call = "taobao.refund.message.add",
       .use = {"退款留言与举证", "dispute messages and evidence"},
       .platforms = {"taobao", "tmall"},
       .mimes = gif_jpg_png,
       .image_bytes_max = 500'000,
       .text_bytes_max = 400,
       .confidence = "high",
       .source = "S3"},
      {.call = "refund page voucher",
       .use = {"退款页面上传凭证", "vouchers on the refund page"},
       .platforms = {"taobao", "tmall"},
       .mimes = gif_jpg_png,
       .image_bytes_max = 5'000'000,
       .images_max = 5,
       .confidence = "medium",
       .source = "S76"},
  };
  return limits;
}

bool serves(PlatformLimit const& limit, std::string_view platform) {
  return std::ranges::find(limit.platforms, platform) != limit.platforms.end();
}

std::string joined(std::vector<std::string_view> const& mimes) { return fmt::format("{}", fmt::join(mimes, ", ")); }

LimitFinding too_long(PlatformLimit const& limit, std::int64_t bytes) {
  return {&limit,
          {fmt::format("文字 {} 字节，该处至多 {} 字节", bytes, limit.text_bytes_max),
           fmt::format("{} bytes of text, at most {} there", bytes, limit.text_bytes_max)}};
}

LimitFinding wrong_type(PlatformLimit const& limit, std::string_view mime) {
  return {&limit,
          {fmt::format("类型 {}，该处只收 {}", mime, joined(limit.mimes)),
           fmt::format("{} is not taken there: {}", mime, joined(limit.mimes))}};
}

LimitFinding too_large(PlatformLimit const& limit, std::int64_t bytes) {
  return {&limit,
          {fmt::format("{} 字节，该处至多 {} 字节", bytes, limit.image_bytes_max),
           fmt::format("{} bytes, at most {} there", bytes, limit.image_bytes_max)}};
}

}  // namespace

std::span<PlatformLimit const> platform_limits() { return table(); }

bool is_image(std::string_view mime) { return mime.starts_with("image/"); }

std::vector<LimitFinding> limits_passed(std::string_view platform, LimitedItem const& item) {
  std::vector<LimitFinding> findings;
  for (auto const& limit : table()) {
    if (!serves(limit, platform)) continue;
    if (item.text) {
      if (limit.text_bytes_max > 0 && item.size_bytes > limit.text_bytes_max)
        findings.push_back(too_long(limit, item.size_bytes));
      continue;
    }
    bool const taken =
        limit.mimes.empty() ? is_image(item.mime) : std::ranges::find(limit.mimes, item.mime) != limit.mimes.end();
    if (!taken && !limit.mimes.empty())
      findings.push_back(wrong_type(limit, item.mime));
    else if (taken && limit.image_bytes_max > 0 && item.size_bytes > limit.image_bytes_max)
      findings.push_back(too_large(limit, item.size_bytes));
  }
  return findings;
}

std::vector<LimitFinding> counts_passed(std::string_view platform, std::int64_t images) {
  std::vector<LimitFinding> findings;
  for (auto const& limit : table())
    if (serves(limit, platform) && limit.images_max > 0 && images > limit.images_max)
      findings.push_back(
          {&limit,
           {fmt::format("{} 张图片，该处每次至多 {} 张，须分次提交", images, limit.images_max),
            fmt::format("{} images, at most {} in one message there: send several", images, limit.images_max)}});
  return findings;
}

}  // namespace redress::packs
