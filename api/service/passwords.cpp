#include "api/service/passwords.hpp"

#include "api/service/common_passwords.hpp"
#include "engine/base/utf8.hpp"
#include "engine/ledger/hash.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <semaphore>
#include <span>
#include <vector>

namespace redress::api {
namespace {

constexpr std::size_t hash_bytes = 32;
constexpr std::uint64_t memory_max_bytes = 256ULL * 1024 * 1024;

struct Cost {
  unsigned log2_n = 17;
  unsigned r = 8;
  unsigned p = 1;
};

// Each takes 128 MiB: more of them at once would only wait for the same cores and take the memory of everything else.
std::counting_semaphore<2>& places() {
  static std::counting_semaphore<2> two{2};
  return two;
}

std::vector<std::uint8_t> derive(std::string_view password, std::span<std::uint8_t const> salt, Cost cost) {
  std::vector<std::uint8_t> hash(hash_bytes);
  places().acquire();
  auto const done = EVP_PBE_scrypt(password.data(), password.size(), salt.data(), salt.size(), 1ULL << cost.log2_n,
                                   cost.r, cost.p, memory_max_bytes, hash.data(), hash.size());
  places().release();
  if (done != 1) throw FaultError({FaultKind::internal, {"无法计算口令散列", "a password could not be hashed"}});
  return hash;
}

struct Kept {
  Cost cost;
  std::vector<std::uint8_t> salt;
  std::vector<std::uint8_t> hash;
};

std::optional<unsigned> number(std::string_view digits) {
  unsigned value = 0;
  auto const [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (failed != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::optional<Kept> read_kept(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t from = 0; from <= text.size();) {
    auto const end = std::min(text.find('$', from), text.size());
    parts.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  if (parts.size() != 6 || parts[0] != "scrypt") return std::nullopt;
  auto const n = number(parts[1]), r = number(parts[2]), p = number(parts[3]);
  auto salt = ledger::from_hex(parts[4]);
  auto hash = ledger::from_hex(parts[5]);
  constexpr unsigned log2_n_limit = 20;
  if (!n || !r || !p || *n > log2_n_limit || !salt || !hash || hash->size() != hash_bytes) return std::nullopt;
  return Kept{{*n, *r, *p}, std::move(*salt), std::move(*hash)};
}

std::string lower(std::string_view text) {
  std::string small{text};
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return small;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

// "password" of "1password2026!": what is left between the first and the last letter.
std::string_view word_inside(std::string_view text) {
  auto const from = std::ranges::find_if(text, is_letter) - text.begin();
  auto to = static_cast<std::ptrdiff_t>(text.size());
  while (to > from && !is_letter(text[static_cast<std::size_t>(to - 1)])) --to;
  return text.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from));
}

// A piece of up to six bytes said again and again: "abcabcabcabc", "111111111111".
bool repeats(std::string_view text) {
  for (std::size_t length = 1; length <= 6 && length < text.size(); ++length) {
    bool same = true;
    for (std::size_t i = length; same && i < text.size(); ++i) same = text[i] == text[i - length];
    if (same) return true;
  }
  return false;
}

// "123456789012", "abcdefghijkl", "210987654321": each byte one further than the last, 9 before 0.
bool counts(std::string_view text) {
  auto const step = [](char from, char to, int by) {
    if (from >= '0' && from <= '9' && to >= '0' && to <= '9') return (from - '0' + by + 10) % 10 == to - '0';
    return to - from == by;
  };
  for (int const by : {1, -1}) {
    bool all = true;
    for (std::size_t i = 1; all && i < text.size(); ++i) all = step(text[i - 1], text[i], by);
    if (all) return true;
  }
  return false;
}

Fault too_easy(std::string position) {
  return invalid_params(std::move(position), "口令过于常见，容易被猜到；可用几个不相干的词连成一句",
                        "the password is one that guessers try first; several unrelated words make a better one");
}

}  // namespace

Result<void> acceptable_password(std::string_view password, std::string_view user_name, std::string position) {
  if (!is_utf8(password))
    return invalid_params(std::move(position), "口令不是有效的 UTF-8", "the password is no valid UTF-8");
  auto const characters = code_points(password);
  if (characters < PasswordLimits::password_characters_min)
    return invalid_params(
        std::move(position), fmt::format("口令至少 {} 个字符", PasswordLimits::password_characters_min),
        fmt::format("a password has at least {} characters", PasswordLimits::password_characters_min));
  if (characters > PasswordLimits::password_characters_max)
    return invalid_params(std::move(position),
                          fmt::format("口令最多 {} 个字符", PasswordLimits::password_characters_max),
                          fmt::format("a password has at most {} characters", PasswordLimits::password_characters_max));
  auto const small = lower(password);
  auto const word = word_inside(small);
  bool const is_name = !user_name.empty() && (small == user_name || word == user_name);
  if (is_name || is_common(small) || is_common(word) || repeats(small) || counts(small))
    return too_easy(std::move(position));
  return {};
}

std::string kept_of_password(std::string_view password, Ids& ids) {
  auto const salt = ids.random_hex(16);
  Cost const cost;
  auto const hash = derive(password, ledger::from_hex(salt).value(), cost);
  return fmt::format("scrypt${}${}${}${}${}", cost.log2_n, cost.r, cost.p, salt, ledger::hex(hash));
}

bool is_password(std::string_view password, std::string_view kept) {
  static constexpr std::array<std::uint8_t, 16> nobodys_salt{};
  auto const known = read_kept(kept);
  auto const derived = known ? derive(password, known->salt, known->cost) : derive(password, nobodys_salt, Cost{});
  return known && CRYPTO_memcmp(derived.data(), known->hash.data(), hash_bytes) == 0;
}

}  // namespace redress::api
