// What a witness puts on a checkpoint: that it saw this tree grow from the last one it saw, and when (C2SP
// tlog-cosignature, Ed25519).
//
// signed message = "cosignature/v1" newline "time " seconds newline, then the checkpoint's text
// signature      = seconds since 1970, 8 bytes big-endian, and the Ed25519 signature
//
// Keys are of type 0x04. Pure; the time is an argument. Seconds are whole, as the format has them.
#pragma once

#include "engine/base/instant.hpp"
#include "engine/ledger/signed_note.hpp"

#include <optional>

namespace redress::ledger {

/// `key` must be of the type `cosignature`. `at` is cut to whole seconds and must not be before 1970.
NoteSignature cosign(SigningKey const& key, std::string_view checkpoint_text, Instant at);

/// When `witness` says it saw the checkpoint; nothing where the note has no cosignature of that key. Where there are
/// several of one key, the earliest. Fault `ledger_broken`: one of that key that is wrong.
Result<std::optional<Instant>> cosigned_at(SignedNote const& note, VerifierKey const& witness);

}  // namespace redress::ledger
