// What the transport asks of the layer above it: admit a head, answer a text, show a page, keep or find a blob.
//
// Threads: `admit`, `page` and `rpc` are called on the threads that run the io_context, of different connections at the
// same time, and must be quick: whatever waits (a commit, a disk) belongs on another thread, with `reply` called from
// there. `begin_blob`, `find_blob` and everything of a BlobSink run on the disk threads and may block; the calls on one
// sink never overlap. An exception that leaves any of them becomes a 500 and a log line.
// Order, for one request:  admit (rpc | page | find_blob | begin_blob append* finish)?
#pragma once

#include "api/http/message.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace redress::api::http {

/// Who a caller turned out to be. The transport only carries it: the layer above derives from it, gives it at `admit`
/// and finds it again in Peer.
struct Caller {
  virtual ~Caller() = default;
};

/// The way to a WebSocket outside of answers. Any thread, any time. Peer holds it weakly: it expires with its
/// connection.
class Channel {
 public:
  virtual ~Channel() = default;
  /// Queues one text message after those queued before it. False when the connection is closing; a consumer that lets
  /// the queue grow past its limit is closed with 4008 and gets nothing more.
  virtual bool push(std::string text) = 0;
  /// Closes the connection once what is queued is sent, e.g. 4001 when a token was revoked. Only the first close
  /// counts.
  virtual void close(std::uint16_t code, std::string reason) = 0;
};

enum class Transport { http, websocket };

struct Peer {
  std::string token;  // of "Authorization: Bearer ...", or of the WebSocket subprotocol "bearer.TOKEN"; empty if none
  std::string session = {};  // value of the cookie ServerOptions::session_cookie; empty if none
  std::string address;       // "127.0.0.1", "::1"
  Transport transport = Transport::http;
  std::uint64_t connection = 0;          // never 0, never used twice by one server
  std::weak_ptr<Channel> channel;        // empty over plain HTTP
  std::shared_ptr<Caller const> caller;  // what `admit` said last; null before it did
};

/// Shared by the requests of one connection as long as token, session and caller stay the same.
using PeerRef = std::shared_ptr<Peer const>;

/// Any thread, any time, once; later calls do nothing, nor does one whose connection or server has ended. An empty text
/// means that there is nothing to say (HTTP 204). If every copy is destroyed uncalled the transport answers for it:
/// HTTP 500, or WebSocket close 1011.
using Reply = std::function<void(std::string text)>;

struct Admission {
  std::optional<Response> refusal = {};  // sent as it stands, the body unread; the connection closes if there was one
  std::shared_ptr<Caller const> caller = {};  // null for a page anyone may see
};

class BlobSink {
 public:
  /// Destroyed without `finish`, the upload was cut off: nothing of it may remain.
  virtual ~BlobSink() = default;
  /// The next bytes of the body. False: no more can be taken; `finish` is called next and says why.
  virtual bool append(std::span<std::byte const> bytes) = 0;
  /// All bytes came (as many as Content-Length said), or `append` gave up.
  virtual Response finish() = 0;
};

/// A blob to be sent from a file; `size` is the file's. The bytes under one hash never change.
struct BlobFile {
  std::string path;
  std::uint64_t size = 0;
  std::string mime = {};
};

class Service {
 public:
  virtual ~Service() = default;

  /// Before anything of a body is read, for every request and every WebSocket handshake: 401, 403, 404, 429 are said
  /// here. Routes, methods, sizes and media types of /rpc and /v1/blobs are the transport's own business.
  virtual Admission admit(Head const& head, Peer const& peer) = 0;

  /// One JSON-RPC text, a batch included, from POST /rpc or one WebSocket message. `reply` may be called before this
  /// returns. On one WebSocket several calls are under way at once; over HTTP one a connection.
  virtual void rpc(std::string text, PeerRef peer, Reply reply) = 0;

  /// GET (or HEAD, answered without its body) of anything that is not /rpc and not under /v1/blobs. 404 is said here.
  /// Paths under /v1/ are asked for on a disk thread and may block.
  virtual Response page(Head const& head, Peer const& peer) = 0;

  /// POST of one of ServerOptions::text_paths, whatever its media type, at most as long as a JSON body. On a thread for
  /// texts; may block.
  virtual Response take_text(std::string /*text*/, Head const& /*head*/, PeerRef /*peer*/) {
    return refuse(404, FaultKind::not_found, {"没有这个页面", "there is no such page"});
  }

  /// PUT /v1/blobs, the length already checked.
  virtual std::variant<std::unique_ptr<BlobSink>, Response> begin_blob(Head const& head, PeerRef peer) = 0;

  /// GET and HEAD /v1/blobs/{sha256}; `sha256` is 64 lower-case hex digits.
  virtual std::variant<BlobFile, Response> find_blob(std::string_view sha256, Head const& head, PeerRef peer) = 0;
};

}  // namespace redress::api::http
