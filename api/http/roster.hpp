// Who is connected: counts against the limits, and the list that stopping walks.
//
// Thread-safe. A connection holds a Place from being accepted to its end; places know nothing of sockets.
#pragma once

#include "api/http/limits.hpp"
#include "api/http/server.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <variant>

namespace redress::api::http {

/// What stopping asks of a connection; both are called from any thread and return at once.
class Connection {
 public:
  virtual ~Connection() = default;
  /// Answer what was admitted, begin nothing new, then close.
  virtual void wind_down() = 0;
  /// Close now, whatever is unanswered.
  virtual void cut() = 0;
};

class Roster;

/// One counted connection; destruction gives it back. Must not outlive the roster.
class Place {
 public:
  Place(Roster& roster, std::uint64_t connection, std::string address);
  Place(Place&& other) noexcept;
  Place& operator=(Place&&) = delete;
  ~Place();

  std::uint64_t connection() const { return connection_; }
  std::string const& address() const { return address_; }

  /// Who is to be wound down and cut under this place; a later one (the WebSocket after its handshake) replaces it.
  void seat(std::weak_ptr<Connection> connection, bool websocket);
  /// The caller has a name now, so the connection no longer counts against its address.
  void caller_known();

 private:
  friend class Roster;
  Roster* roster_;
  std::uint64_t connection_;
  std::string address_;
  std::string counted_as_;  // the network of its address, while it counts against that
  bool websocket_ = false;
};

enum class TurnedAway { house_full, address_full };

class Roster {
 public:
  explicit Roster(Limits const& limits) : limits_(limits) {}

  std::variant<Place, TurnedAway> enter(std::string address, bool loopback);

  /// Winds everyone down. `empty` is called once, on the thread that gives back the last place, or at once.
  void wind_down(std::function<void()> empty);
  bool winding_down() const { return winding_down_.load(std::memory_order_acquire); }
  void cut();
  Server::Census census() const;

 private:
  friend class Place;
  std::vector<std::shared_ptr<Connection>> everyone() const;
  void uncount(Place& place);

  Limits const limits_;
  std::atomic<bool> winding_down_ = false;
  mutable std::mutex mutex_;
  std::uint64_t last_connection_ = 0;
  std::unordered_map<std::uint64_t, std::weak_ptr<Connection>> places_;
  std::unordered_map<std::string, std::size_t> unknown_callers_;  // by network_of their address
  std::size_t websockets_ = 0;
  std::function<void()> empty_;
};

}  // namespace redress::api::http
