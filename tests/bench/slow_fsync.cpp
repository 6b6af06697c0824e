// A slower disk: every fsync and fdatasync of the process takes REDRESS_FSYNC_MS milliseconds more.
//
//   REDRESS_FSYNC_MS=2 LD_PRELOAD=build/release/tests/bench/libslow_fsync.so redress serve --data DIR
//
// The wait comes after the disk's own, so nothing is acknowledged earlier than without it. Fractions are allowed; what
// is no number adds nothing. Other ways to the disk (sync, msync, O_SYNC) are left alone: the store uses none.
#include <dlfcn.h>
#include <time.h>

#include <cstdlib>

namespace {

using Sync = int (*)(int);

timespec added() {
  auto const* const said = std::getenv("REDRESS_FSYNC_MS");
  double const milliseconds = said ? std::strtod(said, nullptr) : 0;
  if (!(milliseconds > 0) || milliseconds > 60'000) return {};
  auto const nanoseconds = static_cast<long long>(milliseconds * 1e6);
  return {static_cast<time_t>(nanoseconds / 1'000'000'000), static_cast<long>(nanoseconds % 1'000'000'000)};
}

int then_wait(char const* name, int file) {
  static timespec const wait = added();
  int const result = reinterpret_cast<Sync>(::dlsym(RTLD_NEXT, name))(file);
  ::clock_nanosleep(CLOCK_MONOTONIC, 0, &wait, nullptr);  // answers its failure; errno stays the disk's
  return result;
}

}  // namespace

extern "C" int fsync(int file) { return then_wait("fsync", file); }
extern "C" int fdatasync(int file) { return then_wait("fdatasync", file); }
