#include "api/packs/pack_check.hpp"

#include <algorithm>
#include <array>

namespace redress::packs {
namespace {

constexpr std::array<std::string_view, 12> step_names{"archive", "bag",  "manifest",   "tagmanifest",
                                                      "key",     "seal", "checkpoint", "receipts",
                                                      "trail",   "head", "exhibits",   "story"};

boost::json::object step_json(CheckedPackStep const& step) {
  boost::json::object json{
      {"step", name_of(step.step)}, {"outcome", ledger::name_of(step.outcome)}, {"says", to_json(step.says)}};
  if (!step.file.empty()) json.emplace("file", step.file);
  return json;
}

}  // namespace

std::string_view name_of(PackStep step) { return step_names[static_cast<std::size_t>(step)]; }

bool PackReport::ok() const {
  return !steps.empty() &&
         std::ranges::all_of(steps, [](auto const& step) { return step.outcome == ledger::StepOutcome::ok; });
}

CheckedPackStep const* PackReport::first_wrong() const {
  auto const found =
      std::ranges::find(steps, ledger::StepOutcome::wrong, [](auto const& step) { return step.outcome; });
  return found == steps.end() ? nullptr : &*found;
}

PackReport unopened(Fault const& fault) {
  PackReport report;
  for (std::size_t i = 0; i < step_names.size(); ++i)
    report.steps.push_back({.step = static_cast<PackStep>(i), .says = {"未核对", "not checked"}});
  report.steps.front() = {PackStep::archive, ledger::StepOutcome::wrong, fault.says, fault.position};
  return report;
}

boost::json::object to_json(PackReport const& report) {
  boost::json::array steps;
  for (auto const& step : report.steps) steps.push_back(step_json(step));
  boost::json::object json{{"ok", report.ok()},         {"pinned", report.pinned},     {"case_id", report.case_id},
                           {"entries", report.entries}, {"exhibits", report.exhibits}, {"withheld", report.withheld},
                           {"vkey", report.vkey},       {"steps", std::move(steps)}};
  if (auto const* wrong = report.first_wrong()) json.emplace("first_wrong", step_json(*wrong));
  return json;
}

}  // namespace redress::packs
