// A case with everything a decision about it may look at, read in one view of the store.
#pragma once

#include "api/service/rulebooks_in_force.hpp"
#include "engine/cases/decide.hpp"
#include "engine/cases/store.hpp"

#include <string>
#include <vector>

namespace redress::api {

struct LoadedCase {
  Case case_;
  std::vector<Evidence> evidence;
  OrderAccount account;
  std::vector<PersonalText> personal;
  std::vector<std::string> buyer_values;  // of those, what a message must not contain
  Workflow const* workflow = nullptr;
  LibraryPointer library = {};            // keeps the book alive, whatever comes in force meanwhile
  rules::Rulebook const* book = nullptr;  // the shop's own, where it has one
  std::vector<std::string> automation_off = {};

  /// Borrows from this object.
  World world(Instant now) const { return {*workflow, *book, case_, account, evidence, now, automation_off}; }
};

/// Fault `not_found` - the same for a case that is not there and for one of another shop.
Result<LoadedCase> load_case(StoreReader& store, RulebooksInForce const& books, std::string_view case_id,
                             Actor const& actor);

/// Of a case that was found already, and may be seen.
Result<LoadedCase> load_case(StoreReader& store, RulebooksInForce const& books, Case found);

/// Whether a caller bound to a shop (or to none) may see it.
bool may_see(Actor const& actor, std::string_view shop);

Fault case_not_found(std::string_view case_id);

}  // namespace redress::api
