// Listens on one address and speaks HTTP/1.1 and WebSocket on it: bytes in, text out, nothing known of cases.
//
// The io_context comes from outside and may be run by several threads; every connection has its own strand. The server
// and its service must outlive the last run of that io_context, or the call that says `stopped`.
#pragma once

#include "api/http/limits.hpp"
#include "api/http/service.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace boost::asio {
class io_context;
}

namespace redress::api::http {

class Server {
 public:
  Server(boost::asio::io_context& io, Service& service, ServerOptions options = {});
  ~Server();
  Server(Server const&) = delete;
  Server& operator=(Server const&) = delete;

  /// Binds "HOST:PORT" ("127.0.0.1:8080", "[::1]:0", "localhost:8080"); port 0 lets the system pick. Gives the address
  /// really bound, port included. Call once. Fault `invalid_params` for an address that cannot be read, `internal` for
  /// one that cannot be bound.
  Result<std::string> listen(std::string_view host_port);

  /// Any thread; later calls do nothing. Accepts no more, lets admitted requests be answered, closes idle connections,
  /// ends WebSockets with 1001 after their calls in flight; what is left after `stop_grace_ms` is cut. Then `stopped`
  /// is called once, on an io thread.
  void stop(std::function<void()> stopped = {});

  /// Open now; any thread.
  struct Census {
    std::size_t connections = 0;  // WebSockets included
    std::size_t websockets = 0;
  };
  Census census() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace redress::api::http
