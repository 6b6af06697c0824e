// Makes, lists and changes users; each change is an act the ledger records (who may act is half of who did).
//
// A password is in no entry and no answer. What changes who may act ends the user's sessions. With a `request_id` a
// change is made once; passwords are no part of what makes two calls the same. Every call blocks until it is durable,
// create and password for about a second besides. Thread-safe.
#pragma once

#include "api/service/login.hpp"
#include "api/service/office.hpp"

namespace redress::api {

class UserDesk {
 public:
  UserDesk(Store& store, Clock const& clock, Ids& ids, SessionDoor& sessions, Login& login)
      : store_(store), clock_(clock), ids_(ids), sessions_(sessions), login_(login), office_(store, clock, ids) {}

  /// user.create {name, display?, role, shop?, password} -> the user
  AnswerText create(DeskCall const& call) const;
  /// user.list {} -> {users}: of the caller's shop and of none; of a caller of no shop, all. An admin is told who has a
  /// second factor
  AnswerText list(DeskCall const& call) const;
  /// user.set {id, display?, role?, disabled?} -> the user; `version_conflict` where somebody else changed them
  /// meanwhile
  AnswerText set(DeskCall const& call) const;
  /// user.password {id?, old?, new} -> {id}; with `old` the caller's own, without it anyone's, by an admin. Faults as
  /// user.set, and `forbidden` to whoever is disabled while the password is hashed
  AnswerText password(DeskCall const& call) const;

 private:
  std::optional<AnswerText> told_before(DeskCall const& call) const;
  /// Nothing is written, and a fault answered, where the user is no longer as they were `before` (none: a new user).
  AnswerText put(DeskCall const& call, std::optional<User> const& before, User const& user, OfficeNote note,
                 bool ends_sessions) const;

  Store& store_;
  Clock const& clock_;
  Ids& ids_;
  SessionDoor& sessions_;
  Login& login_;
  Office office_;
};

/// The name to show for whoever acted, by actor id: of a user the shown name, of a token its label; "" for others.
std::string name_of_actor(StoreReader& store, std::string_view actor_id);

/// Whether that user or token sees cases of the shop; of an id that is neither's form, which is a name, true.
bool may_have_cases_of(StoreReader& store, std::string_view shop, std::string_view id);

}  // namespace redress::api
