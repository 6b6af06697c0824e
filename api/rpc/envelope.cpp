#include "api/rpc/envelope.hpp"

#include "engine/base/strict_json.hpp"

#include <fmt/format.h>

namespace redress::api::rpc {
namespace {

using boost::json::object;
using boost::json::value;

Fault invalid_request(std::string zh, std::string en) {
  return {FaultKind::invalid_request, {std::move(zh), std::move(en)}};
}

bool is_id(value const& id) { return id.is_string() || id.is_int64() || id.is_uint64() || id.is_null(); }

Request read_request(value const& json) {
  Request request;
  auto const* members = json.if_object();
  if (!members) {
    request.fault = invalid_request("请求须为 JSON 对象", "a request is a JSON object");
    return request;
  }
  auto const* id = members->if_contains("id");
  if (id && is_id(*id)) request.id = *id;
  auto const* version = members->if_contains("jsonrpc");
  auto const* method = members->if_contains("method");
  if (id && !is_id(*id))
    request.fault = invalid_request("id 须为字符串、整数或 null", "an id is a string, an integer or null");
  else if (!version || !version->is_string() || version->get_string() != "2.0")
    request.fault = invalid_request("jsonrpc 须为 \"2.0\"", "jsonrpc must be \"2.0\"");
  else if (!method || !method->is_string())
    request.fault = invalid_request("method 须为字符串", "method must be a string");
  if (request.fault) return request;
  request.notification = !id;
  request.method = method->get_string();
  if (auto const* params = members->if_contains("params")) {
    if (params->is_object())
      request.params = params->get_object();
    else if (params->is_array())
      request.fault = invalid_params("params", "仅支持具名参数：\"params\": {\"名称\": 值}",
                                     "params are by name: \"params\": {\"name\": value}");
    else
      request.fault = invalid_request("params 须为对象", "params must be an object");
  }
  return request;
}

}  // namespace

Result<Requests> read_requests(std::string_view text, std::size_t batch_calls_max) {
  auto const json = parse_strict_json(text);
  if (!json) return json.error();
  Requests requests;
  auto const* array = json->if_array();
  requests.batch = array != nullptr;
  if (!array) {
    requests.all.push_back(read_request(*json));
    return requests;
  }
  if (array->empty()) return invalid_request("批量请求不能为空", "a batch cannot be empty");
  if (array->size() > batch_calls_max)
    return Fault{FaultKind::too_large,
                 {fmt::format("批量请求最多 {} 条", batch_calls_max),
                  fmt::format("a batch holds at most {} calls", batch_calls_max)}};
  for (auto const& each : *array) requests.all.push_back(read_request(each));
  return requests;
}

std::string respond(value const& id, std::string_view answer) {
  return fmt::format(R"({{"jsonrpc":"2.0","id":{},{})", boost::json::serialize(id), answer.substr(1));
}

}  // namespace redress::api::rpc
