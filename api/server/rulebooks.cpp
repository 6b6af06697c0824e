#include "api/server/rulebooks.hpp"

#include "workflows/catalogue.hpp"

namespace redress::api {

rules::Names workflow_names() { return rules::names_of(workflows::all_workflows()); }

Result<rules::Library> built_in_rulebooks() { return rules::Library::built_in(workflow_names()); }

}  // namespace redress::api
