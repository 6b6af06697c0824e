// API tokens: `rdr_` and 43 base64url characters of 256 random bits. Only their SHA-256 is kept; revoking works at
// once.
#pragma once

#include "api/seam/ids.hpp"
#include "engine/cases/store.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace redress::api {

struct NewToken {
  TokenRow row;
  std::string secret;  // shown once, kept nowhere
};

/// Draws a token; nothing is written yet.
NewToken draw_token(Ids& ids, Role role, std::string shop, std::string label, Instant now,
                    std::optional<Instant> expires_at);

/// Whether a row lets its bearer in now.
bool in_force(TokenRow const& row, Instant now);

/// Finds the principal behind a bearer text; remembers rows, so that a call costs no query. Thread-safe.
class TokenDoor {
 public:
  TokenDoor(Store& store, Clock const& clock) : store_(store), clock_(clock) {}

  /// nullopt: no such token, expired or revoked - the caller is told no more than that.
  std::optional<Actor> enter(std::string_view bearer);

  /// The row behind it, under the same conditions.
  std::optional<TokenRow> row_of(std::string_view bearer);

  /// After tokens were made or revoked.
  void forget();

  /// What else remembers tokens and is to forget them then; told once, before the first call.
  void also(std::function<void()> forget) { also_ = std::move(forget); }

 private:
  Store& store_;
  Clock const& clock_;
  std::function<void()> also_;
  std::mutex mutex_;
  std::map<std::string, TokenRow> known_;  // by hash of the secret
};

}  // namespace redress::api
