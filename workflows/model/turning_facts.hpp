// The facts on which a workflow's guards turn, found by trying them, and in which states each of them still matters.
//
// Two cases that agree on what still matters take the same rows from there on, whatever the rest of their facts says:
// that is what keeps an exhaustive walk finite. Pure; any thread.
#pragma once

#include "engine/machine/workflow.hpp"
#include "workflows/boundary_facts.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace redress::model {

using Paths = std::set<std::string_view>;

struct TurningFacts {
  std::vector<workflows::Boundary> facts;  // those some guard of this workflow turns on
  std::map<std::string_view, Paths, std::less<>>
      live;  // by state: those a guard may still read before they are set anew

  std::vector<std::pair<std::string_view, std::string_view>> pairs;  // state and event, one for each set of guards

  /// The values at the borders of a fact; nothing for one no guard turns on.
  workflows::Boundary const* find(std::string_view path) const;
};

/// `together` is how many other facts are set while one is tried: 1 finds those of every guard there is, and a test
/// compares that with 2 (turning_facts_test.cpp).
TurningFacts turning_facts(Workflow const& workflow, std::size_t together = 1);

/// What the guards make of a fact's value, whatever else is known: two values with one mark are alike to all of them.
/// "" is the mark of a value that is like none.
class ValueMarks {
 public:
  ValueMarks(Workflow const& workflow, TurningFacts const& turning) : workflow_(workflow), turning_(turning) {}

  std::string const& of(std::string_view path, FactValue const& value);

 private:
  std::string heard(std::string_view path, FactValue const* value) const;

  Workflow const& workflow_;
  TurningFacts const& turning_;
  std::map<std::string, std::string, std::less<>> known_;
};

}  // namespace redress::model
