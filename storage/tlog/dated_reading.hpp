// All dated checkpoints of a folder, read without touching it: for audits, which may look at a folder in use.
#pragma once

#include "engine/ledger/checkpoint_history.hpp"

#include <filesystem>
#include <vector>

namespace redress::storage {

/// In the order they were kept; nothing where there is no folder. What a crash left unfinished at the end is left out.
/// Throws FaultError `ledger_broken` where one that should be whole is not.
std::vector<ledger::DatedCheckpoint> read_dated(std::filesystem::path const& folder);

}  // namespace redress::storage
