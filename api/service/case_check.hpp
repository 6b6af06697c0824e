// Looks again at every entry of one case as it lies in the store: what the mark beside each of them in a timeline says.
//
// Pure: entries, the case's row and a signed tree come in, marks go out. What an entry must be: its bytes hash to what
// is stored, it says of itself where it stands, it follows the case's previous entry, and, where a signed checkpoint
// has it, a proof leads from its bytes to that checkpoint's root. `audit verify` looks at the whole store instead.
#pragma once

#include "engine/cases/case.hpp"
#include "engine/cases/entry.hpp"
#include "engine/ledger/checkpoint.hpp"
#include "engine/ledger/merkle.hpp"

#include <boost/json.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace redress::api {

inline constexpr std::size_t case_check_entries_max = 1000;  // of one case; each is hashed and proven

/// What one entry came to.
struct EntryMark {
  std::int64_t seq = 0;
  std::int64_t case_seq = 0;
  std::string entry_id = {};
  std::optional<Says> why = {};  // what is wrong with it; nothing where it is sound
  bool is_signed = false;        // proven to be in the signed checkpoint
};

struct CaseCheck {
  std::string case_id = {};
  std::vector<EntryMark> marks = {};              // in the order of the trail
  std::optional<Says> end = {};                   // the case's row does not stand where its trail ends
  std::optional<std::uint64_t> signed_size = {};  // of the checkpoint the entries were held against

  bool ok() const;
  /// The first thing wrong, as the reason why nothing is made of this case. Only where it is not ok.
  Fault fault() const;
};

/// A signed tree: its head, and the proofs of what it has. `proof_of` may fault for what the tree lacks.
struct SignedTree {
  ledger::Checkpoint head;
  std::function<Result<ledger::Proof>(std::uint64_t index)> proof_of;
};

/// `trail`: all entries of the case, as stored. Without a tree nothing is held against a signature.
CaseCheck check_case(Case const& case_, std::vector<Entry> const& trail, std::optional<SignedTree> const& tree);

/// One entry held against itself, the entry before it in its case (nothing for the first), and the tree.
EntryMark check_entry(Entry const& entry, std::optional<Entry> const& before, std::string_view shop,
                      std::optional<SignedTree> const& tree);

/// {ok, signed, why?}
boost::json::object to_json(EntryMark const& mark);

/// {case_id, ok, entries: [{seq, case_seq, entry_id, ok, signed, why?}], first_bad?, signed_size?}.
boost::json::object to_json(CaseCheck const& check);

}  // namespace redress::api
