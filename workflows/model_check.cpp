#include "workflows/model_check.hpp"

#include "workflows/boundary_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace redress::workflows {
namespace {

constexpr std::string_view expiry = "deadline_passed";

using Names = std::set<std::string_view>;

// The states that `from` leads to, or that lead to it when `backwards`.
Names closure(Workflow const& workflow, Names found, bool backwards) {
  for (bool grew = true; grew;) {
    grew = false;
    for (auto const& row : workflow.rows()) {
      auto const near = backwards ? row.to->name : row.from->name;
      auto const far = backwards ? row.from->name : row.to->name;
      grew = (found.contains(near) && found.insert(far).second) || grew;
    }
  }
  return found;
}

FactType fact_type_of(ParamType type) {
  switch (type) {
    case ParamType::money:
    case ParamType::integer:
      return FactType::integer;
    case ParamType::boolean:
      return FactType::boolean;
    case ParamType::instant:
      return FactType::instant;
    case ParamType::text:
    case ParamType::choice:
      return FactType::text;
  }
  return FactType::text;
}

// Says no, so that the machine tries the next row: all rows whose conditions hold come by.
class EveryRow final : public RowAsker {
 public:
  bool allows(RowSpec const&) override {
    ++asked;
    return false;
  }
  int asked = 0;
};

class Check {
 public:
  explicit Check(Workflow const& workflow) : workflow_(workflow) {}

  std::vector<ModelFinding> run() {
    check_ends();
    for (auto const* state : workflow_.states()) check_state(*state);
    for (auto const* event : workflow_.events()) check_event(*event);
    check_raw_statuses();
    check_guards();
    return std::move(findings_);
  }

 private:
  void add(std::string code, std::string_view where, std::string_view zh, std::string_view en) {
    findings_.push_back(
        {std::move(code), std::string(where), {fmt::format("{}：{}", where, zh), fmt::format("{}: {}", where, en)}});
  }

  bool has_row(std::string_view state, std::string_view event) const {
    return std::ranges::any_of(workflow_.rows(),
                               [&](RowSpec const& row) { return row.from->name == state && row.on->name == event; });
  }

  void check_ends() {
    Names ends;
    for (auto const* state : workflow_.states())
      if (state->final) ends.insert(state->name);
    auto const reached = closure(workflow_, {workflow_.initial().name}, false);
    auto const ending = closure(workflow_, std::move(ends), true);
    for (auto const* state : workflow_.states()) {
      if (!reached.contains(state->name)) add("unreachable_state", state->name, "无法到达", "cannot be reached");
      if (!ending.contains(state->name))
        add("no_way_out", state->name, "无法走到结束", "no end can be reached from it");
    }
  }

  void check_state(StateSpec const& state) {
    bool const rows =
        std::ranges::any_of(workflow_.rows(), [&](RowSpec const& row) { return row.from->name == state.name; });
    if (state.final && rows) add("final_state_with_rows", state.name, "终态仍有动作", "is final, and yet has rows");
    if (!state.final && state.owed_by == Party::nobody)
      add("nobody_owes", state.name, "没有责任方", "nobody owes the next move");
    if (state.zh.empty() || state.en.empty()) add("no_label", state.name, "缺少名称", "has no label");
    if (!state.deadline.empty() && !has_row(state.name, expiry))
      add("deadline_without_row", state.name, "有时限但没有超时动作", "has a deadline and no row for its expiry");
    if (state.deadline.empty() && has_row(state.name, expiry))
      add("row_without_deadline", state.name, "有超时动作但没有时限", "has a row for expiry and no deadline");
    if (std::ranges::any_of(workflow_.rows(), [&](RowSpec const& row) {
          return row.from->name == state.name && row.to->name == state.name && row.on->name == expiry;
        }))
      add("expiry_stays", state.name, "超时后仍停留原状态", "stays where it is at its expiry, which then never ends");
  }

  void check_raw_statuses() {
    Names seen;
    for (auto const* state : workflow_.states())
      if (!state->raw_status.empty() && !seen.insert(state->raw_status).second)
        add("raw_status_twice", state->name, "平台状态值重复", "shares its raw status with another state");
  }

  void check_guards() {
    std::map<std::pair<std::string_view, std::string_view>, int> rows;
    for (auto const& row : workflow_.rows()) ++rows[{row.from->name, row.on->name}];
    std::erase_if(rows, [](auto const& each) { return each.second < 2; });
    std::set<std::pair<std::string_view, std::string_view>> overlapping;
    each_boundary(boundary_facts(), 3, [&](Facts const& facts) {
      for (auto const& [pair, count] : rows) {
        EveryRow asker;
        workflow_.step(pair.first, pair.second, facts, asker);
        if (asker.asked > 1) overlapping.insert(pair);
      }
    });
    for (auto const& [state, event] : overlapping)
      add("guards_overlap", fmt::format("{} {}", state, event), "同一动作有多个条件同时成立",
          "two rows hold for the same facts");
  }

  void check_fact(EventSpec const& event, std::string_view fact, FactType type) {
    auto const index = fact_index(fact);
    if (!index)
      add("unknown_fact", event.name, fmt::format("没有事实 {}", fact), fmt::format("there is no fact {}", fact));
    else if (fact_schema()[*index].type != type)
      add("fact_of_another_type", event.name, fmt::format("事实 {} 类型不符", fact),
          fmt::format("the fact {} is of another type", fact));
  }

  void check_event(EventSpec const& event) {
    if (event.zh.empty() || event.en.empty()) add("no_label", event.name, "缺少名称", "has no label");
    if (std::ranges::none_of(workflow_.rows(), [&](RowSpec const& row) { return row.on->name == event.name; }))
      add("event_without_row", event.name, "没有任何状态接受该动作", "no state takes this event");
    for (auto const& param : event.params) {
      if (param.zh.empty() || param.en.empty()) add("no_label", event.name, "参数缺少名称", "a parameter has no label");
      if (!param.fact.empty()) check_fact(event, param.fact, fact_type_of(param.type));
      if (param.type == ParamType::choice && param.choices.empty())
        add("no_choices", event.name, "选项为空", "a choice has no values");
    }
    if (!event.stamps.empty()) check_fact(event, event.stamps, FactType::instant);
    for (auto const& set : event.sets)
      check_fact(event, set.fact, std::holds_alternative<bool>(set.value) ? FactType::boolean : FactType::text);
  }

  Workflow const& workflow_;
  std::vector<ModelFinding> findings_;
};

}  // namespace

std::vector<ModelFinding> check(Workflow const& workflow) { return Check{workflow}.run(); }

}  // namespace redress::workflows
