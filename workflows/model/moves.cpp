#include "workflows/model/moves.hpp"

#include "engine/cases/automation.hpp"
#include "engine/cases/derive.hpp"
#include "engine/cases/evidence_kinds.hpp"
#include "workflows/rulebook_loader/situation_search.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

namespace redress::model {
namespace {

constexpr std::string_view dispatched = "order.dispatched";
constexpr std::string_view price_difference = "replacement.price_difference_minor";
constexpr std::string_view breach = "compensation.breach";
constexpr std::int64_t lead_ms = 2 * day_ms;  // how far ahead a time is that is agreed on
constexpr std::int64_t goods_paid_minor = 9'501;
// Openings tell up to three turning facts together; where there are more of them than this, two.
constexpr std::size_t facts_for_triples_max = 4;

bool is_settable(std::string_view path) {
  auto const index = fact_index(path);
  return index && settable(fact_schema()[*index]);
}

// A derived fact is brought about by the facts it is derived from.
void bring_about(Facts& facts, std::string_view path, FactValue const& value, Instant now) {
  if (path == dispatched) return facts.set("order.dispatched_at", now + -day_ms);
  if (path == price_difference) {
    auto const goods_minor = facts.integer("order.paid_minor");
    return facts.set("replacement.price_minor", goods_minor + std::get<std::int64_t>(value));
  }
  if (is_settable(path)) facts.set(path, value);
}

// Borders in time are told from one moment; they move along with it. Only what was promised can lie ahead.
FactValue moved(std::string_view path, FactValue const& value, Instant now) {
  auto const* at = std::get_if<Instant>(&value);
  if (!at) return value;
  auto const span_ms = *at - workflows::boundary_now;
  bool const promised = path == "agreement.new_dispatch_at" || path == "order.promised_dispatch_at";
  return now + (promised && span_ms >= 0 ? lead_ms : std::min<std::int64_t>(span_ms, 0));
}

// The first breach that the book sets a sum on, which the deadline's passing then pays.
std::optional<std::string_view> breach_with_a_sum(ParamSpec const& param, World const& world) {
  auto case_ = world.case_;
  for (auto const choice : param.choices) {
    case_.facts.set(breach, std::string(choice));
    World const told{world.workflow, world.book, case_, world.account, {}, world.now};
    if (facts_at(told, nullptr, BookFacts::compensation).known("compensation.due_minor")) return choice;
  }
  return std::nullopt;
}

boost::json::array values_of(ParamSpec const& param, World const& world, TurningFacts const& turning) {
  boost::json::array values;
  auto const currency = world.case_.currency;
  switch (param.type) {
    case ParamType::money:
      for (auto const minor : {std::int64_t{1}, refundable_on(world.account, world.case_.claim_lines)})
        if (minor > 0) values.emplace_back(to_json(Money{minor, currency}));
      break;
    case ParamType::instant:
      if (param.fact.empty()) break;
      values.emplace_back(format_rfc3339(world.now + -hour_ms));
      values.emplace_back(format_rfc3339(world.now + lead_ms));
      break;
    case ParamType::boolean:
      for (auto const flag : {false, true}) values.emplace_back(flag);
      break;
    case ParamType::choice:
      if (param.fact == breach) {
        if (auto const choice = breach_with_a_sum(param, world)) values.emplace_back(*choice);
        break;
      }
      for (auto const choice : param.choices) values.emplace_back(choice);
      break;
    case ParamType::text:
      if (auto const* boundary = turning.find(param.fact))
        for (auto const& value : boundary->values)
          if (auto const* text = std::get_if<std::string>(&value); text && !text->empty()) values.emplace_back(*text);
      break;
    case ParamType::integer:
      break;
  }
  return values;
}

// Parameters that no guard and no sum turns on are the rules' business, not the path's.
bool matters(ParamSpec const& param, TurningFacts const& turning) {
  if (param.fact.empty()) return false;
  return param.type == ParamType::money || param.type == ParamType::instant || turning.find(param.fact) ||
         (param.type == ParamType::choice && param.required) || param.fact == breach;
}

}  // namespace

Order sample_order(std::string const& platform) {
  return {.shop = "shop",
          .platform = platform,
          .id = "order",
          .paid_minor = goods_paid_minor + 502,
          .postage_minor = 502,
          .lines = {{"l1", "s1", "t1", 2, goods_paid_minor - 2'501}, {"l2", "s2", "t2", 1, 2'501}}};
}

std::vector<Facts> openings(Workflow const& workflow, TurningFacts const& turning, Instant at) {
  Facts plain;
  plain.set("claim.reason", std::string("quality"));
  plain.set("order.placed_at", at + -3 * day_ms);
  plain.set("order.paid_at", at + -3 * day_ms);
  plain.set("order.paid_minor", goods_paid_minor);
  if (workflow.kind() == "bad_review") {
    plain.set("review.posted_at", at + -day_ms);
    plain.set("review.score", std::int64_t{1});
  }
  std::vector<Facts> all{plain};
  auto const live = turning.live.find(workflow.initial().name);
  if (live == turning.live.end()) return all;
  std::vector<workflows::Boundary> open;
  std::ranges::copy_if(turning.facts, std::back_inserter(open),
                       [&](auto const& boundary) { return live->second.contains(boundary.fact); });
  auto const together = open.size() <= facts_for_triples_max ? 3U : 2U;
  workflows::each_boundary(open, together, [&](Facts const& told) {
    auto facts = plain;
    for (auto const& boundary : open)
      if (auto const* value = told.find(boundary.fact))
        bring_about(facts, boundary.fact, moved(boundary.fact, *value, at), at);
    if (std::ranges::find(all, facts) == all.end()) all.push_back(std::move(facts));
  });
  return all;
}

std::vector<boost::json::object> params_worth_trying(EventSpec const& event, World const& world,
                                                     TurningFacts const& turning) {
  auto const base = example_params(event, world.case_, world.account.refundable_minor(), world.now);
  std::vector<boost::json::object> all{base};
  for (auto const& param : event.params) {
    if (!matters(param, turning)) continue;
    for (auto const& value : values_of(param, world, turning)) {
      auto params = base;
      params[param.name] = value;
      if (std::ranges::find(all, params) == all.end()) all.push_back(std::move(params));
    }
  }
  return all;
}

std::vector<boost::json::object> reports_worth_trying(World const& world) {
  std::vector<boost::json::object> all;
  auto const* state = world.workflow.find_state(world.case_.state);
  // The platform's own timer, where the book has none.
  if (!state->deadline.empty() && !world.case_.due)
    all.push_back({{"platform.due_at", format_rfc3339(world.now + lead_ms)}});
  return all;
}

std::vector<boost::json::object> licences_worth_trying(EventSpec const& event, World const& world) {
  std::vector<boost::json::object> all;
  if (event.party != Party::timer || event.name == "deadline_passed") return all;
  for (auto const& rule : world.book.rules) {
    if (rule.effect != rules::RuleEffect::advance || rule.advances != event.name) continue;
    rules::Demand demand;
    demand.add(rule.when, rules::Wanted::yes, true);
    demand.add(rule.require, rules::Wanted::yes, true);
    rules::Setting const setting{.kind = std::string(world.workflow.kind()),
                                 .event = std::string(event.name),
                                 .states = {world.case_.state},
                                 .now = world.now};
    auto const found = rules::find_any(demand, setting).found;
    if (!found) continue;
    boost::json::object told;
    for (auto const& member : found->facts)
      if (is_settable(std::string_view{member.key()})) told[member.key()] = member.value();
    all.push_back(told);
    // What a condition reads of derived facts follows from these.
    told["claim.reason"] = "no_reason";
    told["order.paid_at"] = format_rfc3339(world.case_.opened_at + -hour_ms);
    all.push_back(std::move(told));
  }
  return all;
}

std::vector<Evidence> full_file(Instant at) {
  std::vector<Evidence> file;
  for (auto const& kind : evidence_kinds()) {
    Evidence piece;
    piece.id = "ev_model";
    piece.case_id = "case_model";
    piece.kind = kind.id;
    piece.added_at = at;
    file.push_back(std::move(piece));
  }
  return file;
}

}  // namespace redress::model
