// One item of proof of a case, known by the hash of its bytes.
//
// The bytes of a file live in the blob store under `sha256`; a text lives beside the item (`text`) and is personal: an
// entry names it only by its salted commitment. Items never change and are never removed.
#pragma once

#include "engine/base/instant.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace redress {

/// What the rulebook made of an item when it was added: no rule refuses it and all hold, no rule refuses it, or one
/// does. An inadmissible item stays in the file and meets no need for evidence.
enum class Weight { admissible, weak, inadmissible };

std::string_view name_of(Weight weight);
std::optional<Weight> weight_from(std::string_view name);

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
  std::string name = {};                // what the file was called; data, never a path
  std::string derived_from = {};        // id of the item this is a copy of; "" for an original
  std::string derived_how = {};         // scaled, redacted ...
  boost::json::object attributes = {};  // facts about it, by their paths: {"proof.continuous": true}
  boost::json::array quotes = {};       // of a conversation: [{"first": 3, "last": 4}], lines counted from 1
  Weight weight = Weight::admissible;
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
