// A workflow drawn and listed: Mermaid, SVG, JSON and the generated page, all from the same table the machine runs on.
#pragma once

#include "engine/machine/workflow.hpp"

#include <boost/json.hpp>

#include <string>

namespace redress::workflows {

/// stateDiagram-v2; the initial state is [*], final states lead to [*].
std::string mermaid(Workflow const& workflow);

/// States in layers by their distance from the initial one, rows as arrows with the event's name.
std::string svg(Workflow const& workflow);

/// {kind, version, states, events, rows, diagram}
boost::json::object workflow_json(Workflow const& workflow);

/// The generated documentation page, Chinese beside English.
std::string markdown(Workflow const& workflow);

}  // namespace redress::workflows
