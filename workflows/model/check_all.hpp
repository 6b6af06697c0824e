// The whole model check: the tables by themselves, every book against its examples, every workflow walked under every
// book, and rows and states that no walk reaches.
//
//   auto report = model::check_all({workflows, books, notes}, on_progress);
//   report.clean()
//
// Pure; deterministic, however many threads the caller lends.
#pragma once

#include "workflows/model/explorer.hpp"

#include <boost/json.hpp>

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace redress::model {

struct CheckedBook {
  rules::Rulebook const* book;
  rules::BookNotes notes;
};

/// One finding, told.
struct ToldFinding {
  std::string kind;  // of the workflow; empty: it is about a book alone
  std::string book;  // empty: it is about a table alone
  Finding finding;
  Says story;
  boost::json::object json;
};

struct WalkFigures {
  std::string kind, book;
  std::size_t situations = 0;
  std::int64_t attempts = 0, accepted = 0;
  std::size_t rows_taken = 0;
  bool whole = true;
};

/// All walks of one workflow together.
struct KindFigures {
  std::string kind;
  std::size_t states = 0, rows = 0, books = 0, situations = 0;
  std::int64_t attempts = 0;
  std::size_t findings = 0;
};

struct Report {
  std::vector<ToldFinding> findings;
  std::vector<WalkFigures> walks;
  std::vector<KindFigures> kinds;  // states and rows only; figures_by_kind() adds the rest
  std::size_t states = 0, rows = 0, examples = 0;

  bool clean() const { return findings.empty(); }
};

std::vector<KindFigures> figures_by_kind(Report const& report);

/// Which walk it is, and how many situations it has looked at. Called from the threads that walk.
using OnProgress = std::function<void(std::string const& what, std::int64_t situations)>;

/// Calls `one` with 0 to `count` - 1, each once, in any order and on any threads, and comes back when all are done.
using RunEach = std::function<void(std::size_t count, std::function<void(std::size_t)> const& one)>;

void run_in_turn(std::size_t count, std::function<void(std::size_t)> const& one);

/// `all_books`: the books are all there are, so that rows that none of them reaches are findings.
Report check_all(std::span<Workflow const* const> workflows, std::span<CheckedBook const> books, bool all_books,
                 OnProgress const& on_progress, RunEach const& run_each = run_in_turn);

/// {ok, findings, walks: [{kind, book, situations, attempts, accepted, rows}], kinds, states, rows, examples}.
boost::json::object to_json(Report const& report);

}  // namespace redress::model
