// A case told move by move: which event, under which facts, leads where and orders what. The stories are tables.
#pragma once

#include "engine/machine/workflow.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace redress::workflows {

using Told = std::vector<std::pair<std::string_view, FactValue>>;

struct Move {
  std::string_view event;
  std::string_view to;  // state afterwards; "" when the event must find no row here, "?" when no condition holds
  std::string_view effects = {};  // names, joined by a space
  Told facts = {};                // what becomes known before it
};

struct Story {
  std::string_view name;
  std::string_view kind;
  Told facts;  // with which it is opened
  std::vector<Move> moves;
};

inline FactValue text(char const* value) { return std::string(value); }

/// What test reports call a story.
void PrintTo(Story const& story, std::ostream* out);

/// Plays it against the workflow with an asker that allows everything; what the events set and stamp is kept.
void expect_story(Story const& story);

class Stories : public testing::TestWithParam<Story> {};

inline std::string name_of_story(testing::TestParamInfo<Story> const& info) { return std::string(info.param.name); }

}  // namespace redress::workflows
