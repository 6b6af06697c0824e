#include "storage/common/shop_keys.hpp"

#include "storage/common/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <string>

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

// Written aside and renamed: an empty file after a crash would be taken for a lost key.
Result<void> write_key(std::filesystem::path const& file, SecretKey const& key) {
  auto const aside = file.string() + ".new";
  int const descriptor = ::open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0) return file_fault("无法建立文件", "cannot make the file", aside, errno);
  auto const line = ledger::hex(key.bytes()) + "\n";
  bool const written =
      ::write(descriptor, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(descriptor) == 0;
  int const error = errno;
  ::close(descriptor);
  if (!written) return file_fault("无法写入文件", "cannot write the file", aside, error);
  if (::rename(aside.c_str(), file.c_str()) != 0)
    return file_fault("无法建立文件", "cannot make the file", file, errno);
  return sync_folder(file.parent_path());
}

}  // namespace

Result<ShopKeys> ShopKeys::open(std::filesystem::path const& dir, bool may_make) {
  auto const file = dir / "personal.key";
  std::ifstream in{file};
  if (!in && !may_make) return no_key(file);
  if (!in) {
    auto const key = SecretKey::drawn();
    if (auto const written = write_key(file, key); !written) return written.error();
    return ShopKeys(key);
  }
  std::string line;
  std::getline(in, line);
  auto const bytes = ledger::from_hex(line);
  if (!bytes || bytes->size() != 32) return bad_key(file);
  return ShopKeys(SecretKey(*bytes));
}

SecretKey ShopKeys::of(std::string_view shop) const {
  auto const derived = ledger::hmac_sha256(root_.bytes(), ledger::as_bytes(fmt::format("redress shop key:{}", shop)));
  return SecretKey(derived);
}

}  // namespace redress::storage
