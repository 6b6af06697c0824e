#include "api/cli/blob_download.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <memory>

namespace redress::cli {
namespace {

constexpr long stalled_bytes_per_s = 1;
constexpr long stalled_seconds = 60;

std::size_t hand_on(char* bytes, std::size_t size, std::size_t count, void* to) {
  auto const& take = *static_cast<TakeBytes const*>(to);
  auto const length = size * count;
  return take({reinterpret_cast<std::uint8_t const*>(bytes), length}) ? length : 0;
}

Exit exit_of_status(long status) {
  if (status == 401 || status == 403) return Exit::auth;
  return status == 404 ? Exit::not_found : Exit::failed;
}

}  // namespace

CallOutcome download_blob(Target const& target, std::string const& sha256, TakeBytes const& take) {
  std::unique_ptr<CURL, void (*)(CURL*)> const curl{curl_easy_init(), curl_easy_cleanup};
  std::unique_ptr<curl_slist, void (*)(curl_slist*)> const fields{
      curl_slist_append(nullptr, ("Authorization: Bearer " + target.token).c_str()), curl_slist_free_all};
  auto const url = fmt::format("{}/v1/blobs/{}", target.url, sha256);
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, fields.get());
  curl_easy_setopt(curl.get(), CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, hand_on);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &take);
  curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl.get(), CURLOPT_LOW_SPEED_LIMIT, stalled_bytes_per_s);
  curl_easy_setopt(curl.get(), CURLOPT_LOW_SPEED_TIME, stalled_seconds);
  auto const code = curl_easy_perform(curl.get());
  CallOutcome outcome;
  if (code == CURLE_OK) return outcome;
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  outcome.exit = code == CURLE_HTTP_RETURNED_ERROR ? exit_of_status(status)
                 : code == CURLE_WRITE_ERROR       ? Exit::failed
                                                   : Exit::unreachable;
  outcome.error = {{"message", fmt::format("cannot fetch {}: {}", url, curl_easy_strerror(code))}};
  return outcome;
}

}  // namespace redress::cli
