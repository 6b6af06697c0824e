#include "workflows/model_check.hpp"

#include "engine/machine/kit.hpp"
#include "workflows/catalogue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace redress::workflows {
namespace {

using machine::Emit;
using machine::Row;
using machine::Rows;

std::string all_of(std::vector<ModelFinding> const& findings) {
  std::string text;
  for (auto const& finding : findings) text += finding.code + " " + finding.says.en + "\n";
  return text;
}

TEST(ModelCheck, finds_nothing_in_the_workflows) {
  for (auto const* workflow : all_workflows()) EXPECT_EQ(all_of(check(*workflow)), "") << workflow->kind();
}

// A sound little workflow, and one defect planted in a copy at a time.
struct Start : machine::State {
  static constexpr StateSpec spec{.name = "START", .owed_by = Party::buyer, .zh = "始", .en = "Start"};
};
struct Waiting : machine::State {
  static constexpr StateSpec spec{.name = "WAITING",
                                  .owed_by = Party::seller,
                                  .deadline = "toy.answer",
                                  .raw_status = "W",
                                  .zh = "等",
                                  .en = "Waiting"};
};
struct Done : machine::State {
  static constexpr StateSpec spec{.name = "DONE", .final = true, .zh = "终", .en = "Done"};
};
struct Unowed : machine::State {
  static constexpr StateSpec spec{.name = "UNOWED", .zh = "无人", .en = "Nobody owes"};
};
struct Mute : machine::State {
  static constexpr StateSpec spec{.name = "MUTE", .owed_by = Party::seller};
};
struct Untimed : machine::State {
  static constexpr StateSpec spec{
      .name = "UNTIMED", .owed_by = Party::seller, .raw_status = "W", .zh = "无时限", .en = "No timer"};
};

constexpr std::array wrong_type{
    ParamSpec{.name = "amount", .type = ParamType::money, .fact = "claim.wants", .zh = "额", .en = "Amount"}};
constexpr std::array wrong_fact{
    ParamSpec{.name = "amount", .type = ParamType::money, .fact = "claim.colour", .zh = "额", .en = "Amount"}};
constexpr std::array no_label{ParamSpec{.name = "amount", .type = ParamType::money}};
constexpr std::array no_choices{ParamSpec{.name = "pick", .type = ParamType::choice, .zh = "选", .en = "Pick"}};
constexpr std::array sets_wrong{FactSetting{"claim.wants", true}};

struct open : machine::Event {
  static constexpr EventSpec spec{.name = "open", .zh = "立", .en = "Open"};
};
struct close : machine::Event {
  static constexpr EventSpec spec{.name = "close", .zh = "结", .en = "Close"};
};
struct deadline_passed : machine::Event {
  static constexpr EventSpec spec{.name = "deadline_passed", .party = Party::timer, .zh = "超时", .en = "Time is up"};
};
template <int Which>
struct flawed : machine::Event {
  static constexpr std::array<EventSpec, 6> specs{
      EventSpec{.name = "flawed", .zh = "瑕", .en = "Flawed", .params = wrong_type},
      EventSpec{.name = "flawed", .zh = "瑕", .en = "Flawed", .params = wrong_fact},
      EventSpec{.name = "flawed", .zh = "瑕", .en = "Flawed", .params = no_label},
      EventSpec{.name = "flawed", .zh = "瑕", .en = "Flawed", .params = no_choices},
      EventSpec{.name = "flawed", .zh = "瑕", .en = "Flawed", .sets = sets_wrong},
      EventSpec{.name = "flawed", .zh = "瑕", .en = "Flawed", .stamps = "claim.wants"}};
  static constexpr EventSpec const& spec = specs[Which];
};

struct wants_exchange {
  static constexpr GuardSpec spec{"wants_exchange"};
  static bool holds(Facts const& facts) { return facts.text("claim.wants") == "exchange"; }
};
struct dispatched_exchange {
  static constexpr GuardSpec spec{"dispatched_exchange"};
  static bool holds(Facts const& facts) {
    return facts.text("claim.wants") == "exchange" && facts.flag("order.dispatched");
  }
};

template <class... More>
using Toy = Rows<Row<Start, open, Waiting>, Row<Waiting, close, Done>, Row<Waiting, deadline_passed, Done>, More...>;

template <class Table>
Workflow const& toy() {
  static machine::TableWorkflow<Table> const workflow{"toy", 1};
  return workflow;
}

struct Planted {
  std::string_view code;
  std::string_view where;
  Workflow const& workflow;
};

std::vector<Planted> planted() {
  return {
      {"unreachable_state", "UNTIMED", toy<Toy<Row<Untimed, close, Done>>>()},
      {"no_way_out", "UNTIMED", toy<Toy<Row<Waiting, flawed<0>, Untimed>>>()},
      {"final_state_with_rows", "DONE", toy<Toy<Row<Done, open, Waiting>>>()},
      {"nobody_owes", "UNOWED", toy<Toy<Row<Start, close, Unowed>, Row<Unowed, close, Done>>>()},
      {"no_label", "MUTE", toy<Toy<Row<Start, close, Mute>, Row<Mute, close, Done>>>()},
      {"no_label", "flawed", toy<Toy<Row<Waiting, flawed<2>, Done>>>()},
      {"deadline_without_row", "WAITING", toy<Rows<Row<Start, open, Waiting>, Row<Waiting, close, Done>>>()},
      {"row_without_deadline", "UNTIMED", toy<Toy<Row<Start, close, Untimed>, Row<Untimed, deadline_passed, Done>>>()},
      {"expiry_stays", "WAITING",
       toy<Rows<Row<Start, open, Waiting>, Row<Waiting, close, Done>, Row<Waiting, deadline_passed, Waiting>>>()},
      {"raw_status_twice", "UNTIMED", toy<Toy<Row<Start, close, Untimed>, Row<Untimed, close, Done>>>()},
      {"fact_of_another_type", "flawed", toy<Toy<Row<Waiting, flawed<0>, Done>>>()},
      {"unknown_fact", "flawed", toy<Toy<Row<Waiting, flawed<1>, Done>>>()},
      {"no_choices", "flawed", toy<Toy<Row<Waiting, flawed<3>, Done>>>()},
      {"fact_of_another_type", "flawed", toy<Toy<Row<Waiting, flawed<4>, Done>>>()},
      {"fact_of_another_type", "flawed", toy<Toy<Row<Waiting, flawed<5>, Done>>>()},
      {"guards_overlap", "START close",
       toy<Toy<Row<Start, close, Done, Emit<>, wants_exchange>,
               Row<Start, close, Waiting, Emit<>, dispatched_exchange>>>()},
  };
}

TEST(ModelCheck, the_toy_is_sound) { EXPECT_EQ(all_of(check(toy<Toy<>>())), ""); }

TEST(ModelCheck, finds_each_planted_defect_and_says_it_in_both_languages) {
  for (auto const& [code, where, workflow] : planted()) {
    auto const findings = check(workflow);
    auto const at = std::ranges::find_if(
        findings, [&](ModelFinding const& finding) { return finding.code == code && finding.where == where; });
    ASSERT_NE(at, findings.end()) << code << " " << where << "\n" << all_of(findings);
    EXPECT_THAT(at->says.zh, testing::HasSubstr(where));
    EXPECT_THAT(at->says.en, testing::HasSubstr(where));
  }
}

// Plain data, for the one defect no table can have: an event that only the list of events knows.
class Lonely final : public Workflow {
 public:
  std::string_view kind() const override { return "lonely"; }
  int version() const override { return 1; }
  StateSpec const& initial() const override { return Start::spec; }
  std::span<StateSpec const* const> states() const override { return toy<Toy<>>().states(); }
  std::span<EventSpec const* const> events() const override { return events_; }
  std::span<RowSpec const> rows() const override { return toy<Toy<>>().rows(); }
  Step step(std::string_view state, std::string_view event, Facts const& facts, RowAsker& asker) const override {
    return toy<Toy<>>().step(state, event, facts, asker);
  }

 private:
  std::array<EventSpec const*, 4> events_{&open::spec, &close::spec, &deadline_passed::spec, &flawed<0>::specs[2]};
};

TEST(ModelCheck, finds_an_event_that_no_state_takes) {
  EXPECT_THAT(all_of(check(Lonely{})), testing::HasSubstr("event_without_row flawed"));
}

}  // namespace
}  // namespace redress::workflows
