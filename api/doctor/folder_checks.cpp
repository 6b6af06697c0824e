#include "api/doctor/checkup.hpp"
#include "storage/common/folder_lock.hpp"
#include "storage/sqlite/store_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <vector>

namespace redress::api {
namespace {

constexpr int syncs_measured = 15;
constexpr std::array<std::string_view, 4> secrets{"admin.token", "ledger.key", "pseudonym.key", "personal.key"};

// The numbers the kernel gives file systems, where <linux/magic.h> of Debian 12 has no name for them.
constexpr std::int64_t cifs_magic = 0xFF534D42;
constexpr std::int64_t smb2_magic = 0xFE534D42;
constexpr std::int64_t fuse_magic = 0x65735546;

std::filesystem::path nearest_existing(std::filesystem::path path) {
  path = std::filesystem::absolute(path);
  while (!std::filesystem::exists(path) && path.has_relative_path()) path = path.parent_path();
  return path;
}

void check_room(Checkup& checkup, std::filesystem::path const& there) {
  auto const room = std::filesystem::space(there);
  auto const gib = static_cast<double>(room.available) / (1024.0 * 1024 * 1024);
  Check check{.id = "store.room",
              .says = {fmt::format("剩余空间 {:.1f} GiB", gib), fmt::format("{:.1f} GiB are free", gib)}};
  if (static_cast<std::int64_t>(room.available) < room_low_bytes) {
    check.health = Health::warning;
    check.advice = {"空间不足；磁盘写满时拒绝新命令，有空间后自动恢复",
                    "make room: a full disk refuses commands until there is some again"};
  }
  checkup.push_back(std::move(check));
}

void check_file_system(Checkup& checkup, std::filesystem::path const& there) {
  struct statfs seen {};
  if (statfs(there.c_str(), &seen) != 0) return;
  auto const kind = static_cast<std::int64_t>(seen.f_type);
  Check check{.id = "store.file_system", .says = {"文件系统适用", "the file system is suitable"}};
  if (kind == TMPFS_MAGIC || kind == RAMFS_MAGIC) {
    check.health = Health::warning;
    check.says = {"内存文件系统，重启即失", "a file system in memory: gone at the next boot"};
    check.advice = {"请把数据目录放到磁盘上", "put the folder on a disk"};
  } else if (kind == NFS_SUPER_MAGIC || kind == SMB_SUPER_MAGIC || kind == cifs_magic || kind == smb2_magic ||
             kind == fuse_magic) {
    check.health = Health::failed;
    check.says = {"网络或用户态文件系统：锁与落盘不可靠",
                  "a network or user-space file system: locks and syncs cannot be relied on"};
    check.advice = {"请使用本地磁盘", "use a local disk"};
  }
  checkup.push_back(std::move(check));
}

// Median time of one 4 KiB write made durable.
std::int64_t sync_us(std::filesystem::path const& there) {
  auto name = (there / ".redress-doctor-XXXXXX").string();
  int const file = mkstemp(name.data());
  if (file < 0) return -1;
  unlink(name.c_str());
  std::array<char, 4096> const block{};
  std::vector<std::int64_t> took;
  for (int i = 0; i < syncs_measured; ++i) {
    auto const before = std::chrono::steady_clock::now();
    if (pwrite(file, block.data(), block.size(), i * static_cast<off_t>(block.size())) < 0 || fdatasync(file) != 0)
      break;
    took.push_back(
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - before).count());
  }
  close(file);
  if (took.size() != syncs_measured) return -1;
  std::nth_element(took.begin(), took.begin() + syncs_measured / 2, took.end());
  return took[syncs_measured / 2];
}

void check_writing(Checkup& checkup, std::filesystem::path const& there) {
  auto const us = sync_us(there);
  if (us < 0)
    return checkup.push_back(
        {.id = "store.writable",
         .health = Health::failed,
         .says = {fmt::format("{} 不可写", there.string()), fmt::format("{} cannot be written", there.string())},
         .advice = {"检查所有者、权限与磁盘", "see to owner, mode and disk"}});
  auto const ms = static_cast<double>(us) / 1000;
  Check check{.id = "store.writable",
              .says = {fmt::format("可写，一次落盘 {:.2f} 毫秒（中位数）", ms),
                       fmt::format("writable; one sync takes {:.2f} ms (median)", ms)}};
  if (us > sync_slow_us) {
    check.health = Health::warning;
    check.advice = {"落盘很慢，每次答复至少要等一次", "syncs are slow, and every answer waits for at least one"};
  }
  checkup.push_back(std::move(check));
}

void check_secrets(Checkup& checkup, std::filesystem::path const& dir) {
  bool const store_there = std::filesystem::exists(dir / "redress.db");
  for (auto const name : secrets) {
    struct stat seen {};
    auto const file = dir / name;
    auto const id = fmt::format("secret.{}", name);
    if (stat(file.c_str(), &seen) != 0) {
      if (!store_there) continue;
      bool const grave = name == "personal.key" || name == "ledger.key";
      checkup.push_back(
          {.id = id,
           .health = grave ? Health::failed : Health::warning,
           .says = {fmt::format("缺少 {}", name), fmt::format("{} is missing", name)},
           .advice = {"从密钥备份恢复（docs/backup.md）", "bring it back from the backup of keys (docs/backup.md)"}});
    } else if ((seen.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
      checkup.push_back(
          {.id = id,
           .health = Health::failed,
           .says = {fmt::format("其他用户可以读取 {}", name), fmt::format("others may read {}", name)},
           .advice = {fmt::format("chmod 600 {}", file.string()), fmt::format("chmod 600 {}", file.string())}});
    } else {
      checkup.push_back(
          {.id = id,
           .says = {fmt::format("{} 在，权限正确", name), fmt::format("{} is there, its mode is right", name)}});
    }
  }
}

// Without its dictionary no row can be read that was squeezed under it.
void check_dictionaries(Checkup& checkup, std::filesystem::path const& dir) {
  Check check{.id = "store.dictionaries",
              .says = {"压缩字典完好", "the dictionaries that rows are squeezed under are sound"}};
  auto const damaged = storage::damaged_dictionaries(dir);
  if (!damaged) {
    check.health = Health::failed;
    check.says = damaged.error().says;
  } else if (!damaged->empty()) {
    check.health = Health::failed;
    check.says = {fmt::format("压缩字典 {} 缺失或已损坏", fmt::join(*damaged, "、")),
                  fmt::format("dictionary {} is missing or damaged", fmt::join(*damaged, ", "))};
    check.advice = {"从备份恢复（docs/backup.md）", "restore a backup (docs/backup.md)"};
  }
  checkup.push_back(std::move(check));
}

void check_holder(Checkup& checkup, std::filesystem::path const& dir) {
  if (!std::filesystem::exists(dir / "redress.lock")) return;
  auto const lock = storage::FolderLock::take(dir / "redress.lock");
  if (!lock) {
    checkup.push_back({.id = "store.holder", .says = lock.error().says});
    return;
  }
  checkup.push_back({.id = "store.holder", .says = {"没有进程占用", "nobody holds the store"}});
  if (std::filesystem::exists(dir / "redress.db")) check_dictionaries(checkup, dir);
}

}  // namespace

void check_folder(Checkup& checkup, std::filesystem::path const& dir) {
  auto const there = nearest_existing(dir);
  if (!std::filesystem::is_directory(there))
    return checkup.push_back({.id = "store.writable",
                              .health = Health::failed,
                              .says = {there.string() + " 不是文件夹", there.string() + " is no folder"},
                              .advice = {"换一个 --data", "name another --data"}});
  check_file_system(checkup, there);
  check_room(checkup, there);
  check_writing(checkup, there);
  check_secrets(checkup, dir);
  check_holder(checkup, dir);
}

}  // namespace redress::api
