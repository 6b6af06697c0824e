// What one server is willing to spend on a stranger: sizes, counts and deadlines, each with its default.
//
// Sizes are bytes, times are milliseconds. Zero never means "no limit"; every number is enforced as it stands, and the
// limit itself is still allowed (one past it is not). docs/transport.md says what the caller sees at each of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace redress::api::http {

/// What the raw head of a request may weigh.
struct HeadLimits {
  std::size_t head_bytes = 16 * 1024;  // request line, fields and the empty line
  std::size_t target_bytes = 4 * 1024;
  std::size_t fields = 100;
};

struct Limits {
  HeadLimits head;
  std::uint64_t json_body_bytes = 1024 * 1024;
  std::uint64_t blob_bytes = 100 * 1024 * 1024;

  std::uint32_t header_ms = 10'000;       // from a request's first byte to the end of its head
  std::uint32_t pace_window_ms = 10'000;  // every window of a body, either way, must move window * pace bytes or end it
  std::uint32_t pace_bytes_per_s = 1024;
  std::uint32_t idle_ms = 60'000;        // a connection with no request begun
  std::uint32_t linger_ms = 2'000;       // after a closing answer: how long unread bytes are thrown away, so it arrives
  std::uint32_t stop_grace_ms = 10'000;  // from stop() to cutting what is still unanswered

  std::size_t connections = 4096;
  std::size_t connections_per_address = 64;  // of those whose caller is not known yet
  // Behind a reverse proxy every caller has the proxy's address, so loopback is not counted per address unless asked.
  bool count_loopback_per_address = false;

  std::uint64_t websocket_message_bytes = 1024 * 1024;
  std::size_t websocket_calls_in_flight = 64;  // at the limit, reading pauses
  std::size_t websocket_queue_bytes =
      8 * 1024 * 1024;  // not yet taken by the peer; past it the consumer is too slow: 4008
  std::size_t websocket_queue_messages = 1024;
  std::uint32_t websocket_ping_ms = 20'000;  // two of them without a byte from the peer end the connection
};

struct TextPath {
  std::string path;
  bool page = false;  // GET asks for a page of that path; otherwise it is refused with 405
};

struct ServerOptions {
  Limits limits;
  /// Origins that may call although they are not this host, as browsers send them: "https://desk.example".
  std::vector<std::string> allowed_origins;
  /// Threads that wait for the disk, so that no connection waits for another one's blob.
  unsigned disk_threads = 2;
  /// Paths whose POST bodies are texts for Service::take_text.
  std::vector<TextPath> text_paths = {};
  /// Threads those texts are taken on: they may compute for long, and keep nobody's files waiting.
  unsigned text_threads = 2;
  /// Name of the cookie that is told as Peer::session; empty: none is looked for.
  std::string session_cookie = {};
};

}  // namespace redress::api::http
