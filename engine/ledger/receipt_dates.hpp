// Between which moments an entry came into the ledger, as others than its owner say: witnesses and stamping services.
//
// Not later than: the checkpoint that has the entry was cosigned or stamped then. Not earlier than: witnesses then held
// a checkpoint without the entry for the newest. With k of n witnesses asked for, a date counts once k of them stand
// behind it, so fewer than k liars move nothing. Pure.
#pragma once

#include "engine/base/instant.hpp"
#include "engine/ledger/checkpoint.hpp"

#include <optional>
#include <span>

namespace redress::ledger {

/// Whom a reader believes, from elsewhere than the receipt.
struct DatePolicy {
  std::vector<VerifierKey> witnesses = {};  // keys of the type `cosignature`; empty: those the receipt states, unproven
  std::size_t needed = 0;                   // k of them; 0: all
  std::string stamp_certificates = {};      // PEM; empty: whoever stamped, unproven
};

/// One side of the span.
struct DateBound {
  Instant at;
  std::string by;  // the witnesses, or "stamp"
  bool believed;   // by the reader's own policy, not only by what the receipt states
  bool operator==(DateBound const&) const = default;
};

struct Cosigners {
  std::vector<DateBound> dates;           // one a witness that cosigned, earliest first
  std::optional<Fault> fault = {};        // a cosignature that is wrong, a signature of nobody stated, or fewer than k
  std::optional<Instant> not_later = {};  // k stand behind it
  std::optional<Instant> not_earlier = {};  // likewise
};

/// Looks at every signature line of `note`: it must be one of `ledger_keys`' or of a stated witness's.
Cosigners cosigners_of(SignedNote const& note, std::span<VerifierKey const> ledger_keys,
                       std::span<VerifierKey const> stated, DatePolicy const& policy);

}  // namespace redress::ledger
