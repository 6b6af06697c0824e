#include "api/service/answer.hpp"

namespace redress::api {
namespace {

AnswerText error_text(FaultKind kind, Says const& says, boost::json::object data) {
  data.emplace("kind", name_of(kind));
  data.emplace("says", to_json(says));
  boost::json::object const error{{"code", rpc_code_of(kind)}, {"message", says.en}, {"data", std::move(data)}};
  return boost::json::serialize(boost::json::object{{"error", error}});
}

}  // namespace

std::string text_of(boost::json::object const& json, std::string_view name) {
  auto const* found = json.if_contains(name);
  return found && found->is_string() ? std::string(found->get_string()) : std::string{};
}

std::size_t limit_of(boost::json::object const& params, std::size_t otherwise) {
  auto const* limit = params.if_contains("limit");
  return limit ? limit->to_number<std::size_t>() : otherwise;
}

AnswerText result_text(boost::json::object result) {
  return boost::json::serialize(boost::json::object{{"result", std::move(result)}});
}

AnswerText fault_text(Fault const& fault, boost::json::object extra) {
  if (!fault.position.empty()) extra.emplace("position", fault.position);
  return error_text(fault.kind, fault.says, std::move(extra));
}

AnswerText refusal_text(Refusal const& refusal, boost::json::object extra) {
  extra.emplace("why_not", to_json(refusal.why_not));
  return error_text(refusal.kind(), refusal.says(), std::move(extra));
}

AnswerText replayed(AnswerText const& stored) {
  auto json = boost::json::parse(stored).as_object();
  auto* result = json.if_contains("result");
  auto& target = result ? result->as_object() : json.at("error").as_object()["data"].as_object();
  target["replayed"] = true;
  return boost::json::serialize(json);
}

}  // namespace redress::api
