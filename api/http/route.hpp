// Which of the transport's few doors a request asks for.
#pragma once

#include "api/http/limits.hpp"
#include "api/http/message.hpp"

#include <span>
#include <string_view>

namespace redress::api::http {

/// Takes files as /v1/blobs does; the layer above keeps them elsewhere.
inline constexpr std::string_view imports_path = "/v1/imports";

enum class Door {
  rpc,              // POST /rpc
  websocket,        // GET /rpc with Upgrade: websocket
  put_blob,         // PUT /v1/blobs, /v1/imports
  get_blob,         // GET, HEAD /v1/blobs/{sha256}
  text,             // POST of a path that takes texts
  page,             // GET, HEAD of anything else
  allowed_methods,  // OPTIONS of anything
  wrong_method,     // 405
  wrong_upgrade,    // Upgrade anywhere but on /rpc
};

struct Route {
  Door door;
  std::string_view allow;  // the methods of that path, for the Allow field
  std::string_view blob;   // the last part of /v1/blobs/{sha256}
};

/// `text_paths`: see ServerOptions.
Route route_of(Head const& head, std::span<TextPath const> text_paths = {});

}  // namespace redress::api::http
