// Walks every path of one workflow under one rulebook, breadth first, with the real `decide`.
//
//   auto walk = model::explore(workflow, book, {});
//   for (auto const& finding : walk.findings) ... model::story(walk, finding) ...
//
// Two situations with the same state, facts that are alike to every guard to come (likeness.hpp), the same kind of
// account and the same answer to "is there a deadline" are one (docs/model-check.md). Pure; deterministic.
#pragma once

#include "engine/rules/rulebook.hpp"
#include "workflows/model/path.hpp"
#include "workflows/model/turning_facts.hpp"
#include "workflows/rulebook_loader/tried_examples.hpp"

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace redress::model {

struct Finding {
  std::string code;   // "dead_end", "payout_past_rule" ...
  std::string where;  // state, event or rule it is about
  Says says;
  std::optional<std::size_t> at = {};  // the situation that the shortest path to it leads to
  Move move = {};                      // and the move made there, if the finding is about one
  bool moved = false;
};

struct Walk {
  Workflow const* workflow;
  rules::Rulebook const* book;
  std::vector<Situation> situations;
  std::vector<Finding> findings;  // each code and place once, along its shortest path
  std::set<std::size_t> rows;     // of the workflow's, that were taken on some path
  std::set<std::string_view> states;
  std::int64_t attempts = 0;  // of `decide`
  std::int64_t accepted = 0;
  bool whole = true;  // false: given up at `situations_max`
};

struct WalkOptions {
  rules::BookNotes const* notes = nullptr;  // what the book's files say of slots they leave open
  TurningFacts const* turning = nullptr;    // of the workflow; found anew if not given
  std::size_t situations_max = 100'000;
  std::size_t changes_together = 1;  // how deep likeness is tried: likeness.hpp
  bool stop_at_first = false;        // one finding is enough
  std::function<void(std::int64_t situations)> on_progress = [](std::int64_t) {};  // every hundred situations
};

Walk explore(Workflow const& workflow, rules::Rulebook const& book, WalkOptions const& options);

}  // namespace redress::model
