#include "engine/ledger/stamp.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <openssl/ts.h>
#include <openssl/x509_vfy.h>

#include <memory>

namespace redress::ledger {
namespace {

template <auto free>
struct Free {
  template <class T>
  void operator()(T* object) const {
    free(object);
  }
};
template <class T, auto free>
using Owned = std::unique_ptr<T, Free<free>>;
using OwnedRequest = Owned<TS_REQ, TS_REQ_free>;
using OwnedResponse = Owned<TS_RESP, TS_RESP_free>;
using OwnedStore = Owned<X509_STORE, X509_STORE_free>;

void require(bool succeeded) {
  if (!succeeded)
    throw FaultError({FaultKind::internal, {"OpenSSL 时间戳计算失败", "OpenSSL could not handle a time stamp"}});
}

Fault not_a_stamp(std::string_view zh, std::string_view en) {
  ERR_clear_error();
  return {FaultKind::ledger_broken,
          {fmt::format("时间戳不成立：{}", zh), fmt::format("the time stamp does not hold: {}", en)}};
}

template <class T, class Read>
T* parse(std::string_view der, Read read, bool& whole) {
  auto const* at = reinterpret_cast<unsigned char const*>(der.data());
  auto const* const end = at + der.size();
  T* const parsed = read(nullptr, &at, static_cast<long>(der.size()));
  ERR_clear_error();
  whole = at == end;
  return parsed;
}

// Nothing for what is no response, or one with bytes behind it.
OwnedResponse parse_response(std::string_view der) {
  bool whole = false;
  OwnedResponse parsed{parse<TS_RESP>(der, d2i_TS_RESP, whole)};
  return whole ? std::move(parsed) : nullptr;
}

Result<Instant> time_in(TS_TST_INFO const* info) {
  auto const* time = TS_TST_INFO_get_time(info);
  std::string_view const text(reinterpret_cast<char const*>(ASN1_STRING_get0_data(time)),
                              static_cast<std::size_t>(ASN1_STRING_length(time)));
  // 20260105020000Z or with a fraction; RFC 3161, 2.4.2: always UTC, always ends in Z.
  if (text.size() < 15 || text.back() != 'Z') return not_a_stamp("时间格式有误", "its time is malformed");
  auto const at = parse_rfc3339(fmt::format("{}-{}-{}T{}:{}:{}", text.substr(0, 4), text.substr(4, 2),
                                            text.substr(6, 2), text.substr(8, 2), text.substr(10, 2), text.substr(12)));
  if (!at) return not_a_stamp("时间格式有误", "its time is malformed");
  return *at;
}

bool is_of(TS_TST_INFO* info, std::string_view text) {
  auto* const imprint = TS_TST_INFO_get_msg_imprint(info);
  if (OBJ_obj2nid(TS_MSG_IMPRINT_get_algo(imprint)->algorithm) != NID_sha256) return false;
  auto* const message = TS_MSG_IMPRINT_get_msg(imprint);
  auto const digest = sha256(text);
  return constant_time_equal(
      Bytes(ASN1_STRING_get0_data(message), static_cast<std::size_t>(ASN1_STRING_length(message))), digest);
}

Result<OwnedStore> store_of(std::string_view pem, Instant at) {
  OwnedStore store{X509_STORE_new()};
  Owned<BIO, BIO_free> const bio{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
  require(store && bio);
  int certificates = 0;
  for (;; ++certificates) {
    Owned<X509, X509_free> const certificate{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)};
    if (!certificate) break;
    require(X509_STORE_add_cert(store.get(), certificate.get()) == 1);
  }
  ERR_clear_error();
  if (certificates == 0)
    return invalid_params({}, "时间戳服务的证书文件中没有 PEM 证书",
                          "there is no PEM certificate of a stamping service");
  auto* const terms = X509_STORE_get0_param(store.get());
  X509_VERIFY_PARAM_set_time(terms, static_cast<time_t>(at.ms / second_ms));
  require(X509_STORE_set_purpose(store.get(), X509_PURPOSE_TIMESTAMP_SIGN) == 1);
  return store;
}

bool signature_is_right(TS_RESP* response) {
  auto* const token = TS_RESP_get_token(response);
  return PKCS7_verify(token, nullptr, nullptr, nullptr, nullptr, PKCS7_NOVERIFY) == 1;
}

bool leads_to(TS_RESP* response, OwnedStore store) {
  Owned<TS_VERIFY_CTX, TS_VERIFY_CTX_free> const terms{TS_VERIFY_CTX_new()};
  require(terms != nullptr);
  TS_VERIFY_CTX_set_flags(terms.get(), TS_VFY_VERSION | TS_VFY_SIGNATURE);
  TS_VERIFY_CTX_set_store(terms.get(), store.release());  // owned by it from here on
  return TS_RESP_verify_response(terms.get(), response) == 1;
}

}  // namespace

std::string stamp_request(std::string_view text, std::uint64_t nonce) {
  OwnedRequest const request{TS_REQ_new()};
  Owned<TS_MSG_IMPRINT, TS_MSG_IMPRINT_free> const imprint{TS_MSG_IMPRINT_new()};
  Owned<X509_ALGOR, X509_ALGOR_free> const algorithm{X509_ALGOR_new()};
  Owned<ASN1_INTEGER, ASN1_INTEGER_free> const number{ASN1_INTEGER_new()};
  require(request && imprint && algorithm && number);
  auto digest = sha256(text);
  require(X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr) == 1 &&
          TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) == 1 &&
          TS_MSG_IMPRINT_set_msg(imprint.get(), digest.data(), static_cast<int>(digest.size())) == 1 &&
          ASN1_INTEGER_set_uint64(number.get(), nonce) == 1 && TS_REQ_set_version(request.get(), 1) == 1 &&
          TS_REQ_set_msg_imprint(request.get(), imprint.get()) == 1 &&
          TS_REQ_set_nonce(request.get(), number.get()) == 1 && TS_REQ_set_cert_req(request.get(), 1) == 1);
  unsigned char* der = nullptr;
  auto const length = i2d_TS_REQ(request.get(), &der);
  require(length > 0);
  std::string bytes(reinterpret_cast<char const*>(der), static_cast<std::size_t>(length));
  OPENSSL_free(der);
  return bytes;
}

