#include "engine/ledger/hash.hpp"

#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <algorithm>
#include <cassert>

namespace redress::ledger {
namespace {

void require(bool succeeded) {
  if (!succeeded)
    throw FaultError({FaultKind::internal, {"OpenSSL 摘要计算失败", "OpenSSL could not compute a digest"}});
}

// Fetching an algorithm takes a lock and a search in OpenSSL 3, so each is fetched once and kept until the end.
EVP_MD const* sha256_algorithm() {
  static EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  require(fetched != nullptr);
  return fetched;
}

EVP_MAC* hmac_algorithm() {
  static EVP_MAC* const fetched = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  require(fetched != nullptr);
  return fetched;
}

struct MacContextFree {
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};

Fault not_text_of(std::string_view name_zh, std::string_view name_en) {
  return invalid_params({}, fmt::format("不是{}", name_zh), fmt::format("not {}", name_en));
}

Result<Digest> as_digest(Result<std::vector<std::uint8_t>> const& bytes) {
  if (!bytes) return bytes.error();
  if (bytes->size() != sizeof(Digest))
    return invalid_params({}, fmt::format("摘要应为 32 字节，实为 {} 字节", bytes->size()),
                          fmt::format("a digest has 32 bytes, not {}", bytes->size()));
  Digest digest;
  std::ranges::copy(*bytes, digest.begin());
  return digest;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace

struct Sha256::Context {
  EVP_MD_CTX* evp = EVP_MD_CTX_new();
  Context() {
    require(evp != nullptr);
    restart();
  }
  ~Context() { EVP_MD_CTX_free(evp); }
  Context(Context const&) = delete;
  Context& operator=(Context const&) = delete;
  void restart() { require(EVP_DigestInit_ex2(evp, sha256_algorithm(), nullptr) == 1); }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(Bytes bytes) {
  if (!bytes.empty()) require(EVP_DigestUpdate(context_->evp, bytes.data(), bytes.size()) == 1);
}

Digest Sha256::finish() {
  Digest digest;
  require(EVP_DigestFinal_ex(context_->evp, digest.data(), nullptr) == 1);
  context_->restart();
  return digest;
}

Bytes as_bytes(std::string_view text) { return {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()}; }

Digest sha256(Bytes bytes) { return sha256({bytes}); }

Digest sha256(std::initializer_list<Bytes> parts) {
  // A context costs more to make than a Merkle node to hash, so each thread keeps one.
  thread_local Sha256 hash;  // house: allow-impure because it holds nothing between calls
  for (auto part : parts) hash.update(part);
  return hash.finish();
}

Digest hmac_sha256(Bytes key, Bytes message) {
  std::unique_ptr<EVP_MAC_CTX, MacContextFree> const context{EVP_MAC_CTX_new(hmac_algorithm())};
  require(context != nullptr);
  char digest_name[] = "SHA256";
  OSSL_PARAM const params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest_name, 0),
                               OSSL_PARAM_construct_end()};
  std::uint8_t const nothing = 0;  // OpenSSL takes a null key to mean "the key of before", also when its length is 0
  require(EVP_MAC_init(context.get(), key.empty() ? &nothing : key.data(), key.size(), params) == 1);
  if (!message.empty()) require(EVP_MAC_update(context.get(), message.data(), message.size()) == 1);
  Digest digest;
  std::size_t written = 0;
  require(EVP_MAC_final(context.get(), digest.data(), &written, digest.size()) == 1 && written == digest.size());
  return digest;
}

bool constant_time_equal(Bytes a, Bytes b) {
  return a.size() == b.size() && (a.empty() || CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0);
}

std::string hex(Bytes bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text(bytes.size() * 2, '\0');
  auto* at = text.data();
  for (auto byte : bytes) {
    *at++ = digits[byte >> 4];
    *at++ = digits[byte & 15];
  }
  return text;
}

std::string base64(Bytes bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // EVP_EncodeBlock ends with a zero byte
  auto const length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

Result<std::vector<std::uint8_t>> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return not_text_of("小写十六进制", "lower-case hex");
  std::vector<std::uint8_t> bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    int const high = hex_value(text[i]);
    int const low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) return not_text_of("小写十六进制", "lower-case hex");
    bytes.push_back(static_cast<std::uint8_t>(high << 4 | low));
  }
  return bytes;
}

Result<std::vector<std::uint8_t>> from_base64(std::string_view text) {
  auto const refused = not_text_of("规范的 base64", "canonical base64");
  if (text.size() % 4 != 0) return refused;
  std::vector<std::uint8_t> bytes(text.size() / 4 * 3);
  auto const length =
      EVP_DecodeBlock(bytes.data(), reinterpret_cast<unsigned char const*>(text.data()), static_cast<int>(text.size()));
  if (length < 0) return refused;
  bytes.resize(static_cast<std::size_t>(length));
  for (std::size_t i = 0; i < 2 && text.size() > i && text[text.size() - 1 - i] == '='; ++i) bytes.pop_back();
  // OpenSSL's decoder forgives blanks, misplaced padding and stray bits; only the text we would write ourselves passes.
  if (base64(bytes) != text) return refused;
  return bytes;
}

Result<Digest> digest_from_hex(std::string_view text) { return as_digest(from_hex(text)); }
Result<Digest> digest_from_base64(std::string_view text) { return as_digest(from_base64(text)); }

}  // namespace redress::ledger
