#include "engine/ledger/ed25519.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

namespace redress::ledger {
namespace {

void require(bool succeeded) {
  if (!succeeded)
    throw FaultError({FaultKind::internal, {"OpenSSL 签名计算失败", "OpenSSL could not compute a signature"}});
}

struct KeyFree {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using KeyPointer = std::unique_ptr<EVP_PKEY, KeyFree>;

struct ContextFree {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

std::unique_ptr<EVP_MD_CTX, ContextFree> new_context() {
  std::unique_ptr<EVP_MD_CTX, ContextFree> context{EVP_MD_CTX_new()};
  require(context != nullptr);
  return context;
}

constexpr std::size_t seed_bytes = 32;

}  // namespace

struct Ed25519PrivateKey::Key {
  KeyPointer evp;
};

Result<Ed25519PrivateKey> Ed25519PrivateKey::from_seed(Bytes seed) {
  if (seed.size() != seed_bytes)
    return invalid_params({}, fmt::format("Ed25519 种子应为 32 字节，实为 {} 字节", seed.size()),
                          fmt::format("an Ed25519 seed has 32 bytes, not {}", seed.size()));
  KeyPointer evp{EVP_PKEY_new_raw_private_key_ex(nullptr, "ED25519", nullptr, seed.data(), seed.size())};
  require(evp != nullptr);
  return Ed25519PrivateKey{std::make_shared<Key const>(Key{std::move(evp)})};
}

Ed25519PublicKey Ed25519PrivateKey::public_key() const {
  Ed25519PublicKey bytes;
  std::size_t length = bytes.size();
  require(EVP_PKEY_get_raw_public_key(key_->evp.get(), bytes.data(), &length) == 1 && length == bytes.size());
  return bytes;
}

Ed25519Signature Ed25519PrivateKey::sign(Bytes message) const {
  auto const context = new_context();
  Ed25519Signature signature;
  std::size_t length = signature.size();
  require(EVP_DigestSignInit_ex(context.get(), nullptr, nullptr, nullptr, nullptr, key_->evp.get(), nullptr) == 1);
  require(EVP_DigestSign(context.get(), signature.data(), &length, message.data(), message.size()) == 1 &&
          length == signature.size());
  return signature;
}

bool ed25519_verifies(Ed25519PublicKey const& key, Bytes message, Bytes signature) {
  KeyPointer const evp{EVP_PKEY_new_raw_public_key_ex(nullptr, "ED25519", nullptr, key.data(), key.size())};
  require(evp != nullptr);  // OpenSSL looks at the point only when it verifies
  auto const context = new_context();
  require(EVP_DigestVerifyInit_ex(context.get(), nullptr, nullptr, nullptr, nullptr, evp.get(), nullptr) == 1);
  return EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(), message.size()) == 1;
}

}  // namespace redress::ledger
