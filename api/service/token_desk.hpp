// Makes, lists and revokes API tokens; making and revoking are acts the ledger records (who may act is half of who
// did).
//
// The secret is in no entry and no row. Every call blocks until it is durable. Thread-safe.
#pragma once

#include "api/service/office.hpp"
#include "api/service/tokens.hpp"

namespace redress::api {

/// What the entry `token_created` says of it.
boost::json::object told_of(TokenRow const& row);

class TokenDesk {
 public:
  TokenDesk(Store& store, Clock const& clock, Ids& ids, TokenDoor& door)
      : store_(store), clock_(clock), ids_(ids), door_(door), office_(store, clock, ids) {}

  /// token.create {role, shop?, label?, expires_at?, request_id?} -> the row and `token`, shown this once: a retry is
  /// answered without it. `forbidden` for a token of no shop or of another one, by an admin of a shop
  AnswerText create(DeskCall const& call) const;
  /// token.list {} -> {tokens}: of an admin of a shop, that shop's
  AnswerText list(DeskCall const& call) const;
  /// token.revoke {id, request_id?} -> {id, entry_id?}; `not_found` for what token.list does not show
  AnswerText revoke(DeskCall const& call) const;

 private:
  Store& store_;
  Clock const& clock_;
  Ids& ids_;
  TokenDoor& door_;
  Office office_;
};

}  // namespace redress::api
