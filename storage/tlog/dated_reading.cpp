#include "storage/tlog/dated_reading.hpp"

#include "engine/base/fault.hpp"
#include "engine/ledger/hash.hpp"
#include "storage/common/file.hpp"

#include <boost/json.hpp>

#include <fmt/format.h>

#include <cstring>
#include <optional>

namespace redress::storage {
namespace {

// A writer may replace the last one while it is read; whoever asks again sees it whole.
constexpr int tries_max = 5;
constexpr std::size_t place_bytes = 24;

struct Place {
  std::uint64_t size, at, length;
};

std::string content_of(std::filesystem::path const& file) { return read_whole(file).value().value_or(std::string()); }

std::optional<ledger::DatedCheckpoint> read_one(std::uint64_t size, std::string_view text) {
  boost::system::error_code failed;
  auto const json = boost::json::parse(text, failed);
  auto const* members = failed ? nullptr : json.if_object();
  auto const* note = members ? members->if_contains("note") : nullptr;
  auto const* stamp = members ? members->if_contains("stamp") : nullptr;
  if (!note || !note->is_string() || !stamp || !stamp->is_string()) return std::nullopt;
  auto const bytes = ledger::from_base64(std::string_view(stamp->get_string()));
  if (!bytes) return std::nullopt;
  return ledger::DatedCheckpoint{size, std::string(note->get_string()), {bytes->begin(), bytes->end()}};
}

// The place of the first that cannot be read; nothing if all can.
std::optional<std::uint64_t> read_all(std::filesystem::path const& folder, std::vector<ledger::DatedCheckpoint>& into) {
  into.clear();
  auto const index = content_of(folder / "dated.index");
  auto const texts = content_of(folder / "dated");
  auto const count = index.size() / place_bytes;
  for (std::size_t i = 0; i < count; ++i) {
    Place place{};
    std::memcpy(&place, index.data() + i * place_bytes, place_bytes);
    bool const whole = place.at <= texts.size() && place.length <= texts.size() - place.at;
    if (!whole && i + 1 == count) return std::nullopt;
    auto one = whole ? read_one(place.size, std::string_view(texts).substr(place.at, place.length)) : std::nullopt;
    if (!one) return place.at;
    into.push_back(std::move(*one));
  }
  return std::nullopt;
}

}  // namespace

std::vector<ledger::DatedCheckpoint> read_dated(std::filesystem::path const& folder) {
  std::vector<ledger::DatedCheckpoint> all;
  std::optional<std::uint64_t> damaged;
  for (int i = 0; i < tries_max; ++i) {
    damaged = read_all(folder, all);
    if (!damaged) return all;
  }
  throw FaultError({FaultKind::ledger_broken,
                    {fmt::format("tlog/dated 在 {} 字节处损坏", *damaged),
                     fmt::format("tlog/dated is damaged at byte {}", *damaged)}});
}

}  // namespace redress::storage
