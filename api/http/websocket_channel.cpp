#include "api/http/websocket_channel.hpp"

#include <utility>

namespace redress::api::http {

WebSocketChannel::WebSocketChannel(std::shared_ptr<Lifeline> lifeline, PushedTo& connection, Limits const& limits)
    : lifeline_(std::move(lifeline)),
      connection_(&connection),
      bytes_limit_(limits.websocket_queue_bytes),
      messages_limit_(limits.websocket_queue_messages) {}

bool WebSocketChannel::push(std::string text) {
  if (!open_) return false;
  queued(text.size());
  if (bytes_ > bytes_limit_ || messages_ > messages_limit_) {
    if (open_.exchange(false)) lifeline_->run([connection = connection_] { connection->overflown(); });
    return false;
  }
  return lifeline_->run(
      [connection = connection_, text = std::move(text)]() mutable { connection->pushed(std::move(text)); });
}

void WebSocketChannel::close(std::uint16_t code, std::string reason) {
  lifeline_->run([connection = connection_, code, reason = std::move(reason)]() mutable {
    connection->told_to_close(code, std::move(reason));
  });
}

void WebSocketChannel::queued(std::size_t bytes) {
  bytes_ += bytes;
  messages_ += 1;
}

void WebSocketChannel::sent(std::size_t bytes) {
  bytes_ -= bytes;
  messages_ -= 1;
}

}  // namespace redress::api::http
