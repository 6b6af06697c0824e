// Draws cases for an audit so that nobody could have steered which: by a checkpoint signed after they closed.
//
// The rule stands in docs/audit.md so exactly that anyone can draw again. Reads entries; has the newest checkpoint
// signed. Any thread.
#pragma once

#include "api/service/answer.hpp"
#include "api/service/audit_desk.hpp"
#include "api/service/audit_filter.hpp"
#include "api/service/case_desk.hpp"
#include "engine/ledger/hash.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redress::api {

/// SHA-256 of the ids, sorted by bytes, each followed by a newline.
ledger::Digest population_digest(std::vector<std::string> case_ids);

/// SHA-256(root || 0x00 || case id): where the case stands in the draw of that root.
ledger::Digest rank_of(ledger::Digest const& root, std::string_view case_id);

/// audit.sample: the draw with its population, checkpoint and cases.
AnswerText draw_sample(Store& store, AuditDesk& audit, Clock const& clock, DeskCall const& call,
                       AuditBounds const& bounds = {});

}  // namespace redress::api
