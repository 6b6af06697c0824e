#include "tests/e2e/persons_house.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

namespace redress::e2e {
namespace {

constexpr std::string_view canary = "CANARY";

}  // namespace

using boost::json::object;

std::vector<std::string> files_with(std::filesystem::path const& folder, std::string_view text) {
  std::vector<std::string> names;
  for (auto const& each : std::filesystem::recursive_directory_iterator(folder))
    if (each.is_regular_file() && content_of(each.path()).find(text) != std::string::npos)
      names.push_back(each.path().filename().string());
  return names;
}

std::string http(std::string const& verb, std::string const& url, std::string const& token, std::string const& body) {
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> const curl{curl_easy_init(), &curl_easy_cleanup};
  curl_slist* heads = curl_slist_append(nullptr, ("Authorization: Bearer " + token).c_str());
  heads = curl_slist_append(heads, "Content-Type: application/octet-stream");
  std::string answer;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  if (verb != "GET") {
    curl_easy_setopt(curl.get(), CURLOPT_CUSTOMREQUEST, verb.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  }
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, heads);
  curl_easy_setopt(
      curl.get(), CURLOPT_WRITEFUNCTION, +[](char* at, std::size_t one, std::size_t count, void* to) {
        static_cast<std::string*>(to)->append(at, one * count);
        return one * count;
      });
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer);
  curl_easy_perform(curl.get());
  curl_slist_free_all(heads);
  return answer;
}

// The file's hash, or "".
std::string upload(std::string const& url, std::string const& token, std::string const& bytes) {
  boost::system::error_code wrong;
  auto const json = boost::json::parse(http("PUT", url + "/v1/blobs", token, bytes), wrong);
  if (wrong || !json.is_object() || !json.get_object().contains("sha256")) return {};
  return std::string(json.at("sha256").as_string());
}

object personal_case(int number) {
  return sample_case(
      "refund", number,
      {{"reason", "do_not_want"}, {"wants", "refund_only"}, {"text", fmt::format("{} 不想要了", canary)}},
      {{"buyer", object{{"id", fmt::format("{}-{}", canary, number)},
                        {"nick", "茶友"},
                        {"phone", "13812341234"},
                        {"address", fmt::format("浙江省杭州市西湖区{}路", canary)}}},
       {"note", fmt::format("{} 备注", canary)}});
}

}  // namespace redress::e2e
