// A running server on a loopback port of its own, and clients that speak to it byte by byte.
//
// Clients block, with a limit of some seconds, so that a test reads as a conversation.
#pragma once

#include "api/http/server.hpp"
#include "tests/api/http/test_service.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace redress::api::http {

class House {
 public:
  explicit House(ServerOptions options = {}, std::string const& listen = "127.0.0.1:0");
  ~House();

  TestService service;
  Server& server();
  std::uint16_t port() const;
  std::string const& address() const { return address_; }

  /// Stops and waits until `stopped` was called; false if that took more than some seconds.
  bool stop();
  void begin_stop();
  bool wait_until_stopped();

 private:
  struct Running;
  std::unique_ptr<Running> running_;
  std::string address_;
};

struct Received {
  int status = 0;
  std::map<std::string, std::string> fields;  // names in lower case
  std::string body;
};

class Client {
 public:
  explicit Client(House const& house, char const* host = "127.0.0.1");
  ~Client();
  Client(Client&& other) noexcept;

  /// False when the server no longer takes bytes.
  bool send(std::string_view bytes);
  void send_end();
  /// One answer; `to_head` says that it has no body whatever its Content-Length. Empty when the connection ended first.
  std::optional<Received> receive(bool to_head = false);
  /// All bytes until the server ends the connection; throws if it does not within some seconds.
  std::string receive_all();
  /// At least one byte, at most `bytes`; empty at the end.
  std::string receive_some(std::size_t bytes);
  std::string receive_exactly(std::size_t bytes);
  bool closed_by_server();
  /// Whether nothing comes for so long.
  bool silent_for(std::chrono::milliseconds time);
  /// Lets little data wait for this client, so that a server meets a slow reader soon. Before the first byte.
  int descriptor() const { return socket_; }

 private:
  std::optional<std::string> line();

  int socket_;
  std::string buffered_;
};

std::string post(std::string_view body, std::string_view more_fields = "");
std::string get(std::string_view target, std::string_view more_fields = "");

}  // namespace redress::api::http
