#include "api/service/actor_names.hpp"
#include "api/service/labels.hpp"
#include "api/service/shop_asked.hpp"
#include "api/worklist/board_numbers.hpp"
#include "api/worklist/work_desk.hpp"
#include "workflows/catalogue.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

value or_null(std::optional<std::int64_t> number) { return number ? value(*number) : value(nullptr); }

object of_cases(object params) { return {{"method", "case.list"}, {"params", std::move(params)}}; }

bool within(WorkMove const& move, BoardWindow const& window) {
  Instant const at{std::int64_t{move.at_s} * second_ms};
  return at >= window.from && at < window.to;
}

// Of a word no case ever had, a number that nothing was counted under.
std::uint16_t number_of(Words16 const& words, std::string_view word) {
  return words.find(word).value_or(std::numeric_limits<std::uint16_t>::max());
}

/// Moves of the shop in the period.
template <class Body>
void for_each_move(WorkTable const& table, DeskCall const& call, BoardWindow const& window, Body body) {
  auto const named = shop_asked(call);
  auto const shop = table.shops().find(named);
  if (!named.empty() && !shop) return;
  for (auto const& move : table.moves()) {
    auto const& row = table.rows()[move.case_at];
    if (row.begun && within(move, window) && (named.empty() || row.shop == *shop)) body(move, row);
  }
}

array funnel(BoardNumbers const& numbers, WorkTable const& table, DeskCall const& call, BoardWindow const& window) {
  std::map<std::pair<std::uint16_t, std::uint16_t>, std::vector<std::int64_t>> stays;  // by kind and state
  for_each_move(table, call, window, [&](WorkMove const& move, WorkRow const& row) {
    if (move.from != move.to) stays[{row.kind, move.from}].push_back(move.stayed_s);
  });
  array told;
  for (auto const* workflow : workflows::all_workflows())
    for (auto const* state : workflow->states()) {
      if (state == &workflow->initial()) continue;
      auto params = numbers.query({{"kind", workflow->kind()}, {"state", state->name}, {"final", state->final}});
      if (state->final) {
        params["closed_from"] = format_rfc3339(window.from);
        params["closed_to"] = format_rfc3339(window.to);
      }
      auto const count = numbers.rows_of(params).size();
      auto const& stayed = stays[{number_of(table.kinds(), workflow->kind()), number_of(table.states(), state->name)}];
      if (count == 0 && stayed.empty()) continue;
      told.push_back(object{{"kind", workflow->kind()},
                            {"state", state->name},
                            {"labels", labels_of({{"kind", workflow->kind()}, {"state", state->name}})},
                            {"says", object{{"zh", state->zh}, {"en", state->en}}},
                            {"final", state->final},
                            {"count", count},
                            {"median_s", or_null(median_of(stayed))},
                            {"query", of_cases(std::move(params))}});
    }
  return told;
}

struct AgentSheet {
  std::int64_t decided = 0, refused = 0;
};

object moves_of(std::string_view person, std::string_view outcome, object params, BoardWindow const& window) {
  params["person"] = person;
  params["party"] = "seller";
  params["moves"] = true;
  params["outcome"] = outcome;
  params["from"] = format_rfc3339(window.from);
  params["to"] = format_rfc3339(window.to);
  return {{"method", "audit.query"}, {"params", std::move(params)}};
}

array agents(BoardNumbers const& numbers, WorkTable const& table, DeskCall const& call, object const& base,
             BoardWindow const& window, ActorNames& names) {
  std::map<std::uint16_t, AgentSheet> sheets;
  for_each_move(table, call, window, [&](WorkMove const& move, WorkRow const&) {
    auto const role = table.role_of(move.person);
    if (!move.of_seller || (role != Role::agent && role != Role::manager)) return;
    auto& sheet = sheets[move.person];
    (move.accepted ? sheet.decided : sheet.refused) += 1;
  });
  for (auto const* row : numbers.rows_of(numbers.query({{"final", false}, {"unassigned", false}})))
    sheets[row->assignee];
  array told;
  for (auto const& [person, sheet] : sheets) {
    auto const& actor = table.people().word(person);
    auto mine = numbers.query({{"final", false}, {"assignee", actor}});
    auto answered = numbers.query({{"responded", true},
                                   {"responded_by", actor},
                                   {"opened_from", format_rfc3339(window.from)},
                                   {"opened_to", format_rfc3339(window.to)}});
    auto const assigned = numbers.rows_of(mine);
    std::vector<std::int64_t> responses;
    for (auto const* row : numbers.rows_of(answered))
      responses.push_back((row->responded_ms - row->opened_ms) / second_ms);
    auto const oldest = std::ranges::min_element(assigned, {}, [](WorkRow const* row) { return row->assigned_ms; });
    object item{{"actor", actor},
                {"name", names.name(actor)},
                {"actor_name", names.name(actor)},
                {"assigned", assigned.size()},
                {"decided", sheet.decided},
                {"decided_query", moves_of(actor, "accepted", base, window)},
                {"refused", sheet.refused},
                {"refused_query", moves_of(actor, "refused", base, window)},
                {"responded", responses.size()},
                {"responded_query", of_cases(std::move(answered))},
                {"median_first_response_s", or_null(median_of(std::move(responses)))},
                {"oldest_claim_at", nullptr},
                {"query", of_cases(std::move(mine))}};
    if (oldest != assigned.end()) item["oldest_claim_at"] = format_rfc3339({(*oldest)->assigned_ms});
    told.push_back(std::move(item));
  }
  return told;
}

