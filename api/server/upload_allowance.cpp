#include "api/server/upload_allowance.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::api {
namespace {

constexpr std::int64_t day_ms = 24 * hour_ms;

Fault over(Says const& whose, Allowance const& limit, Instant until) {
  auto const end = format_rfc3339(until);
  return {FaultKind::rate_limited,
          {fmt::format("{}一天最多上传 {} 个文件、{} 字节；{} 之后重新计算", whose.zh, limit.files, limit.bytes, end),
           fmt::format("{} may upload {} files and {} bytes a day; it is counted anew from {}", whose.en, limit.files,
                       limit.bytes, end)}};
}

}  // namespace

void UploadAllowance::forget_past_days(Table& table, Instant now) {
  std::erase_if(table, [&](auto const& each) { return each.second.since + day_ms <= now; });
}

Result<void> UploadAllowance::take(Actor const& actor, std::int64_t bytes, Instant now) {
  std::scoped_lock const guard{mutex_};
  forget_past_days(by_token_, now);
  forget_past_days(by_shop_, now);
  auto& token = by_token_.try_emplace(actor.id, Used{now}).first->second;
  auto& shop = by_shop_.try_emplace(actor.shop, Used{now}).first->second;
  auto const fits = [&](Used const& used, Allowance const& limit) {
    return used.files + 1 <= limit.files && used.bytes + bytes <= limit.bytes;
  };
  if (!fits(token, limits_.token_a_day))
    return over({"一个令牌", "one token"}, limits_.token_a_day, token.since + day_ms);
  if (!fits(shop, limits_.shop_a_day)) return over({"一家店铺", "one shop"}, limits_.shop_a_day, shop.since + day_ms);
  for (auto* used : {&token, &shop}) {
    ++used->files;
    used->bytes += bytes;
  }
  return {};
}

void UploadAllowance::give_back(Actor const& actor, std::int64_t bytes) {
  std::scoped_lock const guard{mutex_};
  auto const in = [&](Table& table, std::string const& key) {
    auto const at = table.find(key);
    if (at == table.end()) return;  // its day has ended
    at->second.files = std::max<std::int64_t>(0, at->second.files - 1);
    at->second.bytes = std::max<std::int64_t>(0, at->second.bytes - bytes);
  };
  in(by_token_, actor.id);
  in(by_shop_, actor.shop);
}

}  // namespace redress::api
