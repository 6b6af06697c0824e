// The Channel of one WebSocket: counts what is queued for the peer and knows when it takes no more.
//
// Thread-safe. May outlive its connection, and then takes nothing.
#pragma once

#include "api/http/lifeline.hpp"
#include "api/http/limits.hpp"

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>

namespace redress::api::http {

/// What a channel asks of its connection, on the connection's strand.
class PushedTo {
 public:
  virtual ~PushedTo() = default;
  virtual void pushed(std::string text) = 0;
  virtual void overflown() = 0;
  virtual void told_to_close(std::uint16_t code, std::string reason) = 0;
};

class WebSocketChannel final : public Channel {
 public:
  WebSocketChannel(std::shared_ptr<Lifeline> lifeline, PushedTo& connection, Limits const& limits);

  bool push(std::string text) override;
  void close(std::uint16_t code, std::string reason) override;

  // Of the connection: answers count as well, and so does what is on its way to the strand.
  void queued(std::size_t bytes);
  void sent(std::size_t bytes);
  void take_no_more() { open_ = false; }

 private:
  std::shared_ptr<Lifeline> lifeline_;
  PushedTo* connection_;
  std::size_t const bytes_limit_;
  std::size_t const messages_limit_;
  std::atomic<std::size_t> bytes_ = 0;
  std::atomic<std::size_t> messages_ = 0;
  std::atomic<bool> open_ = true;
};

}  // namespace redress::api::http
