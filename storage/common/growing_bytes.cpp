#include "storage/common/growing_bytes.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <new>

namespace redress::storage {
namespace {

constexpr std::size_t taken_at_once = std::size_t{256} << 10U;

}  // namespace

std::size_t page_bytes() {
  static auto const bytes = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  return bytes;
}

std::size_t whole_pages(std::size_t bytes) { return (bytes + page_bytes() - 1) / page_bytes() * page_bytes(); }

GrowingBytes::GrowingBytes(std::size_t bytes_max) : max_(whole_pages(bytes_max)) {
  void* range = MAP_FAILED;
  for (;; max_ = whole_pages(max_ / 2)) {  // a process may be kept to few addresses (RLIMIT_AS)
    range = ::mmap(nullptr, max_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (range != MAP_FAILED) break;
    if (max_ <= taken_at_once) throw std::bad_alloc();
  }
  data_ = static_cast<std::byte*>(range);
}

GrowingBytes::~GrowingBytes() {
  if (data_ != nullptr) ::munmap(data_, max_);
}

void GrowingBytes::grow(std::size_t size) {
  if (size > usable_) {
    // A quarter more at a time, so that a million small steps ask the system a few dozen times.
    auto const wanted = std::min(max_, whole_pages(std::max(size, usable_ + usable_ / 4 + taken_at_once)));
    if (size > max_ || ::mprotect(data_ + usable_, wanted - usable_, PROT_READ | PROT_WRITE) != 0)
      throw std::bad_alloc();
    usable_ = wanted;
  }
  size_ = std::max(size_, size);
}

bool GrowingBytes::lay_over(int descriptor, std::size_t offset, std::size_t size) {
  auto const mapped = whole_pages(size);
  if (mapped > max_) return false;
  if (mapped > 0 && ::mmap(data_, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED | MAP_NORESERVE, descriptor,
                           static_cast<off_t>(offset)) == MAP_FAILED)
    return false;
  laid_ = mapped;
  usable_ = std::max(usable_, mapped);
  size_ = std::max(size_, size);
  return true;
}

void GrowingBytes::give_back() {
#ifdef MADV_PAGEOUT
  if (laid_ > 0) ::madvise(data_, laid_, MADV_PAGEOUT);
#endif
}

}  // namespace redress::storage
