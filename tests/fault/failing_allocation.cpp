// Memory that runs out: once the process listens, its REDRESS_FAIL_ALLOCATION-th allocation fails, and so do the next
// REDRESS_FAIL_ALLOCATIONS - 1 (default 1 in all). C's allocations answer nothing, C++'s throw std::bad_alloc.
// Preloaded into the real binary; what is freed goes to whoever gave it, since all others pass through untouched.
#include <dlfcn.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <new>

namespace {

std::atomic<bool> counting = false;
std::atomic<long long> made = 0;

long long number(char const* name, long long otherwise) {
  auto const* const said = std::getenv(name);
  return said ? std::strtoll(said, nullptr, 10) : otherwise;
}

bool fails() {
  if (!counting.load(std::memory_order_relaxed)) return false;
  static long long const first = number("REDRESS_FAIL_ALLOCATION", 0);
  static long long const count = number("REDRESS_FAIL_ALLOCATIONS", 1);
  auto const now = made.fetch_add(1, std::memory_order_relaxed) + 1;
  return first > 0 && now >= first && now < first + count;
}

// dlsym may allocate itself the first time; the C library has a buffer of its own for that.
template <class Function>
Function real(char const* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

void* out_of_memory() {
  errno = ENOMEM;
  return nullptr;
}

}  // namespace

extern "C" int listen(int socket, int backlog) {
  int const result = real<int (*)(int, int)>("listen")(socket, backlog);
  counting = true;
  return result;
}

extern "C" void* malloc(std::size_t size) {
  static auto const next = real<void* (*)(std::size_t)>("malloc");
  return fails() ? out_of_memory() : next(size);
}

extern "C" void* realloc(void* old, std::size_t size) {
  static auto const next = real<void* (*)(void*, std::size_t)>("realloc");
  return fails() ? out_of_memory() : next(old, size);
}

void* operator new(std::size_t size) {
  static auto const next = real<void* (*)(std::size_t)>("_Znwm");
  if (fails()) throw std::bad_alloc();
  return next(size);
}

void* operator new(std::size_t size, std::nothrow_t const& /*quietly*/) noexcept {
  static auto const next = real<void* (*)(std::size_t)>("_Znwm");
  return fails() ? nullptr : next(size);
}
