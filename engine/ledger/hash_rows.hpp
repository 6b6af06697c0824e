// Where the tree's hashes are kept: level by level of its tiles, each a row that grows at its end.
//
// Row 0 has the leaf hashes, row L the hashes of complete subtrees of 256^L entries. What is kept is only ever a copy:
// it can be made again from the entries. One caller at a time. A disk that fails throws FaultError.
#pragma once

#include "engine/ledger/hash.hpp"

#include <array>

namespace redress::ledger {

inline constexpr unsigned hash_rows_max = 8;  // 256^8 entries are more than there will be

class HashRows {
 public:
  virtual ~HashRows() = default;
  virtual std::uint64_t size(unsigned row) = 0;
  virtual void append(unsigned row, std::span<Digest const> hashes) = 0;
  /// Exactly `count` of them; they must be there.
  virtual std::vector<Digest> read(unsigned row, std::uint64_t first, std::size_t count) = 0;
  virtual void cut(unsigned row, std::uint64_t size) = 0;
};

/// For tests and simulation.
class MemoryHashRows final : public HashRows {
 public:
  std::uint64_t size(unsigned row) override { return rows_[row].size(); }
  void append(unsigned row, std::span<Digest const> hashes) override {
    rows_[row].insert(rows_[row].end(), hashes.begin(), hashes.end());
  }
  std::vector<Digest> read(unsigned row, std::uint64_t first, std::size_t count) override {
    auto const from = rows_[row].begin() + static_cast<std::ptrdiff_t>(first);
    return {from, from + static_cast<std::ptrdiff_t>(count)};
  }
  void cut(unsigned row, std::uint64_t size) override { rows_[row].resize(size); }

  /// For tests that damage what is kept.
  std::vector<Digest>& row(unsigned row) { return rows_[row]; }

 private:
  std::array<std::vector<Digest>, hash_rows_max> rows_;
};

}  // namespace redress::ledger