Result<void> check_stamp_response(std::string_view request, std::string_view response) {
  bool whole = false;
  OwnedRequest const asked{parse<TS_REQ>(request, d2i_TS_REQ, whole)};
  require(asked != nullptr);
  auto const parsed = parse_response(response);
  if (!parsed) return not_a_stamp("不是 RFC 3161 应答", "it is no response of RFC 3161");
  auto const* status = TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(parsed.get()));
  if (auto const granted = ASN1_INTEGER_get(status);
      granted != TS_STATUS_GRANTED && granted != TS_STATUS_GRANTED_WITH_MODS)
    return not_a_stamp("服务拒绝了请求", "the service refused the request");
  Owned<TS_VERIFY_CTX, TS_VERIFY_CTX_free> const terms{TS_REQ_to_TS_VERIFY_CTX(asked.get(), nullptr)};
  require(terms != nullptr);
  TS_VERIFY_CTX_add_flags(terms.get(), TS_VFY_VERSION | TS_VFY_IMPRINT | TS_VFY_NONCE);
  if (TS_RESP_verify_response(terms.get(), parsed.get()) != 1 || !signature_is_right(parsed.get()))
    return not_a_stamp("应答与请求不符", "the response does not answer the request");
  return {};
}

Result<Instant> stamped_at(std::string_view response, std::string_view text, std::string_view trusted_pem) {
  auto const parsed = parse_response(response);
  auto* const info = parsed ? TS_RESP_get_tst_info(parsed.get()) : nullptr;
  if (!info) return not_a_stamp("不是 RFC 3161 应答", "it is no response of RFC 3161");
  if (!is_of(info, text)) return not_a_stamp("不属于该检查点", "it is of another text");
  if (!signature_is_right(parsed.get())) return not_a_stamp("签名有误", "its signature is wrong");
  auto const at = time_in(info);
  if (!at || trusted_pem.empty()) return at;
  auto store = store_of(trusted_pem, *at);
  if (!store) return store.error();
  if (!leads_to(parsed.get(), std::move(*store)))
    return not_a_stamp("证书不是所信任的", "its certificate does not lead to a trusted one");
  return at;
}

}  // namespace redress::ledger
