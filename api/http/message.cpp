#include "api/http/message.hpp"

#include "api/http/field_values.hpp"

#include <boost/json.hpp>

namespace redress::api::http {

std::string_view name_of(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::head:
      return "HEAD";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::options:
      return "OPTIONS";
  }
  return {};
}

std::string_view Head::field(std::string_view name) const {
  for (auto const& each : fields)
    if (same_word(each.name, name)) return each.value;
  return {};
}

Response refuse(int status, FaultKind kind, Says const& says, std::string_view position) {
  boost::json::object about{{"kind", name_of(kind)}, {"says", to_json(says)}};
  if (!position.empty()) about.emplace("position", position);
  boost::json::object const error{{"code", rpc_code_of(kind)}, {"message", says.en}, {"data", std::move(about)}};
  Response response;
  response.status = status;
  response.content_type = "application/json";
  response.body = boost::json::serialize(boost::json::object{{"jsonrpc", "2.0"}, {"error", error}, {"id", nullptr}});
  return response;
}

}  // namespace redress::api::http
