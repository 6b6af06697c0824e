// Sets up a user's second factor and takes it off; each change is an act the ledger records, never with a secret or a
// code in it.
//
// A secret is told in the answer to `begin` and recovery codes in that to `confirm`, once: a retry of the same request
// id is answered without them. Proofs (password, code) are no part of what makes two calls the same, and count towards
// the waits of signing in. Every call blocks until it is durable, those that look at a password for about a second
// besides. Thread-safe.
#pragma once

#include "api/service/login.hpp"
#include "api/service/office.hpp"

namespace redress::api {

class SecondFactorDesk {
 public:
  SecondFactorDesk(Store& store, Clock const& clock, Ids& ids, SessionDoor& sessions, Login& login)
      : store_(store), clock_(clock), ids_(ids), sessions_(sessions), login_(login), office_(store, clock, ids) {}

  /// second_factor.begin {password} -> {secret, uri, ...}: the caller's own, not in force before `confirm`
  AnswerText begin(DeskCall const& call) const;
  /// second_factor.confirm {code} -> {recovery_codes, ...}. Sessions of the user that began without a code end, all but
  /// the one it was asked in: `session_secret` is its cookie's value.
  AnswerText confirm(DeskCall const& call, std::string_view session_secret) const;
  /// second_factor.remove {id?, password?, code?}: the caller's own with a proof, without one anyone's, by an admin
  AnswerText remove(DeskCall const& call) const;

 private:
  std::optional<User> caller(DeskCall const& call) const;
  std::optional<SecondFactor> factor_of(std::string_view user) const;
  std::optional<Login::Refused> refusal_of_proof(User const& user, SecondFactor const& factor, DeskCall const& call,
                                                 std::string& proved_by) const;

  Store& store_;
  Clock const& clock_;
  Ids& ids_;
  SessionDoor& sessions_;
  Login& login_;
  Office office_;
};

}  // namespace redress::api
