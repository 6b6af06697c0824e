#include "api/server/pages.hpp"

#include "api/rpc/document.hpp"

namespace redress::api {
namespace {

http::Response json_page(int status, boost::json::object const& json) {
  return {.status = status, .content_type = "application/json", .body = boost::json::serialize(json)};
}

http::Response ready(storage::SqliteStore const& store) {
  auto const status = store.status();
  bool const ok = status.failure.empty();
  boost::json::object json{{"ready", ok}, {"queued", status.queued}, {"wal_bytes", status.wal_bytes}};
  if (!ok) json.emplace("failure", status.failure);
  return json_page(ok ? 200 : 503, json);
}

}  // namespace

Pages pages_of(storage::SqliteStore& store, Metrics const& metrics, Pages console) {
  return [&store, &metrics, console = std::move(console)](http::Head const& head) -> std::optional<http::Response> {
    if (head.path == "/livez") return json_page(200, {{"live", true}});
    if (head.path == "/readyz") return ready(store);
    if (head.path == "/metrics")
      return http::Response{.status = 200, .content_type = "text/plain; version=0.0.4", .body = metrics.text()};
    if (head.path == "/openrpc.json") {
      http::Response response{.status = 200, .content_type = "application/json"};
      response.static_body = rpc::document_text();
      return response;
    }
    return console(head);
  };
}

}  // namespace redress::api
