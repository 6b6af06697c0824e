// Which shop a list is asked for: what the caller may see and what was asked are two filters, and both hold.
#pragma once

#include "api/service/answer.hpp"
#include "api/service/case_desk.hpp"
#include "api/service/loaded_case.hpp"

#include <string>

namespace redress::api {

/// The shop named in params, else the caller's own, else "" (all shops): for queries that are asked again.
inline std::string shop_named(DeskCall const& call) {
  auto named = text_of(call.params, "shop");
  return named.empty() ? call.actor.shop : named;
}

/// The same for a filter. Of a shop that is not the caller's nothing is found, whether there is one or not: the name is
/// then longer than any shop's.
inline std::string shop_asked(DeskCall const& call) {
  constexpr std::size_t longer_than_any = 65;
  auto named = shop_named(call);
  return named.empty() || may_see(call.actor, named) ? named : std::string(longer_than_any, '-');
}

}  // namespace redress::api
