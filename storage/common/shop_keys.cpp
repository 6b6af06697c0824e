#include "storage/common/shop_keys.hpp"

#include "storage/common/file.hpp"

#include <fmt/format.h>

#include <string_view>

namespace redress::storage {
namespace {

Fault no_key(std::filesystem::path const& file) {
  return {FaultKind::internal,
          {fmt::format("缺少 {}：其中的密钥加密了已存的个人信息，请从备份恢复该文件", file.string()),
           fmt::format("{} is missing: what is stored of persons is encrypted under it; restore it from a backup",
                       file.string())}};
}

Fault bad_key(std::filesystem::path const& file) {
  return {FaultKind::internal,
          {fmt::format("{} 不是 64 位十六进制密钥", file.string()),
           fmt::format("{} holds no key of 64 hex characters", file.string())}};
}

}  // namespace

Result<ShopKeys> ShopKeys::open(std::filesystem::path const& dir, bool may_make) {
  auto const file = dir / "personal.key";
  auto const text = read_whole(file);
  if (!text) return text.error();
  if (!*text) {
    if (!may_make) return no_key(file);
    auto const key = SecretKey::drawn();
    if (auto const written = replace_private_file(file, ledger::hex(key.bytes()) + "\n"); !written)
      return written.error();
    return ShopKeys(key);
  }
  auto const line = std::string_view(**text).substr(0, (*text)->find('\n'));
  auto const bytes = ledger::from_hex(line);
  if (!bytes || bytes->size() != 32) return bad_key(file);
  return ShopKeys(SecretKey(*bytes));
}

SecretKey ShopKeys::of(std::string_view shop) const {
  auto const derived = ledger::hmac_sha256(root_.bytes(), ledger::as_bytes(fmt::format("redress shop key:{}", shop)));
  return SecretKey(derived);
}

}  // namespace redress::storage
