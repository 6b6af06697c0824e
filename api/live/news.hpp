// What one entry tells those who watch: the notification `events.entry`, and who may have it.
#pragma once

#include "api/service/actor_names.hpp"
#include "engine/cases/entry.hpp"
#include "engine/cases/party.hpp"

#include <cstdint>
#include <string>

namespace redress::api::live {

struct News {
  std::int64_t seq = 0;
  std::string shop;     // "" of an act for the whole deployment
  std::string case_id;  // or the office
  std::string text;     // the whole notification
};

/// Throws FaultError `ledger_broken` for an entry that is no JSON object.
News news_of(Entry const& entry, ActorNames& names);

/// Entries of the caller's shop; every shop's for who is bound to none.
bool may_hear(Actor const& actor, std::string_view shop);

/// A notification of that method.
std::string notification(std::string_view method, boost::json::object params);

}  // namespace redress::api::live
