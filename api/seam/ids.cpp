#include "api/seam/ids.hpp"

#include "engine/ledger/hash.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace redress::api {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr int characters = 26;  // 130 bits for 128: the first character is at most 7

using Bytes = std::array<std::uint8_t, 16>;

std::string base32(Bytes const& bytes) {
  std::string text(characters, '0');
  for (int i = 0; i < characters; ++i) {
    int const first_bit = i * 5 - 2;  // two leading zero bits
    unsigned five = 0;
    for (int bit = first_bit; bit < first_bit + 5; ++bit)
      five = five << 1U | (bit < 0 ? 0U : (bytes[static_cast<std::size_t>(bit / 8)] >> (7 - bit % 8)) & 1U);
    text[static_cast<std::size_t>(i)] = alphabet[five];
  }
  return text;
}

void count_up(std::array<std::uint8_t, 10>& tail) {
  for (auto byte = tail.rbegin(); byte != tail.rend(); ++byte)
    if (++*byte != 0) return;
}

}  // namespace

std::string Ids::next(std::string_view prefix) {
  Bytes bytes{};
  {
    std::scoped_lock const lock{mutex_};
    auto const now_ms = std::max(clock_.now().ms, last_ms_);  // a clock set back does not break the order
    if (now_ms == last_ms_) {
      count_up(tail_);
    } else {
      last_ms_ = now_ms;
      entropy_.fill(tail_);
    }
    for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<std::uint8_t>(now_ms >> (8 * (5 - i)));
    std::ranges::copy(tail_, bytes.begin() + 6);
  }
  return fmt::format("{}_{}", prefix, base32(bytes));
}

void Ids::continue_after(std::string_view id) {
  constexpr std::size_t time_characters = 10;  // 50 bits, the first two always zero
  if (id.size() < characters) return;
  std::int64_t ms = 0;
  for (auto const letter : id.substr(id.size() - characters, time_characters)) {
    auto const five = alphabet.find(letter);
    if (five == std::string_view::npos) return;
    ms = ms << 5 | static_cast<std::int64_t>(five);
  }
  std::scoped_lock const lock{mutex_};
  if (ms < last_ms_) return;
  last_ms_ = ms + 1;
  entropy_.fill(tail_);
  tail_[0] &= 0x7F;  // room to count up
}

std::string Ids::random_hex(std::size_t bytes) {
  std::vector<std::uint8_t> raw(bytes);
  entropy_.fill(raw);
  return ledger::hex(raw);
}

}  // namespace redress::api
