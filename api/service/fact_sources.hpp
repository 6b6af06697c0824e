// Where the stored facts of a case come from, and which evidence it had at a moment: read out of its trail.
#pragma once

#include "engine/cases/explanation.hpp"
#include "engine/cases/store.hpp"

namespace redress::api {

struct TrailReading {
  FactSources sources;             // the entry that set each stored fact last
  std::vector<Evidence> evidence;  // id, kind and hash or commitment only, in the order they were added
};

/// The case's accepted and refused entries up to and with `last_case_seq`; evidence of refused ones counts, their facts
/// do not. Walks the whole trail: only for answers that were asked to explain.
TrailReading read_trail(StoreReader& store, std::string_view case_id, std::int64_t last_case_seq);

}  // namespace redress::api
