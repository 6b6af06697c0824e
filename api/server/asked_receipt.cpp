#include "api/server/asked_receipt.hpp"

#include <memory>

namespace redress::api {
namespace {

using boost::json::object;

// Where the entry is named: {"result":{"entry":{"id":..}}} or {"error":{"data":{"entry_id":..}}}.
struct Place {
  object* members = nullptr;
  std::string entry_id = {};
};

Place place_in(object& answer) {
  if (auto* result = answer.if_contains("result"); result && result->is_object())
    if (auto* entry = result->get_object().if_contains("entry"); entry && entry->is_object())
      return {&result->get_object(), std::string(entry->get_object().at("id").as_string())};
  if (auto* error = answer.if_contains("error"); error && error->is_object())
    if (auto* data = error->get_object().if_contains("data"); data && data->is_object())
      if (auto* id = data->get_object().if_contains("entry_id"); id && id->is_string())
        return {&data->get_object(), std::string(id->get_string())};
  return {};
}

AnswerText add_receipt(AnswerText const& answer, AuditDesk& audit, Actor const& actor) {
  auto json = boost::json::parse(answer).as_object();
  auto const place = place_in(json);
  if (!place.members) return answer;
  try {
    auto receipt = audit.receipt_of(place.entry_id, actor);
    if (receipt)
      place.members->emplace("receipt", *std::move(receipt));
    else
      place.members->emplace("receipt_fault", to_json(receipt.error().says));
  } catch (FaultError const& why) {
    place.members->emplace("receipt_fault", to_json(why.fault().says));
  }
  return boost::json::serialize(json);
}

}  // namespace

rpc::Handle with_receipt(rpc::Handle handle, AuditDesk& audit, std::function<void(std::function<void()>)> later) {
  return [handle = std::move(handle), &audit, later = std::move(later)](DeskCall call, AnswerDone done) {
    auto const* const asked = call.params.if_contains("receipt");
    bool const wanted = asked && asked->is_bool() && asked->get_bool();
    call.params.erase("receipt");
    if (!wanted) return handle(std::move(call), std::move(done));
    auto const actor = call.actor;
    handle(std::move(call), [&audit, later, actor, done = std::move(done)](AnswerText answer) {
      later([&audit, actor, done, answer = std::move(answer)] { done(add_receipt(answer, audit, actor)); });
    });
  };
}

}  // namespace redress::api
