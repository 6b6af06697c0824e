#include "api/cli/rpc_client.hpp"

#include "api/importers/import_run.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

namespace redress::cli {
using importers::outcome_of;

namespace {

std::size_t keep(char* bytes, std::size_t size, std::size_t count, void* into) {
  static_cast<std::string*>(into)->append(bytes, size * count);
  return size * count;
}

boost::json::object request_of(int id, std::string_view method, boost::json::object params) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}};
}

boost::json::object unreachable(std::string const& url, CURLcode code) {
  auto const* why = curl_easy_strerror(code);
  Says const says{fmt::format("连接不上 {}：{}", url, why), fmt::format("cannot reach {}: {}", url, why)};
  return {{"message", says.en}, {"data", boost::json::object{{"kind", "unreachable"}, {"says", to_json(says)}}}};
}

}  // namespace

struct RpcClient::Connection {
  CURL* handle = curl_easy_init();
  ~Connection() { curl_easy_cleanup(handle); }
};

RpcClient::RpcClient(Target target) : target_(std::move(target)), connection_(std::make_unique<Connection>()) {}
RpcClient::~RpcClient() = default;

boost::json::value RpcClient::post(std::string const& body, CallOutcome& failure) {
  auto* const curl = connection_->handle;
  std::string answer;
  auto const url = target_.url + "/rpc";
  auto const authorization = "Authorization: Bearer " + target_.token;
  curl_slist* fields = curl_slist_append(nullptr, "Content-Type: application/json");
  fields = curl_slist_append(fields, "Expect:");
  if (!target_.token.empty()) fields = curl_slist_append(fields, authorization.c_str());
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, fields);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
  curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
  auto const code = curl_easy_perform(curl);
  curl_slist_free_all(fields);
  if (code != CURLE_OK) {
    failure.exit = Exit::unreachable;
    failure.error = unreachable(target_.url, code);
    return nullptr;
  }
  boost::system::error_code no;
  auto json = boost::json::parse(answer, no);
  if (no) {
    failure.exit = Exit::failed;
    failure.error = {{"message", "the server's answer is no JSON"}};
    return nullptr;
  }
  return json;
}

CallOutcome RpcClient::call(std::string_view method, boost::json::object params) {
  CallOutcome failure;
  auto const response = post(boost::json::serialize(request_of(1, method, std::move(params))), failure);
  return failure.exit == Exit::ok ? outcome_of(response) : failure;
}

CallOutcome RpcClient::upload(std::string const& file) {
  CallOutcome outcome;
  struct Close {
    void operator()(std::FILE* opened) const { std::fclose(opened); }
  };
  std::error_code error;
  auto const size = std::filesystem::file_size(file, error);
  std::unique_ptr<std::FILE, Close> const opened(error ? nullptr : std::fopen(file.c_str(), "rb"));
  if (!opened) {
    outcome.exit = Exit::not_found;
    outcome.error = {{"message", "cannot read " + file}};
    return outcome;
  }
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> const curl(curl_easy_init(), &curl_easy_cleanup);
  std::string answer;
  auto const url = target_.url + "/v1/blobs";
  curl_slist* fields = curl_slist_append(nullptr, ("Authorization: Bearer " + target_.token).c_str());
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, fields);
  curl_easy_setopt(curl.get(), CURLOPT_READDATA, opened.get());
  curl_easy_setopt(curl.get(), CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(size));
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, keep);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer);
  curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");
  auto const code = curl_easy_perform(curl.get());
  curl_slist_free_all(fields);
  if (code != CURLE_OK) {
    outcome.exit = Exit::unreachable;
    outcome.error = unreachable(target_.url, code);
    return outcome;
  }
  boost::system::error_code no;
  auto const json = boost::json::parse(answer, no);
  if (!no && json.is_object() && json.get_object().contains("sha256")) {
    outcome.result = json;
    return outcome;
  }
  if (!no) return outcome_of(json);
  outcome.exit = Exit::failed;
  outcome.error = {{"message", "the server's answer is no JSON"}};
  return outcome;
}

std::vector<CallOutcome> RpcClient::batch(std::vector<std::pair<std::string, boost::json::object>> calls) {
  boost::json::array requests;
  for (std::size_t i = 0; i < calls.size(); ++i)
    requests.push_back(request_of(static_cast<int>(i), calls[i].first, std::move(calls[i].second)));
  CallOutcome failure;
  auto const response = post(boost::json::serialize(requests), failure);
  auto const* answers = response.if_array();
  if (failure.exit == Exit::ok && (!answers || answers->size() != calls.size())) failure = outcome_of(response);
  if (failure.exit != Exit::ok) return std::vector<CallOutcome>(calls.size(), failure);
  std::vector<CallOutcome> outcomes;
  for (auto const& answer : *answers) outcomes.push_back(outcome_of(answer));
  return outcomes;
}

}  // namespace redress::cli
