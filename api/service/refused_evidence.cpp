#include "api/service/refused_evidence.hpp"

namespace redress::api {

Decision evidence_rejected(Case const& case_, Fault const& fault) {
  Decision decision;
  decision.from = decision.to = case_.state;
  decision.after = case_;
  decision.refusal =
      Refusal{{WhyNot{.code = "evidence_rejected", .kind = fault.kind, .says = fault.says, .actual = fault.position}}};
  return decision;
}

void name_evidence(std::optional<Refusal>& refusal, std::string_view event, std::vector<Evidence> const& items) {
  if (!refusal || items.empty()) return;
  boost::json::array ids;
  for (auto const& item : items) ids.emplace_back(item.id);
  auto const name = [&](Fix& fix) {
    auto const* of = fix.params.if_contains("event");
    if (of && std::string_view{of->as_string()} == event) fix.params.emplace("evidence", ids);
  };
  for (auto& reason : refusal->why_not) {
    if (reason.fix) name(*reason.fix);
    if (reason.override_offer) name(reason.override_offer->call);
  }
}

}  // namespace redress::api
