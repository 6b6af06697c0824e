// Bytes at one address for as long as they live, however many they become; the first of them may lie in a file.
//
// A range of addresses is reserved at once and memory taken as it grows, so nothing is ever copied to grow. What is
// laid over by a file is read from it when it is touched; a write stays in memory and never reaches the file. Not
// thread-safe. A disk that cannot read a page of the file ends the process with SIGBUS.
#pragma once

#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>

namespace redress::storage {

class GrowingBytes {
 public:
  /// Reserves addresses for so many bytes, not memory; for fewer where the process may not have as many. Throws
  /// std::bad_alloc where there are next to none.
  explicit GrowingBytes(std::size_t bytes_max = std::size_t{1} << 36U);
  ~GrowingBytes();
  GrowingBytes(GrowingBytes&& other) noexcept { swap(other); }
  GrowingBytes& operator=(GrowingBytes&& other) noexcept {
    swap(other);
    return *this;
  }

  std::byte* data() { return data_; }
  std::byte const* data() const { return data_; }
  std::size_t size() const { return size_; }

  /// New bytes are 0. Throws std::bad_alloc where memory or the reserved range ends; nothing has changed then.
  void grow(std::size_t size);

  /// From now on the first `size` bytes are those of the file from `offset`, a multiple of page_bytes(); at least as
  /// many bytes as these are there afterwards. The file is not changed and may be closed. False, with nothing changed,
  /// where the system refuses.
  bool lay_over(int descriptor, std::size_t offset, std::size_t size);

  /// Gives the memory of pages that hold what the file holds back to the system: a hint, which may do nothing.
  void give_back();

 private:
  void swap(GrowingBytes& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(usable_, other.usable_);
    std::swap(laid_, other.laid_);
    std::swap(max_, other.max_);
  }

  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t usable_ = 0;  // readable and writable, whole pages
  std::size_t laid_ = 0;    // in the file, whole pages
  std::size_t max_ = 0;
};

std::size_t page_bytes();

/// As many bytes as the pages take that hold so many.
std::size_t whole_pages(std::size_t bytes);

/// The same of things that are nothing but their bytes.
template <class T>
requires std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>
class GrowingArray {
 public:
  std::size_t size() const { return bytes_.size() / sizeof(T); }
  T& operator[](std::size_t at) { return data()[at]; }
  T const& operator[](std::size_t at) const { return data()[at]; }
  std::span<T const> all() const { return {data(), size()}; }

  T& push_back(T const& one) {
    bytes_.grow(bytes_.size() + sizeof(T));
    return data()[size() - 1] = one;
  }
  void append(std::span<T const> some) {
    auto const before = size();
    bytes_.grow(bytes_.size() + some.size_bytes());
    for (std::size_t i = 0; i < some.size(); ++i) data()[before + i] = some[i];
  }

  GrowingBytes& bytes() { return bytes_; }

 private:
  T* data() { return reinterpret_cast<T*>(bytes_.data()); }
  T const* data() const { return reinterpret_cast<T const*>(bytes_.data()); }

  GrowingBytes bytes_;
};

}  // namespace redress::storage
