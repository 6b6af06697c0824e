// What must hold of every step that `decide` accepts, and of every situation it leads to, judged without decide's own
// words: money from the account, rules from the book one by one, deadlines and parties from the workflow's states.
//
// Pure; any thread.
#pragma once

#include "engine/cases/decide.hpp"
#include "workflows/model/explorer.hpp"

#include <vector>

namespace redress::model {

struct Step {
  World const& before;
  Attempt const& attempt;
  RowSpec const& row;
  Decision const& decision;
};

/// Money, rules, promises, who is told.
void check_step(Step const& step, std::vector<Finding>& found);

/// A refusal gives a reason in both languages and changes nothing.
void check_refusal(World const& before, EventSpec const& event, Decision const& decision, std::vector<Finding>& found);

/// Account, deadline and owing party where a case stands. `slot_may_be_open` says whether the book leaves a slot open.
void check_standing(World const& world, rules::BookNotes const* notes, std::vector<Finding>& found);

}  // namespace redress::model
