#include "workflows/diagram.hpp"

#include "workflows/catalogue.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

namespace redress::workflows {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class Diagrams : public testing::TestWithParam<Workflow const*> {
 protected:
  Workflow const& workflow() const { return *GetParam(); }
};

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

TEST_P(Diagrams, mermaid_draws_one_arrow_for_each_two_states_and_names_every_event) {
  auto const text = mermaid(workflow());
  EXPECT_THAT(text, StartsWith("stateDiagram-v2\n"));
  std::set<std::string> arrows;
  std::istringstream lines{text};
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    auto const label = line.find(": ");
    EXPECT_TRUE(arrows.insert(line.substr(0, label)).second) << "drawn twice: " << line;
  }
  for (auto const& row : workflow().rows()) {
    auto const from = row.from == &workflow().initial() ? "[*]" : std::string(row.from->name);
    auto const arrow = fmt::format("  {} --> {}", from, row.to->name);
    EXPECT_TRUE(arrows.contains(arrow)) << arrow;
    EXPECT_THAT(text, HasSubstr(std::string(row.on->name)));
  }
  for (auto const* state : workflow().states())
    EXPECT_EQ(state->final, arrows.contains(fmt::format("  {} --> [*]", state->name))) << state->name;
}

TEST_P(Diagrams, json_has_everything_the_table_has) {
  auto const json = workflow_json(workflow());
  EXPECT_EQ(json.at("kind").as_string(), workflow().kind());
  EXPECT_EQ(json.at("version").as_int64(), workflow().version());
  EXPECT_EQ(json.at("initial").as_string(), workflow().initial().name);
  EXPECT_EQ(json.at("states").as_array().size(), workflow().states().size());
  ASSERT_EQ(json.at("events").as_array().size(), workflow().events().size());
  ASSERT_EQ(json.at("rows").as_array().size(), workflow().rows().size());
  for (std::size_t i = 0; i < workflow().rows().size(); ++i) {
    auto const& row = workflow().rows()[i];
    auto const& told = json.at("rows").as_array()[i].as_object();
    EXPECT_EQ(told.at("from").as_string(), row.from->name);
    EXPECT_EQ(told.at("on").as_string(), row.on->name);
    EXPECT_EQ(told.at("to").as_string(), row.to->name);
    EXPECT_EQ(told.at("do").as_array().size(), row.effects.size());
    EXPECT_EQ(told.contains("when"), !row.guard.name.empty());
  }
  for (std::size_t i = 0; i < workflow().events().size(); ++i) {
    auto const& event = *workflow().events()[i];
    auto const& schema = json.at("events").as_array()[i].at("params_schema").as_object();
    for (auto const& param : event.params)
      EXPECT_TRUE(schema.at("properties").as_object().contains(param.name)) << event.name << " " << param.name;
  }
  EXPECT_EQ(json.at("diagram").as_string(), mermaid(workflow()));
}

TEST_P(Diagrams, svg_has_a_box_for_each_state_and_closes_what_it_opens) {
  auto const text = svg(workflow());
  EXPECT_THAT(text, StartsWith("<svg xmlns="));
  EXPECT_THAT(text, testing::EndsWith("</svg>\n"));
  EXPECT_EQ(count_of(text, "<rect "), workflow().states().size());
  EXPECT_EQ(count_of(text, "<text "), count_of(text, "</text>"));
  EXPECT_EQ(count_of(text, "<title>"), count_of(text, "</title>"));
  for (auto const* state : workflow().states()) EXPECT_THAT(text, HasSubstr(std::string(state->zh)));
}

TEST_P(Diagrams, the_page_speaks_both_languages_of_every_state_and_event) {
  auto const page = markdown(workflow());
  for (auto const* state : workflow().states())
    EXPECT_THAT(page, HasSubstr(fmt::format("| {} | {} |", state->zh, state->en)));
  for (auto const* event : workflow().events())
    EXPECT_THAT(page, HasSubstr(fmt::format("| {} | {} | {} |", event->name, event->zh, event->en)));
  for (auto const& row : workflow().rows())
    EXPECT_THAT(page, HasSubstr(row.guard.name.empty()
                                    ? fmt::format("| {} |", row.on->name)
                                    : fmt::format("| {} | {} | {} |", row.guard.name, row.guard.zh, row.guard.en)));
  EXPECT_THAT(page, HasSubstr("```mermaid\nstateDiagram-v2\n"));
}

INSTANTIATE_TEST_SUITE_P(Workflows, Diagrams, testing::ValuesIn(all_workflows().begin(), all_workflows().end()),
                         [](auto const& each) { return std::string(each.param->kind()); });

}  // namespace
}  // namespace redress::workflows
