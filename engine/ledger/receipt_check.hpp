// Checks a receipt step by step and says, in both languages, what was shown and what was not.
//
// A pinned key is one the reader got elsewhere. Without it the receipt's own key is used, and the report says that the
// receipt then only proves what whoever made that key claims.
#pragma once

#include "engine/ledger/receipt.hpp"
#include "engine/ledger/receipt_dates.hpp"

#include <array>
#include <optional>

namespace redress::ledger {

/// In the order they are checked and reported.
enum class ReceiptStep {
  entry_form,  // the entry is canonical JSON with the members of its version
  index,       // it says of itself the index that the receipt says
  rulebook,    // the rulebook's texts have the digest the entry names
  key,         // the key is one; pinned or the receipt's own
  signature,   // the checkpoint is the ledger's and signed by the key
  size,        // the checkpoint counts as many entries as the receipt says
  inclusion,   // the entry's leaf hash is in the tree under the signed root
  witnesses,   // every other signature on the checkpoint is right and of somebody stated; enough witnesses cosigned
  stamp,       // the time stamp is of this checkpoint, and its service a trusted one if any was named
  before,      // the earlier checkpoint has not the entry yet, and this one begins with it
  time,        // the entry's own time lies between what witnesses and stamps say
  digest,      // the receipt is byte for byte what was written
};

/// unchecked: a step it rests on was wrong; absent: the receipt has nothing of the kind, which is no fault.
enum class StepOutcome { ok, wrong, unchecked, absent };

std::string_view name_of(ReceiptStep step);
std::string_view name_of(StepOutcome outcome);

struct CheckedStep {
  ReceiptStep step;
  StepOutcome outcome = StepOutcome::unchecked;
  Says says = {};
};

struct ReceiptReport {
  std::vector<CheckedStep> steps;  // every step, once
  std::string hash;                // the entry's leaf hash, as trail answers show it
  bool pinned = false;
  std::optional<DateBound> not_later = {};  // the entry was in the ledger then
  std::optional<DateBound> not_earlier = {};

  /// No step is wrong or unchecked.
  bool ok() const;
  /// The first step that is wrong; nullptr where none is.
  CheckedStep const* first_wrong() const;
};

ReceiptReport check_receipt(Receipt const& receipt, std::optional<VerifierKey> const& pinned = {},
                            DatePolicy const& policy = {});

/// How far the server's clock and a witness's may be apart before the entry's own time is called wrong.
inline constexpr std::int64_t clock_skew_ms = 5 * minute_ms;

/// {ok, pinned, hash, steps: [{step, outcome, says}], first_wrong?: {...}, not_later?: {at, by, believed},
/// not_earlier?}
boost::json::object to_json(ReceiptReport const& report);

}  // namespace redress::ledger
