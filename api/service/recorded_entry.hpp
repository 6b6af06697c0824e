// A recorded decision explained from what its entry holds, judged again by the book it names.
#pragma once

#include "engine/cases/explanation.hpp"
#include "engine/cases/store.hpp"
#include "workflows/rulebook_loader/library.hpp"

namespace redress::api {

/// `entry` is one of `case_`'s. Verdicts are those of judging again; `recorded` says where they differ, and and where
/// the book is null, being no longer at hand, there are none. The proofs borrow from it.
Explanation explain_recorded(StoreReader& store, rules::Rulebook const* book, Case const& case_, Entry const& entry);

}  // namespace redress::api
