#include "engine/rules/risk.hpp"

#include "engine/rules/quick_condition.hpp"
#include "engine/rules/reading.hpp"
#include "engine/rules/rulebook_json.hpp"
#include "engine/rules/sentence.hpp"

#include <algorithm>

namespace redress::rules {
namespace {

namespace json = boost::json;

json::object signal_json(RiskSeen const& seen, Facts const& facts) {
  auto const& signal = *seen.signal;
  json::object read;
  for (auto const& fact : seen.facts_read)
    if (fact.value) read.emplace(fact.path, redress::to_json(*fact.value));
  json::object out{{"id", signal.id},
                   {"weight", signal.weight},
                   {"cites", citation_text(signal.cites)},
                   {"says", redress::to_json(fill(signal.says, facts))},
                   {"facts", std::move(read)}};
  json::array groups;
  for (auto const& kinds : signal.asks_for) groups.push_back(json::value_from(kinds));
  if (!groups.empty()) out.emplace("asks_for", std::move(groups));
  if (signal.wants_person) out.emplace("wants_person", true);
  return out;
}

}  // namespace

Risk risk_of(Rulebook const& book, Situation const& situation, Instant at) {
  Risk risk;
  for (auto const& signal : book.risks) {
    if (!signal.span.holds_at(at) || waits_for_fact(signal.when.root(), situation.facts)) continue;
    auto const seen = seen_with(situation, signal.calendar);
    Reading const reading(seen);
    auto const settled = settled_quickly(signal.when.root(), reading);
    if (settled ? !*settled : !signal.when.evaluate(reading).is(true)) continue;
    risk.score = std::min(risk_score_max, risk.score + signal.weight);
    risk.signals.push_back({&signal, reading.facts_read(), reading.evidence_read()});
  }
  return risk;
}

json::object to_json(Risk const& risk, Facts const& facts) {
  json::array signals;
  for (auto const& seen : risk.signals) signals.push_back(signal_json(seen, facts));
  return {{"score", risk.score}, {"signals", std::move(signals)}};
}

}  // namespace redress::rules
