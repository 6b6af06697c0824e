// Who moves and who speaks: the parties of a case and the roles of a caller.
#pragma once

#include "engine/base/says.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace redress {

/// Whose move an event is, and who owes the next one. `timer` is the expiry of a deadline, `nobody` owes after the end.
enum class Party { buyer, seller, platform, carrier, payments, timer, nobody };

/// What a caller may do. `runner` is Redress itself: the deadline and outbox runners.
enum class Role { agent, manager, auditor, service, admin, runner };

std::string_view name_of(Party party);
std::optional<Party> party_from(std::string_view name);
/// As sentences say it: "卖家", "the seller".
Says in_words(Party party);
std::string_view name_of(Role role);
std::optional<Role> role_from(std::string_view name);

/// Who acts: an opaque id (never a person's name), a role, and the shop the principal is bound to ("" is every shop).
struct Actor {
  std::string id;
  Role role = Role::agent;
  std::string shop = {};
};

}  // namespace redress
