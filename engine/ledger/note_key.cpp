#include "engine/ledger/note_key.hpp"

#include "engine/base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::ledger {
namespace {

// Unicode's White_Space property, without the control characters, which are refused anyway.
bool is_space(char32_t point) {
  constexpr char32_t others[] = {0x20, 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000};
  return (point >= 0x2000 && point <= 0x200A) || std::ranges::find(others, point) != std::end(others);
}

std::uint32_t id_of(std::string_view name, Ed25519PublicKey const& public_key, KeyType type) {
  std::uint8_t const newline_and_type[] = {'\n', static_cast<std::uint8_t>(type)};
  auto const hash = sha256({as_bytes(name), newline_and_type, public_key});
  return std::uint32_t{hash[0]} << 24 | std::uint32_t{hash[1]} << 16 | std::uint32_t{hash[2]} << 8 | hash[3];
}

Fault not_a_vkey(std::string_view why_zh, std::string_view why_en) {
  return invalid_params({}, fmt::format("不是验证公钥（vkey）：{}", why_zh),
                        fmt::format("not a verifier key: {}", why_en));
}

}  // namespace

Result<void> check_key_name(std::string_view name) {
  if (name.empty()) return invalid_params({}, "密钥名为空", "the key name is empty");
  for (auto rest = name; !rest.empty();) {
    auto const point = take_code_point(rest);
    if (!point) return invalid_params({}, "密钥名不是合法的 UTF-8", "the key name is not well-formed UTF-8");
    if (*point < 0x20 || *point == '+' || is_space(*point))
      return invalid_params({}, "密钥名不得含空白、控制字符或加号",
                            "a key name holds no spaces, control characters or plus signs");
  }
  return {};
}

VerifierKey::VerifierKey(std::string name, Ed25519PublicKey const& public_key, KeyType type)
    : name_(std::move(name)), type_(type), id_(id_of(name_, public_key, type)), public_key_(public_key) {}

Result<VerifierKey> VerifierKey::of(std::string name, Ed25519PublicKey const& public_key, KeyType type) {
  if (auto const good = check_key_name(name); !good) return good.error();
  return VerifierKey{std::move(name), public_key, type};
}

Result<VerifierKey> VerifierKey::parse(std::string_view vkey, KeyType type) {
  auto const first = vkey.find('+');
  auto const second = first == std::string_view::npos ? first : vkey.find('+', first + 1);
  if (second == std::string_view::npos) return not_a_vkey("应为 名称+编号+密钥", "it should be name+id+key");
  auto const bytes = from_base64(vkey.substr(second + 1));
  Ed25519PublicKey public_key;
  if (!bytes || bytes->size() != 1 + public_key.size() || bytes->front() != static_cast<std::uint8_t>(type))
    return type == KeyType::note
               ? not_a_vkey("密钥部分不是 Ed25519 公钥", "its key part is no Ed25519 public key")
               : not_a_vkey("密钥部分不是见证人的 Ed25519 公钥", "its key part is no Ed25519 public key of a witness");
  std::copy(bytes->begin() + 1, bytes->end(), public_key.begin());
  auto key = of(std::string(vkey.substr(0, first)), public_key, type);
  if (!key) return key.error();
  if (vkey != key->text()) return not_a_vkey("编号与名称和密钥不符", "its id does not belong to its name and key");
  return key;
}

std::string VerifierKey::text() const {
  std::array<std::uint8_t, 33> typed{static_cast<std::uint8_t>(type_)};
  std::ranges::copy(public_key_, typed.begin() + 1);
  return fmt::format("{}+{:08x}+{}", name_, id_, base64(typed));
}

Result<SigningKey> SigningKey::from_seed(std::string name, Bytes seed, KeyType type) {
  auto private_key = Ed25519PrivateKey::from_seed(seed);
  if (!private_key) return private_key.error();
  auto verifier = VerifierKey::of(std::move(name), private_key->public_key(), type);
  if (!verifier) return verifier.error();
  return SigningKey{*std::move(verifier), *std::move(private_key)};
}

}  // namespace redress::ledger
