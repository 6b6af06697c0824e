// The portable proof of one entry: the entry, its place in a signed ledger, the rulebook it was decided under.
//
// Needs no server, store or network. What it proves is in docs/ledger-format.md, section "Receipt".
#pragma once

#include "engine/ledger/checkpoint.hpp"
#include "engine/ledger/rulebook_text.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redress::ledger {

struct ReceiptRulebook {
  std::string name;    // as the entry names it
  std::string digest;  // lower-case hex, see rulebook_text.hpp
  std::vector<RulebookText> texts;

  bool operator==(ReceiptRulebook const&) const = default;
};

/// A checkpoint that witnesses dated before the entry was in the ledger.
struct EarlierCheckpoint {
  std::string checkpoint;  // signed note
  Proof growth;            // that the receipt's checkpoint begins with it; empty where it has no entries

  bool operator==(EarlierCheckpoint const&) const = default;
};

struct Receipt {
  std::string entry;        // canonical bytes
  std::uint64_t index = 0;  // of the entry in the ledger
  std::uint64_t size = 0;   // of the ledger in the checkpoint
  Proof proof;
  std::string checkpoint;  // signed note
  std::string vkey;        // of the ledger's key, as the receipt's maker states it
  ReceiptRulebook rulebook;
  std::vector<std::string> other_keys = {};  // vkeys of the ledger that signed as well, while keys change
  std::vector<std::string> witnesses = {};   // vkeys of those whose cosignatures stand on the checkpoints
  std::string stamp = {};                    // RFC 3161 response over the checkpoint's text, DER; empty: none
  std::optional<EarlierCheckpoint> before = {};
  std::string digest = {};  // of everything else in the receipt, hex; shows damage, proves nothing; empty: none

  bool operator==(Receipt const&) const = default;
};

/// SHA-256 of the canonical JSON of the receipt without its digest, hex.
std::string digest_of(Receipt const& receipt);

boost::json::object to_json(Receipt const& receipt);

/// Fault `parse_error`: not the JSON of a receipt; `position` is "line L, column C" or the member's path.
Result<Receipt> parse_receipt(std::string_view text);

/// What else a receipt may bring; `before` is an earlier dated checkpoint, and the proof that goes with it is made.
struct ReceiptDates {
  std::vector<std::string> other_keys = {};
  std::vector<std::string> witnesses = {};
  std::string stamp = {};
  std::optional<std::string> before = {};
};

/// Takes size from the checkpoint, makes the proofs, and verifies the whole before it leaves the house.
/// Fault `ledger_broken` where it does not verify.
Result<Receipt> build_receipt(std::string entry, std::uint64_t index, NodeReader const& nodes, std::string checkpoint,
                              VerifierKey const& key, ReceiptRulebook rulebook, ReceiptDates dates = {});

}  // namespace redress::ledger
