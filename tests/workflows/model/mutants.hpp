// Workflows and rulebooks with one thing wrong each, made at run time from the real ones.
//
// A mutant borrows the workflow or copies the book it is made from.
#pragma once

#include "engine/machine/workflow.hpp"
#include "engine/rules/rulebook.hpp"

#include <memory>
#include <string>
#include <vector>

namespace redress::model {

/// A workflow whose rows and states are copies, one of them changed; its steps are the real machine's.
struct TableMutant {
  std::string kind;  // of mutation: "swap_target" ...
  std::string what;  // in words
  std::shared_ptr<Workflow const> workflow;
};

/// Mutants of every kind, evenly apart: dropped guards, swapped targets, lost timers, swapped owing parties, dropped
/// effects, payouts ordered twice, rows that do not ask the rules.
std::vector<TableMutant> table_mutants(Workflow const& workflow, std::size_t most_of_a_kind);

struct BookMutant {
  std::string kind;
  std::string what;
  std::shared_ptr<rules::Rulebook const> book;
};

/// Every one: dropped and disarmed rules, relaxed numbers, dropped conditions, deadlines dropped or a second late.
std::vector<BookMutant> book_mutants(rules::Rulebook const& book);

}  // namespace redress::model
