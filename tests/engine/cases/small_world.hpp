// A workflow of two states and three events, without a machine behind it, and a case in it: for tests of decisions.
#pragma once

#include "engine/cases/decide.hpp"
#include "tests/engine/rules/rule_maker.hpp"

#include <array>
#include <string>
#include <vector>

namespace redress {

inline constexpr std::array<std::string_view, 3> small_bases{"x", "y", "z"};
inline constexpr std::array small_params{
    ParamSpec{.name = "basis", .type = ParamType::choice, .fact = "event.basis", .choices = small_bases},
    ParamSpec{.name = "message", .personal = true}};

/// WAITING --refuse--> REFUSED, WAITING --announce--> ANNOUNCED --refuse--> REFUSED, ANNOUNCED --settle--> REFUSED.
class SmallWorkflow final : public Workflow {
 public:
  std::string_view kind() const override { return "refund"; }
  int version() const override { return 1; }
  StateSpec const& initial() const override { return waiting; }
  std::span<StateSpec const* const> states() const override { return states_; }
  std::span<EventSpec const* const> events() const override { return events_; }
  std::span<RowSpec const> rows() const override { return rows_; }

  Step step(std::string_view state, std::string_view event, Facts const&, RowAsker& asker) const override {
    for (auto const& row : rows_)
      if (row.from->name == state && row.on->name == event)
        return {asker.allows(row) ? Step::Outcome::moved : Step::Outcome::refused, &row};
    return {Step::Outcome::no_row};
  }

  StateSpec waiting{.name = "WAITING", .owed_by = Party::seller};
  StateSpec announced{.name = "ANNOUNCED", .owed_by = Party::seller};
  StateSpec refused{.name = "REFUSED", .final = true};
  EventSpec refuse{.name = "refuse", .party = Party::seller, .zh = "拒绝", .en = "refuse", .params = small_params};
  EventSpec announce{
      .name = "announce", .party = Party::seller, .zh = "告知", .en = "announce", .stamps = "offer.made_at"};
  EventSpec settle{.name = "settle", .party = Party::seller, .irreversible = true, .zh = "了结", .en = "settle"};

 private:
  std::array<StateSpec const*, 3> states_{&waiting, &announced, &refused};
  std::array<EventSpec const*, 3> events_{&refuse, &announce, &settle};
  std::array<RowSpec, 4> rows_{
      RowSpec{&waiting, &refuse, &refused, {}, {}}, RowSpec{&waiting, &announce, &announced, {}, {}},
      RowSpec{&announced, &refuse, &refused, {}, {}}, RowSpec{&announced, &settle, &refused, {}, {}}};
};

/// Owns everything a World borrows; set what the test is about, then ask for the world.
struct SmallWorld {
  SmallWorld() {
    case_.id = "case_1";
    case_.kind = "refund";
    case_.platform = "taobao";
    case_.state = "WAITING";
    case_.opened_at = case_.state_entered_at = now + -24 * hour_ms;
    Order order;
    order.paid_minor = 20'000;
    order.lines.push_back({.id = "1", .sku = "A", .title = "A", .quantity = 2, .paid_minor = 20'000});
    account = account_of(std::move(order));
  }

  World world() const { return {workflow, book, case_, account, evidence, now}; }

  Instant now = rules::at("2026-01-08T02:00:00Z");
  SmallWorkflow workflow;
  rules::Rulebook book{.id = "small", .platform = "", .version = "1", .digest = "", .title = {}};
  Case case_;
  OrderAccount account;
  std::vector<Evidence> evidence;
};

}  // namespace redress
