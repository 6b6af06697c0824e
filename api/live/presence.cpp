#include "api/live/presence.hpp"

#include "api/live/news.hpp"

#include <algorithm>

namespace redress::api::live {

using boost::json::array;
using boost::json::object;

array Presence::set(http::PeerRef const& peer, Actor const& actor, std::string const& case_id,
                    std::optional<Doing> doing) {
  std::lock_guard const lock(mutex_);
  auto const connection = peer->connection;
  bool changed = true;
  if (!doing) {
    changed = leave(case_id, connection);
  } else {
    auto& places = at_[case_id];
    auto const here = std::ranges::find(places, connection, &Place::connection);
    if (here == places.end()) {
      places.push_back({connection, peer->channel, actor.id, name_(actor), *doing, clock_.now()});
      cases_of_[connection].push_back(case_id);
      make_room(connection);
    } else {
      changed = here->doing != *doing;
      if (changed) here->since = clock_.now();
      here->doing = *doing;
    }
  }
  if (changed) tell(case_id, connection);
  return people_at(case_id);
}

void Presence::make_room(std::uint64_t connection) {
  while (cases_of_.at(connection).size() > presence_cases_max) {
    auto const oldest = cases_of_.at(connection).front();
    leave(oldest, connection);
    tell(oldest, connection);
  }
}

bool Presence::leave(std::string const& case_id, std::uint64_t connection) {
  auto const at = at_.find(case_id);
  if (at == at_.end() ||
      std::erase_if(at->second, [&](auto const& each) { return each.connection == connection; }) == 0)
    return false;
  if (at->second.empty()) at_.erase(at);
  auto& cases = cases_of_.at(connection);
  std::erase(cases, case_id);
  if (cases.empty()) cases_of_.erase(connection);
  return true;
}

void Presence::sweep() {
  std::lock_guard const lock(mutex_);
  std::vector<std::pair<std::string, std::uint64_t>> gone;
  for (auto const& [case_id, places] : at_)
    for (auto const& place : places)
      if (place.channel.expired()) gone.emplace_back(case_id, place.connection);
  for (auto const& [case_id, connection] : gone) {
    leave(case_id, connection);
    tell(case_id, connection);
  }
}

// One person may have a case open twice: they are listed once, with the busier of both, since the earlier.
array Presence::people_at(std::string const& case_id) const {
  auto const at = at_.find(case_id);
  std::vector<Place> people;
  if (at != at_.end()) {
    for (auto const& place : at->second) {
      auto const known = std::ranges::find(people, place.actor, &Place::actor);
      if (known == people.end())
        people.push_back(place);
      else if (place.doing == Doing::editing)
        known->doing = Doing::editing;
    }
  }
  array told;
  for (auto const& each : people)
    told.push_back(object{{"actor", each.actor},
                          {"name", each.name},
                          {"doing", each.doing == Doing::editing ? "editing" : "viewing"},
                          {"since", format_rfc3339(each.since)}});
  return told;
}

void Presence::tell(std::string const& case_id, std::uint64_t except) const {
  auto const at = at_.find(case_id);
  if (at == at_.end()) return;
  auto const text = notification("events.presence", {{"case_id", case_id}, {"people", people_at(case_id)}});
  for (auto const& place : at->second)
    if (auto const channel = place.channel.lock(); channel && place.connection != except) channel->push(text);
}

}  // namespace redress::api::live
