#include "api/server/enrolment.hpp"

#include "api/rpc/envelope.hpp"
#include "api/service/answer.hpp"

#include <algorithm>

namespace redress::api {
namespace {

Fault enrol_first() {
  return {FaultKind::forbidden,
          {"您的角色须先开启两步验证，之后才能做其他事",
           "your role needs a second factor: set it up before anything else"}};
}

bool enrols(rpc::Request const& request) {
  return request.method == "second_factor.begin" || request.method == "second_factor.confirm";
}

}  // namespace

http::Response must_enrol_first() {
  auto const fault = enrol_first();
  auto response = http::refuse(403, fault.kind, fault.says);
  auto json = boost::json::parse(response.body).as_object();
  json.at("error").as_object().at("data").as_object().emplace("second_factor", "enrol");
  response.body = boost::json::serialize(json);
  return response;
}

std::optional<std::string> refusal_before_enrolment(std::string_view text, std::size_t batch_calls_max) {
  auto const requests = rpc::read_requests(text, batch_calls_max);
  if (!requests) return rpc::respond(nullptr, fault_text(requests.error()));
  if (std::ranges::all_of(requests->all, enrols)) return std::nullopt;
  auto const& id = requests->batch ? boost::json::value{} : requests->all.front().id;
  return rpc::respond(id, fault_text(enrol_first(), {{"second_factor", "enrol"}}));
}

}  // namespace redress::api