object base_of(DeskCall const& call) {
  object base;
  if (auto shop = shop_named(call); !shop.empty()) base.emplace("shop", std::move(shop));
  return base;
}

}  // namespace

AnswerText WorkDesk::board(DeskCall const& call) const {
  auto const now = clock_.now();
  auto const window = board_window_of(call, now);
  if (!window) return fault_text(window.error());
  AnswerText text;
  auto more = more_needs_ ? more_needs_(call) : array{};
  auto const asked = worklist_->ask(store_, [&](StoreReader& store, WorkTable const& table, auto&) {
    auto const base = base_of(call);
    BoardNumbers const numbers(table, call, base, *window);
    auto needs = numbers.needs_me();
    for (auto& each : more) needs.push_back(std::move(each));
    ActorNames names{store};
    text = result_text({{"from", format_rfc3339(window->from)},
                        {"to", format_rfc3339(window->to)},
                        {"numbers", numbers.numbers()},
                        {"heat", numbers.heat()},
                        {"funnel", funnel(numbers, table, call, *window)},
                        {"agents", agents(numbers, table, call, base, *window, names)},
                        {"needs_me", std::move(needs)},
                        {"server_time", format_rfc3339(now)}});
  });
  return asked ? text : fault_text(asked.error());
}

AnswerText WorkDesk::stats(DeskCall const& call) const {
  auto const now = clock_.now();
  auto const window = board_window_of(call, now);
  if (!window) return fault_text(window.error());
  auto const kind = text_of(call.params, "kind");
  auto const& workflow = *workflows::find_workflow(kind);
  AnswerText text;
  auto const asked = worklist_->ask(store_, [&](StoreReader&, WorkTable const& table, auto&) {
    auto const base = base_of(call);
    struct Visits {
      std::int64_t entered = 0;
      std::vector<std::int64_t> stayed = {};
    };
    using Number = std::uint16_t;  // of a state or an event
    std::map<Number, Visits> visits;
    std::map<std::tuple<Number, Number, Number>, std::int64_t> accepted;  // from, event, to
    std::map<std::pair<Number, Number>, std::int64_t> refused;            // from, event
    auto const of_kind = number_of(table.kinds(), kind);
    for_each_move(table, call, *window, [&](WorkMove const& move, WorkRow const& row) {
      if (row.kind != of_kind) return;
      if (!move.accepted) return void(++refused[{move.from, move.event}]);
      ++accepted[{move.from, move.event, move.to}];
      if (move.from == move.to) return;
      ++visits[move.to].entered;
      visits[move.from].stayed.push_back(move.stayed_s);
    });
    BoardNumbers const numbers(table, call, base, *window);
    array states, edges;
    for (auto const* state : workflow.states()) {
      auto& visit = visits[number_of(table.states(), state->name)];
      auto params = numbers.query({{"kind", kind}, {"state", state->name}, {"final", false}});
      auto const open = numbers.rows_of(params).size();
      states.push_back(object{{"state", state->name},
                              {"says", object{{"zh", state->zh}, {"en", state->en}}},
                              {"open", open},
                              {"entered", visit.entered},
                              {"median_s", or_null(median_of(std::move(visit.stayed)))},
                              {"query", of_cases(std::move(params))}});
    }
    std::vector<std::tuple<std::string, std::string, std::string>> told;
    for (auto const& row : workflow.rows()) {
      std::tuple edge{std::string(row.from->name), std::string(row.on->name), std::string(row.to->name)};
      if (std::ranges::find(told, edge) != told.end()) continue;  // rows that differ by their guard alone
      auto const& [from, event, to] = edge;
      auto const at = number_of(table.states(), from), by = number_of(table.events(), event);
      edges.push_back(object{{"from", from},
                             {"event", event},
                             {"to", to},
                             {"labels", labels_of({{"kind", kind}, {"from", from}, {"event", event}, {"to", to}})},
                             {"accepted", accepted[{at, by, number_of(table.states(), to)}]},
                             {"refused", refused[{at, by}]}});
      told.push_back(std::move(edge));
    }
    text = result_text({{"kind", kind},
                        {"from", format_rfc3339(window->from)},
                        {"to", format_rfc3339(window->to)},
                        {"states", std::move(states)},
                        {"edges", std::move(edges)},
                        {"server_time", format_rfc3339(now)}});
  });
  return asked ? text : fault_text(asked.error());
}

}  // namespace redress::api
