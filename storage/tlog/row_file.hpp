// A file that is read at a place and grows at its end: the one kind of file under DIR/tlog.
//
// Mode 0600. One caller at a time. A disk that fails throws FaultError `internal`.
#pragma once

#include "engine/base/fault.hpp"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace redress::storage {

class RowFile {
 public:
  /// Makes the file where there is none.
  explicit RowFile(std::filesystem::path file);
  ~RowFile();
  RowFile(RowFile const&) = delete;
  RowFile& operator=(RowFile const&) = delete;

  std::uint64_t size() const { return size_; }
  void append(std::string_view bytes);
  /// Exactly that many bytes; they must be there.
  void read(std::uint64_t from, std::span<char> into) const;
  void cut(std::uint64_t size);
  /// What was appended survives a power cut.
  void sync();

 private:
  [[noreturn]] void fail(int error) const;

  std::filesystem::path path_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
};

}  // namespace redress::storage
