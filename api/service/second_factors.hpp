// The second step of signing in: whether what was typed is a code of the user's second factor, which uses it up.
//
// A code of the app is good for its time step alone, and once; a recovery code once. What is used is durable before
// anybody is told that it was right, and decided on the writer, so that of two who bring the same code at once one is
// refused. A recovery code's use is an office entry. Thread-safe; `take` blocks until durable where the code is right.
#pragma once

#include "api/seam/clock.hpp"
#include "api/seam/ids.hpp"
#include "api/service/office.hpp"
#include "engine/cases/second_factors.hpp"
#include "engine/cases/users.hpp"

#include <optional>
#include <string_view>

namespace redress::api {

enum class CodeKind { app, recovery };

/// What a right code is, and the factor with it used up.
struct CodeMatch {
  CodeKind kind;
  std::size_t recovery_index = 0;
  SecondFactor after;
};

/// Nothing for a wrong one. Pure. Throws FaultError `internal` where a code of the app is to be compared with a secret
/// that cannot be decrypted.
std::optional<CodeMatch> match_code(SecondFactor const& factor, std::string_view typed, Instant now);

/// Names a secret without telling it, for the ledger: 160 random bits are not found from their hash.
std::string digest_of_secret(std::string_view user, std::string_view secret);

class SecondFactors {
 public:
  SecondFactors(Store& store, Clock const& clock, Ids& ids)
      : store_(store), clock_(clock), office_(store, clock, ids) {}

  /// In force: confirmed.
  std::optional<SecondFactor> in_force(std::string_view user) const;

  /// Whether it is one of the user's codes, used up from now on.
  bool take(User const& user, std::string_view typed) const;

 private:
  Store& store_;
  Clock const& clock_;
  Office office_;
};

}  // namespace redress::api
