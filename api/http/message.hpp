// A request's head as the layer above sees it, and the answer it gives back.
//
// A Head borrows the connection's buffer: it is valid only during the call it is passed to. A Response owns its bytes,
// except `static_body`. Neither knows the network library.
#pragma once

#include "engine/base/fault.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace redress::api::http {

enum class Method { get, head, post, put, options };

std::string_view name_of(Method method);

struct Field {
  std::string_view name;
  std::string_view value;  // without surrounding blanks
};

struct Head {
  Method method = Method::get;
  std::string_view target = {};  // as sent: "/v1/blobs/ab12?x=1"
  std::string_view path = {};    // up to the question mark, still percent-encoded
  std::string_view query = {};   // after it, or empty
  std::uint64_t content_length = 0;
  bool websocket = false;  // asks to become a WebSocket
  std::span<Field const> fields = {};

  /// The first field of that name in any case, or empty.
  std::string_view field(std::string_view name) const;
};

/// A body too long for memory. `kept` lets go of the file once it is sent, or cannot be.
struct BodyFile {
  std::string path;
  std::uint64_t size = 0;
  std::shared_ptr<void> kept = {};
};

struct Response {
  int status = 200;
  std::string content_type = {};  // left out when empty
  std::string body = {};
  /// Sent instead of `body` when not empty; must outlive the server (assets compiled into the program).
  std::string_view static_body = {};
  /// Further fields. One named here replaces the transport's own of that name (Cache-Control and the security fields);
  /// Content-Length, Connection and Server are always the transport's.
  std::vector<std::pair<std::string, std::string>> fields = {};
  /// Sent in place of `body`, piece by piece, with status 200.
  std::optional<BodyFile> file = {};

  std::string_view bytes() const { return static_body.empty() ? std::string_view(body) : static_body; }
};

/// A no of the transport, as JSON-RPC clients expect one: an error object with `id` null, `data.kind` and `data.says`,
/// and where in the request the trouble is, if that is known.
Response refuse(int status, FaultKind kind, Says const& says, std::string_view position = {});

}  // namespace redress::api::http
