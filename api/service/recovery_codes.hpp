// Recovery codes: what lets in a user whose phone is gone. Each is 80 random bits as four groups of four letters and
// digits, and is good once.
//
// Only a SHA-256 of one is kept, with whose it is: with 80 bits nobody finds a code from its hash, so the hash need not
// be slow, and the same code of another user would have another. Pure; any thread.
#pragma once

#include "api/seam/ids.hpp"
#include "engine/cases/second_factors.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace redress::api {

inline constexpr std::size_t recovery_codes_drawn = 10;
inline constexpr std::size_t recovery_code_bytes = 10;

struct DrawnRecovery {
  std::vector<std::string> codes;  // "ABCD-EFGH-IJKL-MNOP", told once
  std::vector<RecoveryCode> kept;  // in the same order
};
DrawnRecovery draw_recovery_codes(Ids& ids, std::string_view user);

/// What is kept of a code as somebody typed it: blanks, hyphens and small letters make no difference.
std::string kept_of_recovery_code(std::string_view user, std::string_view typed);

/// Names a whole set without telling a code of it.
std::string digest_of(std::vector<RecoveryCode> const& codes);

std::int64_t unused(std::vector<RecoveryCode> const& codes);

}  // namespace redress::api
