// A WebSocket client that can also say what no honest client says.
#pragma once

#include "tests/api/http/house.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace redress::api::http {

enum class Opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

struct Frame {
  Opcode opcode = Opcode::text;
  std::string payload;

  /// Of a close frame; 0 when it carries none.
  int close_code() const;
};

class WebSocketClient {
 public:
  explicit WebSocketClient(House const& house, std::string_view more_fields = "");

  /// The answer to the handshake; 101 when it worked.
  Received const& handshake() const { return handshake_; }

  void send(std::string_view text) { send_frame(Opcode::text, text); }
  void send_frame(Opcode opcode, std::string_view payload, bool final = true);
  bool send_raw(std::string_view bytes) { return client_.send(bytes); }
  static std::string frame(Opcode opcode, std::string_view payload, bool final = true, bool masked = true);

  /// The next frame; empty when the connection ended.
  std::optional<Frame> receive_frame();
  /// The next text message, pings answered on the way; "" when the connection was closed instead.
  std::string receive();
  /// Reads on to the close frame, answers it and gives its code; 0 if the connection ended without one.
  int receive_close();
  bool silent_for(std::chrono::milliseconds time) { return client_.silent_for(time); }

  Client& client() { return client_; }

 private:
  Client client_;
  Received handshake_;
};

}  // namespace redress::api::http
