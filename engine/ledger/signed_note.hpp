// A text signed by one or more keys, readable by people and machines (C2SP signed-note).
//
//   note           = text newline signature+        text: lines, each ended by a newline
//   signature      = em dash, space, key name, space, base64(key id, 4 bytes big-endian || signature bytes), newline
//
// The text is split from the signatures at the last empty line; the signatures cover the text with its last newline.
#pragma once

#include "engine/ledger/note_key.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redress::ledger {

struct NoteSignature {
  std::string key_name;
  std::uint32_t key_id = 0;
  std::vector<std::uint8_t> bytes;

  bool operator==(NoteSignature const&) const = default;
};

struct SignedNote {
  std::string text;  // unproven until verify_note says so
  std::vector<NoteSignature> signatures;

  bool operator==(SignedNote const&) const = default;
};

/// At most 1 MiB and 100 signatures. Fault `parse_error` with the line. Checks no signature.
Result<SignedNote> parse_signed_note(std::string_view note);

/// The note as text again, byte for byte.
std::string to_text(SignedNote const& note);

/// One signature line, its newline included.
std::string to_line(NoteSignature const& signature);

/// Lines of signatures alone, as a witness answers them. Fault `parse_error` with the line.
Result<std::vector<NoteSignature>> parse_signature_lines(std::string_view lines);

/// The note with the signature lines of these keys alone.
SignedNote with_signatures_of(SignedNote note, std::span<VerifierKey const> keys);

/// Signs with each key; during a rotation both the old and the new one sign. Fault `invalid_params` for a text that
/// does not end in a newline, holds control characters or ill-formed UTF-8.
Result<std::string> sign_note(std::string_view text, std::span<SigningKey const> keys);

/// Fault `ledger_broken` unless a signature of `key` is there and every one of them is right. Other keys' are ignored.
Result<void> verify_note(SignedNote const& note, VerifierKey const& key);

}  // namespace redress::ledger
