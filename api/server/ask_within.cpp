#include "api/server/ask_within.hpp"

#include <future>

namespace redress::api {

std::vector<cli::CallOutcome> ask_within(rpc::Dispatcher const& dispatcher, Actor const& actor,
                                         std::vector<importers::Call> calls) {
  boost::json::array batch;
  for (auto& [method, params] : calls)
    batch.push_back(boost::json::object{
        {"jsonrpc", "2.0"}, {"id", batch.size()}, {"method", method}, {"params", std::move(params)}});
  std::promise<std::string> answered;
  auto answer = answered.get_future();
  dispatcher.handle(boost::json::serialize(batch), actor,
                    [&](std::string reply) { answered.set_value(std::move(reply)); });
  auto const json = boost::json::parse(answer.get());
  auto const* each = json.if_array();
  if (!each || each->size() != calls.size())
    return std::vector<cli::CallOutcome>(calls.size(), importers::outcome_of(json));
  std::vector<cli::CallOutcome> outcomes;
  for (auto const& one : *each) outcomes.push_back(importers::outcome_of(one));
  return outcomes;
}

}  // namespace redress::api
