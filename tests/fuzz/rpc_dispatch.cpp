// The whole of JSON-RPC over the store in memory: envelope, schema, desks, rules, entries.
//
// The first byte says who calls. One house serves a thousand texts, so that they meet each other's cases; then comes a
// new one. An input found here is told to a fresh house when it is tried again: give the seed's run where that is not
// enough.
#include "tests/api/house_of_desks.hpp"
#include "tests/fuzz/fuzz_one.hpp"

#include <array>

namespace redress::fuzz {
namespace {

constexpr int texts_per_house = 1'000;

void check_response(boost::json::value const& response) {
  auto const* object = response.if_object();
  require(object && object->contains("id") && object->if_contains("jsonrpc"), "a response is an object with an id");
  require(object->contains("result") != object->contains("error"), "a response is a result or an error");
  if (auto const* error = object->if_contains("error")) {
    require(error->at("code").is_int64() && !error->at("message").as_string().empty(), "an error has code and message");
    require(error->at("code").as_int64() != -32603, "nothing a caller says is our own fault");
  }
}

}  // namespace

void fuzz_one(std::string_view bytes) {
  static std::unique_ptr<api::HouseOfDesks> house;
  static int texts = 0;
  if (!house || ++texts == texts_per_house) {
    house = std::make_unique<api::HouseOfDesks>();
    texts = 0;
  }
  if (bytes.empty()) return;
  constexpr std::array roles{Role::service, Role::agent, Role::manager, Role::auditor, Role::admin};
  auto const role = roles[static_cast<unsigned char>(bytes.front()) % roles.size()];
  auto const answer = house->handle(bytes.substr(1), role);
  if (answer.is_null()) return;
  if (auto const* batch = answer.if_array())
    for (auto const& each : *batch) check_response(each);
  else
    check_response(answer);
}

}  // namespace redress::fuzz
