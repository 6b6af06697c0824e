#include "api/http/roster.hpp"

#include "api/http/network_of.hpp"

#include <utility>

namespace redress::api::http {

Place::Place(Roster& roster, std::uint64_t connection, std::string address)
    : roster_(&roster), connection_(connection), address_(std::move(address)) {}

Place::Place(Place&& other) noexcept
    : roster_(std::exchange(other.roster_, nullptr)),
      connection_(other.connection_),
      address_(std::move(other.address_)),
      counted_as_(std::move(other.counted_as_)),
      websocket_(other.websocket_) {}

Place::~Place() {
  if (!roster_) return;
  std::function<void()> empty;
  {
    std::lock_guard const lock(roster_->mutex_);
    roster_->uncount(*this);
    if (websocket_) --roster_->websockets_;
    roster_->places_.erase(connection_);
    if (roster_->places_.empty()) empty = std::exchange(roster_->empty_, nullptr);
  }
  if (empty) empty();
}

void Place::seat(std::weak_ptr<Connection> connection, bool websocket) {
  std::lock_guard const lock(roster_->mutex_);
  roster_->places_[connection_] = std::move(connection);
  if (websocket && !websocket_) ++roster_->websockets_;
  websocket_ = websocket;
}

void Place::caller_known() {
  if (counted_as_.empty()) return;
  std::lock_guard const lock(roster_->mutex_);
  roster_->uncount(*this);
}

std::variant<Place, TurnedAway> Roster::enter(std::string address, bool loopback) {
  std::lock_guard const lock(mutex_);
  if (places_.size() >= limits_.connections) return TurnedAway::house_full;
  std::string counted_as;
  if (!loopback || limits_.count_loopback_per_address) {
    counted_as = network_of(address);
    auto& unknown = unknown_callers_[counted_as];
    if (unknown >= limits_.connections_per_address) return TurnedAway::address_full;
    ++unknown;
  }
  places_.emplace(++last_connection_, std::weak_ptr<Connection>{});
  Place place(*this, last_connection_, std::move(address));
  place.counted_as_ = std::move(counted_as);
  return place;
}

void Roster::uncount(Place& place) {
  auto const entry = unknown_callers_.find(std::exchange(place.counted_as_, {}));
  if (entry != unknown_callers_.end() && --entry->second == 0) unknown_callers_.erase(entry);
}

std::vector<std::shared_ptr<Connection>> Roster::everyone() const {
  std::vector<std::shared_ptr<Connection>> all;
  for (auto const& [number, weak] : places_)
    if (auto connection = weak.lock()) all.push_back(std::move(connection));
  return all;
}

void Roster::wind_down(std::function<void()> empty) {
  std::vector<std::shared_ptr<Connection>> present;
  {
    std::lock_guard const lock(mutex_);
    // Set under the lock: whoever takes a seat after this walk sees it set and winds itself down.
    winding_down_.store(true, std::memory_order_release);
    present = everyone();
    if (!places_.empty()) empty_ = std::exchange(empty, nullptr);
  }
  if (empty) empty();
  for (auto const& connection : present) connection->wind_down();
}

void Roster::cut() {
  std::vector<std::shared_ptr<Connection>> present;
  {
    std::lock_guard const lock(mutex_);
    present = everyone();
  }
  for (auto const& connection : present) connection->cut();
}

Server::Census Roster::census() const {
  std::lock_guard const lock(mutex_);
  return {places_.size(), websockets_};
}

}  // namespace redress::api::http
