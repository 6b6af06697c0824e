// `audit.verify` on the store of a running server, and the key its checkpoints are signed with.
#pragma once

#include "api/audit/verify_run.hpp"
#include "api/service/answer.hpp"
#include "api/service/case_desk.hpp"

namespace redress::api {

/// A token of one shop learns that something is wrong and where in the ledger; what other shops' rows say is kept from
/// it.
AnswerText answer_verify(storage::SqliteStore& store, std::filesystem::path const& data_dir,
                         std::vector<ledger::VerifierKey> keys, DeskCall const& call,
                         VerifyProgress const& on_progress = {});

/// The public halves of DIR/ledger.key, the newest first, those that sign no more too; nothing where there is no such
/// file or it holds something else. Throws FaultError where it is there and cannot be read.
std::vector<ledger::VerifierKey> verifiers_in(std::filesystem::path const& data_dir);

}  // namespace redress::api
