// The workflows there are: one of each kind, shared and immutable, living as long as the program.
//
// A case keeps the version of the workflow it began with; version 1 is the only one of each kind so far.
#pragma once

#include "engine/machine/workflow.hpp"

#include <span>
#include <string_view>

namespace redress::workflows {

Workflow const& refund();
Workflow const& exchange();
Workflow const& logistics_delay();
Workflow const& bad_review();

/// In the order in which they are listed everywhere.
std::span<Workflow const* const> all_workflows();

/// nullptr for a kind there is none of.
Workflow const* find_workflow(std::string_view kind);

}  // namespace redress::workflows
