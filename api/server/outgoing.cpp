#include "api/server/outgoing.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <memory>
#include <mutex>

namespace redress::api {
namespace {

constexpr std::size_t answer_bytes_max = 1 << 20;

std::size_t keep(char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& body = *static_cast<std::string*>(into);
  if (body.size() + size * count > answer_bytes_max) return 0;  // libcurl ends the transfer
  body.append(bytes, size * count);
  return size * count;
}

struct Free {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

}  // namespace

Result<OutgoingAnswer> post(std::string const& url, std::string const& content_type, std::string const& body,
                            long timeout_ms) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  std::unique_ptr<CURL, Free> const handle{curl_easy_init()};
  auto* list = curl_slist_append(nullptr, ("Content-Type: " + content_type).c_str());
  list = curl_slist_append(list, "Expect:");
  std::unique_ptr<curl_slist, Free> const fields{list};
  auto* const curl = handle.get();
  OutgoingAnswer answer;
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, fields.get());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, timeout_ms);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
  if (auto const code = curl_easy_perform(curl); code != CURLE_OK)
    return Fault{FaultKind::internal,
                 {fmt::format("无法访问 {}：{}", url, curl_easy_strerror(code)),
                  fmt::format("cannot reach {}: {}", url, curl_easy_strerror(code))}};
  long status = 0;
  char const* type = nullptr;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
  answer.status = static_cast<int>(status);
  if (type) answer.content_type = type;
  return answer;
}

}  // namespace redress::api
