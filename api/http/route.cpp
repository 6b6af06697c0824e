#include "api/http/route.hpp"

namespace redress::api::http {
namespace {

struct Path {
  std::string_view allow;
  Door get = Door::wrong_method;
  Door post = Door::wrong_method;
  Door put = Door::wrong_method;
  std::string_view blob = {};
};

Path path_of(std::string_view path, std::span<TextPath const> text_paths) {
  constexpr std::string_view blobs = "/v1/blobs";
  for (auto const& each : text_paths) {
    if (path != each.path) continue;
    if (each.page) return {.allow = "GET, HEAD, POST, OPTIONS", .get = Door::page, .post = Door::text};
    return {.allow = "POST, OPTIONS", .post = Door::text};
  }
  if (path == "/rpc") return {.allow = "POST, OPTIONS", .post = Door::rpc};
  if (path == blobs || path == imports_path) return {.allow = "PUT, OPTIONS", .put = Door::put_blob};
  if (path.starts_with(blobs) && path[blobs.size()] == '/')
    return {.allow = "GET, HEAD, OPTIONS", .get = Door::get_blob, .blob = path.substr(blobs.size() + 1)};
  return {.allow = "GET, HEAD, OPTIONS", .get = Door::page};
}

}  // namespace

Route route_of(Head const& head, std::span<TextPath const> text_paths) {
  auto const path = path_of(head.path, text_paths);
  if (head.websocket) return {head.path == "/rpc" ? Door::websocket : Door::wrong_upgrade, path.allow, {}};
  switch (head.method) {
    case Method::get:
    case Method::head:
      return {path.get, path.allow, path.blob};
    case Method::post:
      return {path.post, path.allow, {}};
    case Method::put:
      return {path.put, path.allow, {}};
    case Method::options:
      return {Door::allowed_methods, path.allow, {}};
  }
  return {Door::wrong_method, path.allow, {}};
}

}  // namespace redress::api::http
