// The signed head of the ledger: its name, how many entries, and the root over all of them (C2SP tlog-checkpoint).
//
//   body = origin newline, size in decimal newline, base64 root newline, (extension line newline)*
//
// The origin is the name of the key that signs. One origin never signs two trees of which neither begins with the
// other: `sign_checkpoint` wants the proof.
#pragma once

#include "engine/ledger/merkle.hpp"
#include "engine/ledger/signed_note.hpp"

#include <optional>

namespace redress::ledger {

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  Digest root{};
  std::vector<std::string> extensions = {};  // not written by us; kept when read

  bool operator==(Checkpoint const&) const = default;
};

std::string to_text(Checkpoint const& checkpoint);

/// Fault `parse_error` with the line.
Result<Checkpoint> parse_checkpoint(std::string_view body);

/// Parses a signed note and verifies it under `key`, which must be named as the origin is. Faults `parse_error` and
/// `ledger_broken`.
Result<Checkpoint> open_checkpoint(std::string_view note, VerifierKey const& key);

/// Signs `next` unless it contradicts `last`, the newest one signed under this origin (none: the ledger is new).
/// `growth` is the consistency proof from last.size to next.size; empty where last.size is 0 or equals next.size.
/// The root must have been computed from entries read back from the store, not from memory. Fault `ledger_broken`.
Result<std::string> sign_checkpoint(Checkpoint const& next, std::optional<Checkpoint> const& last,
                                    std::span<Digest const> growth, std::span<SigningKey const> keys);

}  // namespace redress::ledger
