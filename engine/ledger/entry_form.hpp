// The members an entry has, as data: what a verifier holds a stranger's entry to.
//
// The table is the one in docs/ledger-format.md; a test keeps the two the same. Unknown members are refused: a later
// version says so in `v`. Entries of every version so far stay valid for ever.
#pragma once

#include "engine/base/fault.hpp"

#include <boost/json.hpp>

#include <span>
#include <string_view>

namespace redress::ledger {

inline constexpr int entry_version = 2;  // the newest; what is written today

/// What a member's value must look like, and how to say so.
struct Shape {
  bool (*fits)(boost::json::value const&);
  std::string_view zh;
  std::string_view en;
};

struct EntryMember {
  std::string_view name;
  Shape shape;
  bool required = true;
  int since = 1;  // the first version that has it; earlier ones must not
};

std::span<EntryMember const> entry_members();

/// Fault `ledger_broken`; `position` is the path of the member that is missing, unknown or misshapen.
Result<void> check_entry_form(boost::json::value const& entry);

}  // namespace redress::ledger
