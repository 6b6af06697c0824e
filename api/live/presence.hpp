// Who looks at which case just now, and who works on it. Kept in memory, per connection; a closed one is gone.
//
// Any thread. Borrows the clock. Only people of shops that may see the case are ever told of each other: the caller
// checks that the case is theirs before it calls `set`.
#pragma once

#include "api/http/service.hpp"
#include "api/seam/clock.hpp"
#include "engine/cases/party.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace redress::api::live {

enum class Doing { viewing, editing };

/// Cases one connection may be at; at one more it leaves the one it came to first.
inline constexpr std::size_t presence_cases_max = 20;

class Presence {
 public:
  /// What people call that caller.
  using Name = std::function<std::string(Actor const&)>;

  Presence(Clock const& clock, Name name) : clock_(clock), name_(std::move(name)) {}

  /// From now on that connection is `doing` something with the case; nothing: gone. Tells the others, answers all of
  /// the case's people: [{actor, name, doing, since}].
  boost::json::array set(http::PeerRef const& peer, Actor const& actor, std::string const& case_id,
                         std::optional<Doing> doing);

  /// Connections that are closed are gone; to be called often.
  void sweep();

 private:
  struct Place {
    std::uint64_t connection = 0;
    std::weak_ptr<http::Channel> channel;
    std::string actor;
    std::string name;
    Doing doing = Doing::viewing;
    Instant since;
  };

  boost::json::array people_at(std::string const& case_id) const;
  void tell(std::string const& case_id, std::uint64_t except) const;
  bool leave(std::string const& case_id, std::uint64_t connection);
  void make_room(std::uint64_t connection);

  Clock const& clock_;
  Name name_;
  std::mutex mutex_;                                            // guards what follows
  std::map<std::string, std::vector<Place>> at_;                // by case, in the order they came
  std::map<std::uint64_t, std::vector<std::string>> cases_of_;  // by connection, in the order it came
};

}  // namespace redress::api::live
