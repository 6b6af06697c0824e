#include "tests/api/http/websocket_client.hpp"

namespace redress::api::http {

int Frame::close_code() const {
  if (payload.size() < 2) return 0;
  return static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1]);
}

WebSocketClient::WebSocketClient(House const& house, std::string_view more_fields) : client_(house) {
  client_.send(get("/rpc", fmt::format("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{}",
                                       more_fields)));
  // 101 carries no length; an answer that is not 101 ends the connection.
  handshake_ = client_.receive(true).value();
}

std::string WebSocketClient::frame(Opcode opcode, std::string_view payload, bool final, bool masked) {
  std::string bytes;
  bytes += static_cast<char>((final ? 0x80 : 0) | static_cast<int>(opcode));
  int const mask_bit = masked ? 0x80 : 0;
  if (payload.size() < 126) {
    bytes += static_cast<char>(mask_bit | static_cast<int>(payload.size()));
  } else if (payload.size() < 65536) {
    bytes += static_cast<char>(mask_bit | 126);
    for (int shift = 8; shift >= 0; shift -= 8) bytes += static_cast<char>(payload.size() >> shift);
  } else {
    bytes += static_cast<char>(mask_bit | 127);
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(payload.size() >> shift);
  }
  if (!masked) return bytes.append(payload);
  std::string_view const mask = "\x11\x22\x33\x44";
  bytes += mask;
  for (std::size_t i = 0; i < payload.size(); ++i) bytes += static_cast<char>(payload[i] ^ mask[i % 4]);
  return bytes;
}

void WebSocketClient::send_frame(Opcode opcode, std::string_view payload, bool final) {
  client_.send(frame(opcode, payload, final));
}

std::optional<Frame> WebSocketClient::receive_frame() {
  auto const head = client_.receive_exactly(2);
  if (head.size() < 2) return std::nullopt;
  Frame received{.opcode = static_cast<Opcode>(head[0] & 0x0f), .payload = {}};
  std::uint64_t size = head[1] & 0x7f;
  if (size >= 126) {
    auto const bytes = client_.receive_exactly(size == 126 ? 2 : 8);
    size = 0;
    for (char const byte : bytes) size = size << 8 | static_cast<unsigned char>(byte);
  }
  received.payload = client_.receive_exactly(size);
  return received;
}

std::string WebSocketClient::receive() {
  for (;;) {
    auto const frame = receive_frame();
    if (!frame || frame->opcode == Opcode::close) return {};
    if (frame->opcode == Opcode::text) return frame->payload;
    if (frame->opcode == Opcode::ping) send_frame(Opcode::pong, frame->payload);
  }
}

int WebSocketClient::receive_close() {
  for (;;) {
    auto const frame = receive_frame();
    if (!frame) return 0;
    if (frame->opcode != Opcode::close) continue;
    send_frame(Opcode::close, frame->payload.substr(0, 2));
    return frame->close_code();
  }
}

}  // namespace redress::api::http
