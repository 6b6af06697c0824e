// The portable proof of one entry: the entry, its place in a signed ledger, the rulebook it was decided under.
//
// Needs no server, store or network. What it proves is in docs/ledger-format.md, section "Receipt".
#pragma once

#include "engine/ledger/checkpoint.hpp"
#include "engine/ledger/rulebook_text.hpp"

#include <boost/json.hpp>

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

struct Receipt {
  std::string entry;        // canonical bytes
  std::uint64_t index = 0;  // of the entry in the ledger
  std::uint64_t size = 0;   // of the ledger in the checkpoint
  Proof proof;
  std::string checkpoint;  // signed note
  std::string vkey;        // of the ledger's key, as the receipt's maker states it
  ReceiptRulebook rulebook;

  bool operator==(Receipt const&) const = default;
};

boost::json::object to_json(Receipt const& receipt);

/// Fault `parse_error`: not the JSON of a receipt; `position` is "line L, column C" or the member's path.
Result<Receipt> parse_receipt(std::string_view text);

/// Takes size from the checkpoint, makes the proof, and verifies the whole before it leaves the house.
/// Fault `ledger_broken` where it does not verify.
Result<Receipt> build_receipt(std::string entry, std::uint64_t index, NodeReader const& nodes, std::string checkpoint,
                              VerifierKey const& key, ReceiptRulebook rulebook);

}  // namespace redress::ledger
