// What a command is answered with, and the shorter form that is kept for a retry: the entry, which is most of an
// answer, stands in the ledger already and is put back when the answer is told again.
#pragma once

#include "api/service/answer.hpp"
#include "engine/cases/store.hpp"

namespace redress::api {

/// `{"result": {...members, "entry": the entry with its hash}}`; `members` is the text of an object.
AnswerText result_with_entry(std::string_view members, Entry const& entry);

/// The same for keeping: `{"result": {...members}, "entry_id": ...}`.
AnswerText kept_without_entry(std::string_view members, Entry const& entry);

/// A kept answer in full, marked `"replayed": true`. Answers that were kept in full are told as they are.
AnswerText told_again(StoreReader& store, AnswerText const& kept);

}  // namespace redress::api
