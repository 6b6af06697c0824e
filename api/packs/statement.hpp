// What the ledger's key signs for a pack besides checkpoints: the case head and the seal (docs/packs.md, section 2).
//
// Their texts never parse as a checkpoint, nor a checkpoint as one of them, so one key may sign all three.
#pragma once

#include "engine/ledger/checkpoint.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace redress::packs {

/// Which tree of the ledger a statement speaks of.
struct TreeHead {
  std::uint64_t size = 0;
  ledger::Digest root{};

  bool operator==(TreeHead const&) const = default;
};

/// Among the first `tree.size` entries of the ledger, `entries` are this case's, and the last of them has `last_hash`.
struct CaseHead {
  std::string case_id;
  std::int64_t entries = 0;
  std::string last_hash;
  TreeHead tree;

  bool operator==(CaseHead const&) const = default;
};

/// This tagmanifest, and with it the whole pack, was made by the ledger's keeper.
struct Seal {
  std::string case_id;
  std::string tagmanifest_sha256;
  TreeHead tree;

  bool operator==(Seal const&) const = default;
};

std::string to_text(CaseHead const& head);
std::string to_text(Seal const& seal);

/// Fault `parse_error`.
Result<CaseHead> parse_case_head(std::string_view text);
Result<Seal> parse_seal(std::string_view text);

/// The text of a signed note that `key` signed. Faults `parse_error`, `ledger_broken`.
Result<std::string> open_note(std::string_view note, ledger::VerifierKey const& key);

}  // namespace redress::packs
