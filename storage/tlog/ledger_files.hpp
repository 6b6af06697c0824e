// What a ledger keeps beside its entries, as files under DIR/tlog: the tree's hashes and dated checkpoints; and the
// signer's memory, a file of its own.
//
//   row-0, row-1 ...     32-byte hashes, one after the other (engine/ledger/hash_rows.hpp); not synced: made again from
//                        the entries whenever they are not what those hash to
//   dated, dated.index   checkpoints as JSON; for each its size, place and length, 8 bytes each, little-endian
//
// One caller at a time each. A disk that fails throws FaultError `internal`.
#pragma once

#include "engine/ledger/checkpoint_history.hpp"
#include "engine/ledger/hash_rows.hpp"
#include "engine/ledger/signed_memory.hpp"
#include "storage/tlog/row_file.hpp"

#include <filesystem>
#include <memory>

namespace redress::storage {

class FileHashRows final : public ledger::HashRows {
 public:
  /// The folder must be there.
  explicit FileHashRows(std::filesystem::path const& folder);

  std::uint64_t size(unsigned row) override;
  void append(unsigned row, std::span<ledger::Digest const> hashes) override;
  std::vector<ledger::Digest> read(unsigned row, std::uint64_t first, std::size_t count) override;
  void cut(unsigned row, std::uint64_t size) override;

 private:
  std::array<std::unique_ptr<RowFile>, ledger::hash_rows_max> files_;
};

class FileHistory final : public ledger::CheckpointHistory {
 public:
  /// Cuts off what a crash left unfinished.
  explicit FileHistory(std::filesystem::path const& folder);

  void keep(ledger::DatedCheckpoint const& checkpoint) override;
  std::optional<ledger::DatedCheckpoint> first_with(std::uint64_t index) override;
  std::optional<ledger::DatedCheckpoint> last_without(std::uint64_t index) override;

 private:
  struct Place {
    std::uint64_t size, at, length;
  };
  std::uint64_t count() const;
  Place place(std::uint64_t number) const;
  std::uint64_t first_above(std::uint64_t index) const;
  ledger::DatedCheckpoint at(std::uint64_t number) const;

  RowFile checkpoints_;
  RowFile index_;
};

/// One file, replaced whole: written aside, synced, renamed.
class FileSignedMemory final : public ledger::SignedMemory {
 public:
  explicit FileSignedMemory(std::filesystem::path file) : file_(std::move(file)) {}

  std::optional<std::string> last() override;
  void keep(std::string_view note) override;

 private:
  std::filesystem::path file_;
};

/// The same for any small file: after it either the old or the new content is there, whole, whatever breaks.
void replace_file(std::filesystem::path const& file, std::string_view content);

}  // namespace redress::storage
