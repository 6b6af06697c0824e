// JSON-RPC texts up to the desks: envelope, method, params against their schema. Nothing is carried out.
#include "api/rpc/document.hpp"
#include "api/rpc/envelope.hpp"
#include "tests/fuzz/fuzz_one.hpp"

namespace redress::fuzz {

void fuzz_one(std::string_view bytes) {
  constexpr std::size_t batch_calls_max = 100;
  auto const requests = api::rpc::read_requests(bytes, batch_calls_max);
  if (!requests) return require(!requests.error().says.en.empty(), "a refused text is told why");
  require(!requests->all.empty() && requests->all.size() <= batch_calls_max, "a text has calls, and not too many");
  require(requests->batch || requests->all.size() == 1, "what is no batch is one call");
  for (auto const& request : requests->all) {
    require(request.id.is_null() || request.id.is_string() || request.id.is_int64() || request.id.is_uint64(),
            "an id is a string, an integer or null");
    auto const text = api::rpc::respond(request.id, R"({"result":1})");
    boost::json::error_code failed;
    auto const answer = boost::json::parse(text, failed);
    require(!failed && answer.at("id") == request.id && answer.at("jsonrpc") == "2.0", "an answer has its call's id");
    if (request.fault) continue;
    auto const* spec = api::rpc::find_method(request.method);
    if (!spec) continue;
    if (auto const checked = spec->validator.check(request.params); !checked)
      require(!checked.error().says.zh.empty() && checked.error().position.starts_with("params"),
              "what is wrong with params has its place");
  }
}

}  // namespace redress::fuzz
