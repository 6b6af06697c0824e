#include "storage/common/sealing.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <cassert>
#include <memory>

namespace redress::storage {
namespace {

constexpr std::size_t nonce_bytes = 12;
constexpr int tag_bytes = 16;

void must(int done) {
  if (done != 1) throw FaultError({FaultKind::internal, {"加密库出错", "the cryptographic library failed"}});
}

void draw(std::uint8_t* to, std::size_t bytes) { must(RAND_bytes(to, static_cast<int>(bytes))); }

std::uint8_t const* bytes_of(std::string_view text) { return ledger::as_bytes(text).data(); }
std::uint8_t* bytes_of(std::string& text) { return reinterpret_cast<std::uint8_t*>(text.data()); }

// Fetched once: looking an algorithm up costs more than encrypting a name with it.
EVP_CIPHER const* aes_256_gcm() {
  static std::unique_ptr<EVP_CIPHER, decltype(&EVP_CIPHER_free)> const cipher{
      EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr), &EVP_CIPHER_free};
  must(cipher ? 1 : 0);
  return cipher.get();
}

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

// The thread's own, with the key schedule of its last key wiped when this goes out of scope.
class Cipher {
 public:
  Cipher() {
    thread_local Context const own{EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free};
    must(own ? 1 : 0);
    context_ = own.get();
  }
  ~Cipher() { EVP_CIPHER_CTX_reset(context_); }
  Cipher(Cipher const&) = delete;
  Cipher& operator=(Cipher const&) = delete;
  EVP_CIPHER_CTX* get() const { return context_; }

 private:
  EVP_CIPHER_CTX* context_ = nullptr;
};

}  // namespace

SecretKey::SecretKey(ledger::Bytes bytes) {
  assert(bytes.size() == bytes_.size());
  std::ranges::copy(bytes, bytes_.begin());
}

SecretKey::~SecretKey() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

SecretKey SecretKey::drawn() {
  std::array<std::uint8_t, 32> bytes{};
  draw(bytes.data(), bytes.size());
  SecretKey key(bytes);
  OPENSSL_cleanse(bytes.data(), bytes.size());
  return key;
}

void wipe(std::string& secret) { OPENSSL_cleanse(secret.data(), secret.size()); }

std::string seal(SecretKey const& key, std::string_view plain, std::string_view about) {
  Nonce nonce{};
  draw(nonce.data(), nonce.size());
  return seal_with(key, nonce, plain, about);
}

std::string seal_with(SecretKey const& key, Nonce const& nonce, std::string_view plain, std::string_view about) {
  std::string sealed(nonce.begin(), nonce.end());
  sealed.resize(plain.size() + sealed_extra_bytes);
  Cipher const context;
  int written = 0;
  must(EVP_EncryptInit_ex2(context.get(), aes_256_gcm(), key.bytes().data(), nonce.data(), nullptr));
  must(EVP_EncryptUpdate(context.get(), nullptr, &written, bytes_of(about), static_cast<int>(about.size())));
  auto* const body = bytes_of(sealed) + nonce_bytes;
  must(EVP_EncryptUpdate(context.get(), body, &written, bytes_of(plain), static_cast<int>(plain.size())));
  must(EVP_EncryptFinal_ex(context.get(), body + written, &written));
  must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, tag_bytes, body + plain.size()));
  return sealed;
}

std::optional<std::string> unseal(SecretKey const& key, std::string_view sealed, std::string_view about) {
  if (sealed.size() < sealed_extra_bytes) return std::nullopt;
  auto const body = sealed.substr(nonce_bytes, sealed.size() - sealed_extra_bytes);
  std::string tag(sealed.substr(sealed.size() - tag_bytes));
  std::string plain(body.size(), '\0');
  Cipher const context;
  int written = 0;
  must(EVP_DecryptInit_ex2(context.get(), aes_256_gcm(), key.bytes().data(), bytes_of(sealed), nullptr));
  must(EVP_DecryptUpdate(context.get(), nullptr, &written, bytes_of(about), static_cast<int>(about.size())));
  must(EVP_DecryptUpdate(context.get(), bytes_of(plain), &written, bytes_of(body), static_cast<int>(body.size())));
  must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, tag_bytes, bytes_of(tag)));
  if (EVP_DecryptFinal_ex(context.get(), bytes_of(plain) + written, &written) != 1) return std::nullopt;
  return plain;
}

}  // namespace redress::storage
