// One item of proof of a case, known by the hash of its bytes.
//
// The bytes of a file live in the blob store under `sha256`; a text lives beside the item (`text`) and is personal: an
// entry names it only by its salted commitment. Items never change and are never removed.
#pragma once

#include "engine/base/instant.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace redress {

struct Evidence {
  std::string id;  // ev_<ulid>
  std::string case_id;
  std::string kind;                      // E-CHAT, E-SIGN ... as the reference names them
  std::string sha256;                    // of the original bytes, lower-case hex
  std::optional<std::string> text = {};  // for texts; files live in the blob store
  std::string salt;                      // 64 hex characters; texts only
  std::string commitment;                // HMAC-SHA-256(salt, text), hex; texts only
  std::int64_t size_bytes = 0;
  std::string mime;
  std::string source;  // where it was taken from, e.g. "wangwang", "carrier", "upload"
  std::optional<Instant> captured_at = {};
  Instant added_at;
  std::string helps = "us";  // us, them, neutral
  std::string added_by;      // actor id
  std::string note = {};
};

/// The kinds of the reference's section 4.1 with their labels; the one list a caller may name kinds from.
struct EvidenceKind {
  std::string_view id;
  std::string_view zh;
  std::string_view en;
  bool textual;  // may be given as text; the others want a file
};

EvidenceKind const* find_evidence_kind(std::string_view id);

}  // namespace redress
