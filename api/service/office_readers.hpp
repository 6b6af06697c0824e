// Who reads entries about no case: users and tokens made, values revealed, cases scored.
#pragma once

#include "engine/cases/party.hpp"

namespace redress::api {

/// Of others; whoever did what an entry says may have its receipt all the same.
constexpr bool may_see_office(Role role) {
  return role == Role::manager || role == Role::auditor || role == Role::admin;
}

}  // namespace redress::api
