#include "api/server/asked_receipt.hpp"

#include <vector>

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

// The ids an office act's answer names; none for one that recorded nothing.
std::vector<std::string> entries_named(object const& result) {
  std::vector<std::string> ids;
  if (auto const* one = result.if_contains("entry_id"); one && one->is_string()) ids.emplace_back(one->get_string());
  if (auto const* all = result.if_contains("entries"); all && all->is_array())
    for (auto const& each : all->get_array())
      if (each.is_string()) ids.emplace_back(each.get_string());
  return ids;
}

void add_receipts(object& result, std::vector<std::string> const& ids, AuditDesk& audit, Actor const& actor) {
  boost::json::array receipts;
  try {
    for (auto const& id : ids) {
      auto receipt = audit.receipt_of(id, actor);
      if (!receipt) return void(result.emplace("receipt_fault", to_json(receipt.error().says)));
      receipts.emplace_back(*std::move(receipt));
    }
  } catch (FaultError const& why) {
    return void(result.emplace("receipt_fault", to_json(why.fault().says)));
  }
  if (receipts.size() == 1)
    result.emplace("receipt", std::move(receipts.front()));
  else
    result.emplace("receipts", std::move(receipts));
}

boost::json::array recorded(std::vector<std::string> const& ids, Store& store) {
  boost::json::array told;
  store.read([&](StoreReader& reader) {
    for (auto const& id : ids)
      if (auto const entry = reader.find_entry(id))
        told.push_back(object{{"entry_id", id}, {"seq", entry->seq}, {"hash", entry->hash}});
  });
  return told;
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

rpc::Handle with_office_entries(rpc::Handle handle, Store& store, AuditDesk& audit,
                                std::function<void(std::function<void()>)> later) {
  return [handle = std::move(handle), &store, &audit, later = std::move(later)](DeskCall call, AnswerDone done) {
    auto const* const asked = call.params.if_contains("receipt");
    bool const wanted = asked && asked->is_bool() && asked->get_bool();
    call.params.erase("receipt");
    auto const actor = call.actor;
    handle(std::move(call), [&store, &audit, later, actor, wanted, done = std::move(done)](AnswerText answer) {
      auto json = boost::json::parse(answer).as_object();
      auto* const result = json.if_contains("result");
      auto const ids = result ? entries_named(result->as_object()) : std::vector<std::string>{};
      if (ids.empty()) return done(std::move(answer));
      result->as_object().emplace("recorded", recorded(ids, store));
      if (!wanted) return done(boost::json::serialize(json));
      later([&audit, actor, ids, done, json = std::move(json)]() mutable {
        add_receipts(json.at("result").as_object(), ids, audit, actor);
        done(boost::json::serialize(json));
      });
    });
  };
}

}  // namespace redress::api
