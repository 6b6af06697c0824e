#include "tests/simulation/world.hpp"

#include <unistd.h>

namespace redress::simulation {
namespace {

constexpr Instant first_day{1'767'837'600'000};  // 2026-01-08T02:00:00Z

}  // namespace

std::filesystem::path fresh_folder() {
  std::error_code none;
  std::filesystem::path const memory = "/dev/shm";
  auto const root = std::filesystem::is_directory(memory, none) ? memory : std::filesystem::temp_directory_path();
  auto folder = root / fmt::format("redress-simulation-{}", ::getpid());
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

World::World(std::uint64_t seed, Flaw planted, bool keep_lines)
    : flaw(planted),
      chance(seed),
      trace(keep_lines),
      clock(first_day),
      crypto(seed ^ 0xC0FFEE),
      entropy(seed ^ 0xE27),
      disk(chance, trace, faults),
      vfs(disk, seed ^ 0x5A17, [this] { return clock.now(); }),
      receiver(chance, trace, faults),
      folder(fresh_folder()) {
  receiver.caller_is_gone = [this] { return disk.has_ended(); };
  disk.ignores_failed_syncs = planted == Flaw::failed_sync_ignored;
  disk.skips_main_syncs = planted == Flaw::checkpoint_not_synced;
  disk.skips_log_head_syncs = planted == Flaw::log_head_not_synced;
  disk.ignores_settling = planted == Flaw::log_not_settled_at_start;
  disk.loses_log_at_restart = planted == Flaw::log_lost_at_restart;
}

World::~World() {
  std::error_code none;
  std::filesystem::remove_all(folder, none);
}

}  // namespace redress::simulation
