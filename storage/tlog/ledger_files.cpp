#include "storage/tlog/ledger_files.hpp"

#include "storage/common/file.hpp"

#include <boost/json.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <bit>
#include <cassert>
#include <cerrno>
#include <cstring>

namespace redress::storage {
namespace {

constexpr std::size_t hash_bytes = 32;
constexpr std::size_t place_bytes = 24;

std::string_view bytes_of(std::span<ledger::Digest const> hashes) {
  return {reinterpret_cast<char const*>(hashes.data()), hashes.size_bytes()};
}

static_assert(std::endian::native == std::endian::little, "the index is written as it lies in memory");
static_assert(sizeof(ledger::Digest) == hash_bytes);

}  // namespace

FileHashRows::FileHashRows(std::filesystem::path const& folder) {
  for (unsigned row = 0; row < ledger::hash_rows_max; ++row) {
    files_[row] = std::make_unique<RowFile>(folder / fmt::format("row-{}", row));
    if (auto& file = *files_[row]; file.size() % hash_bytes != 0) file.cut(file.size() / hash_bytes * hash_bytes);
  }
}

std::uint64_t FileHashRows::size(unsigned row) { return files_[row]->size() / hash_bytes; }

void FileHashRows::append(unsigned row, std::span<ledger::Digest const> hashes) {
  files_[row]->append(bytes_of(hashes));
}

std::vector<ledger::Digest> FileHashRows::read(unsigned row, std::uint64_t first, std::size_t count) {
  std::vector<ledger::Digest> hashes(count);
  files_[row]->read(first * hash_bytes, {reinterpret_cast<char*>(hashes.data()), count * hash_bytes});
  return hashes;
}

void FileHashRows::cut(unsigned row, std::uint64_t size) { files_[row]->cut(size * hash_bytes); }

FileHistory::FileHistory(std::filesystem::path const& folder)
    : checkpoints_(folder / "dated"), index_(folder / "dated.index") {
  index_.cut(index_.size() / place_bytes * place_bytes);
  while (count() > 0) {
    auto const last = place(count() - 1);
    if (last.at + last.length <= checkpoints_.size()) break;
    index_.cut(index_.size() - place_bytes);
  }
}

std::uint64_t FileHistory::count() const { return index_.size() / place_bytes; }

FileHistory::Place FileHistory::place(std::uint64_t number) const {
  std::array<char, place_bytes> bytes{};
  index_.read(number * place_bytes, bytes);
  Place found{};
  std::memcpy(&found, bytes.data(), place_bytes);
  return found;
}

ledger::DatedCheckpoint FileHistory::at(std::uint64_t number) const {
  auto const where = place(number);
  std::string text(where.length, '\0');
  checkpoints_.read(where.at, text);
  boost::system::error_code no;
  auto const json = boost::json::parse(text, no);
  auto const* members = no ? nullptr : json.if_object();
  auto const* note = members ? members->if_contains("note") : nullptr;
  auto const* stamp = members ? members->if_contains("stamp") : nullptr;
  auto const bytes = stamp && stamp->is_string() ? ledger::from_base64(std::string_view(stamp->get_string()))
                                                 : Result<std::vector<std::uint8_t>>(Fault{});
  if (!note || !note->is_string() || !bytes)
    throw FaultError({FaultKind::ledger_broken,
                      {fmt::format("tlog/dated 在 {} 字节处损坏", where.at),
                       fmt::format("tlog/dated is damaged at byte {}", where.at)}});
  return {where.size, std::string(note->get_string()), {bytes->begin(), bytes->end()}};
}

void FileHistory::keep(ledger::DatedCheckpoint const& checkpoint) {
  auto const kept = count();
  assert(kept == 0 || place(kept - 1).size <= checkpoint.size);
  auto const text = boost::json::serialize(
      boost::json::object{{"note", checkpoint.note}, {"stamp", ledger::base64(ledger::as_bytes(checkpoint.stamp))}});
  if (kept >= 2 && place(kept - 1).size == checkpoint.size && place(kept - 2).size == checkpoint.size) {
    auto const last = place(kept - 1);
    index_.cut(index_.size() - place_bytes);
    checkpoints_.cut(last.at);
  }
  Place const where{checkpoint.size, checkpoints_.size(), text.size()};
  checkpoints_.append(text + "\n");
  checkpoints_.sync();
  index_.append({reinterpret_cast<char const*>(&where), sizeof where});
  index_.sync();
}

std::uint64_t FileHistory::first_above(std::uint64_t index) const {
  std::uint64_t low = 0;
  auto high = count();
  while (low < high) {
    auto const middle = low + (high - low) / 2;
    if (place(middle).size > index)
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

std::optional<ledger::DatedCheckpoint> FileHistory::first_with(std::uint64_t index) {
  auto const number = first_above(index);
  return number < count() ? std::optional(at(number)) : std::nullopt;
}

std::optional<ledger::DatedCheckpoint> FileHistory::last_without(std::uint64_t index) {
  auto const number = first_above(index);
  return number > 0 ? std::optional(at(number - 1)) : std::nullopt;
}

void replace_file(std::filesystem::path const& file, std::string_view content) {
  auto const aside = file.string() + ".new";
  {
    std::error_code ignored;
    std::filesystem::remove(aside, ignored);  // of a crash
    RowFile whole{aside};
    whole.append(content);
    whole.sync();
  }
  if (::rename(aside.c_str(), file.c_str()) != 0)
    throw FaultError(file_fault("无法替换文件", "cannot replace the file", file, errno));
  sync_folder(file.has_parent_path() ? file.parent_path() : ".").value();
}

std::optional<std::string> FileSignedMemory::last() { return read_whole(file_).value(); }

void FileSignedMemory::keep(std::string_view note) { replace_file(file_, note); }

}  // namespace redress::storage
