// The record of one attempt, accepted or refused: what the trail shows and the ledger hashes (docs/ledger-format.md).
#pragma once

#include "engine/base/fault.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <string>

namespace redress {

/// An entry before it has its place: everything but `seq`, `prev_hash` and the hash.
struct EntryDraft {
  boost::json::object members;
  std::string rules = {};    // canonical text of the member `rules`; empty where it is among the members
  std::string written = {};  // by write_beforehand(); empty: not yet
};

/// An entry in its place. `bytes` is the canonical form (RFC 8785); `hash` the RFC 6962 leaf hash of it, hex.
struct Entry {
  std::int64_t seq = 0;  // index in the ledger
  std::string id;        // entry_<ulid>
  std::string case_id;
  std::int64_t case_seq = 0;  // index in the case's trail
  std::string bytes;
  std::string hash;
};

/// Writes the draft's text for the place it will have in its case, so that sealing it only has to add its `seq`. After
/// this `members` is not written again. Faults as seal() does.
Result<void> write_beforehand(EntryDraft& draft, std::int64_t case_seq, std::string_view prev_hash);

/// Puts a draft in its place. Faults only if the draft cannot be canonicalised, or was written for another place
/// (`internal`).
Result<Entry> seal(EntryDraft draft, std::int64_t seq, std::int64_t case_seq, std::string prev_hash);

/// The entry as a trail answer shows it: its members plus `hash`.
boost::json::object to_json(Entry const& entry);

/// The same as text, made of the entry's own bytes.
std::string entry_text(Entry const& entry);

}  // namespace redress
