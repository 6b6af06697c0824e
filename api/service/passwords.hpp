// Passwords: which are taken, and what is kept of one: scrypt (RFC 7914) with a salt of its own, never the password.
//
// N = 2^17, r = 8, p = 1, the first of the settings OWASP's Password Storage Cheat Sheet names: 128 MiB and about half
// a second of one core a hash, so it is done on threads that nobody waits for, at most two at a time. Thread-safe.
#pragma once

#include "api/seam/ids.hpp"
#include "engine/base/fault.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace redress::api {

struct PasswordLimits {
  static constexpr std::int64_t password_characters_min = 12;
  static constexpr std::int64_t password_characters_max = 256;
};

/// Fault `invalid_params` at `position` for a password that is too short, too long, or one that guessers try first: of
/// the common ones, a word of those with digits around it, one character or a run repeated, or the user's own name.
Result<void> acceptable_password(std::string_view password, std::string_view user_name, std::string position);

/// "scrypt$17$8$1$SALT$HASH", hex. Blocks.
std::string kept_of_password(std::string_view password, Ids& ids);

/// Whether it is the password that was kept. Blocks as long whatever is kept, also for "": nobody's.
bool is_password(std::string_view password, std::string_view kept);

}  // namespace redress::api
