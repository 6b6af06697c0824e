// The rulebooks built into the program, checked against the names of the workflows built into it.
#pragma once

#include "workflows/rulebook_loader/library.hpp"

namespace redress::api {

/// Every event and deadline slot there is, as rulebooks may name them.
rules::Names workflow_names();

Result<rules::Library> built_in_rulebooks();

}  // namespace redress::api
