#include "workflows/model/check_all.hpp"

#include "workflows/model/promises.hpp"
#include "workflows/model/rule_checks.hpp"
#include "workflows/model/story.hpp"
#include "workflows/model_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace redress::model {
namespace {

void add_plain(Report& report, std::string_view kind, std::string_view book, Finding finding) {
  ToldFinding told{
      .kind = std::string(kind), .book = std::string(book), .finding = std::move(finding), .story = {}, .json = {}};
  auto const& says = told.finding.says;
  told.story = {"  => " + told.finding.where + "：" + says.zh + "\n",
                "  => " + told.finding.where + ": " + says.en + "\n"};
  told.json = {{"code", told.finding.code},
               {"where", told.finding.where},
               {"says", redress::to_json(says)},
               {"story", boost::json::array{}}};
  report.findings.push_back(std::move(told));
}

// Rows no book's walk took, and states none reached.
void check_reached(Report& report, Workflow const& workflow, std::set<std::size_t> const& rows,
                   std::set<std::string_view> const& states) {
  for (std::size_t i = 0; i < workflow.rows().size(); ++i) {
    auto const& row = workflow.rows()[i];
    bool const spared = std::ranges::any_of(spared_rows(), [&](SparedRow const& each) {
      return each.kind == workflow.kind() && each.event == row.on->name;
    });
    if (rows.contains(i) != spared) continue;
    if (spared) {
      add_plain(report, workflow.kind(), {},
                {"spared_row_taken",
                 std::string(row.on->name),
                 {"已说明无法发生，却有路径用到", "it is said never to happen, and a path takes it"}});
      continue;
    }
    add_plain(report, workflow.kind(), {},
              {"row_never_taken",
               fmt::format("{} {} {}{}{}", row.from->name, row.on->name, row.to->name,
                           row.guard.name.empty() ? "" : " / ", row.guard.name),
               {"没有任何路径用到这一行", "no path takes this row"}});
  }
  for (auto const* state : workflow.states())
    if (!states.contains(state->name))
      add_plain(report, workflow.kind(), {},
                {"state_never_reached", std::string(state->name), {"没有任何路径到达", "no path reaches it"}});
}

}  // namespace

void run_in_turn(std::size_t count, std::function<void(std::size_t)> const& one) {
  for (std::size_t i = 0; i < count; ++i) one(i);
}

Report check_all(std::span<Workflow const* const> workflows, std::span<CheckedBook const> books, bool all_books,
                 OnProgress const& on_progress, RunEach const& run_each) {
  std::vector<std::vector<Finding>> of_books(books.size());
  run_each(books.size(), [&](std::size_t i) { of_books[i] = check_examples(*books[i].book, books[i].notes); });
  std::vector<TurningFacts> turning(workflows.size());
  run_each(workflows.size(), [&](std::size_t i) { turning[i] = turning_facts(*workflows[i]); });

  struct Told {
    WalkFigures figures;
    std::set<std::size_t> rows;
    std::set<std::string_view> states;
    std::vector<ToldFinding> findings;
  };
  std::vector<Told> walks(workflows.size() * books.size());
  run_each(walks.size(), [&](std::size_t i) {
    auto const& workflow = *workflows[i / books.size()];
    auto const& checked = books[i % books.size()];
    auto const what = fmt::format("{} {}", workflow.kind(), checked.book->id);
    auto const walk =
        explore(workflow, *checked.book,
                {.notes = &checked.notes, .turning = &turning[i / books.size()], .on_progress = [&](std::int64_t done) {
                   on_progress(what, done);
                 }});
    auto& told = walks[i];
    told.figures = {std::string(workflow.kind()),
                    checked.book->id,
                    walk.situations.size(),
                    walk.attempts,
                    walk.accepted,
                    walk.rows.size(),
                    walk.whole};
    told.rows = walk.rows;
    told.states = walk.states;
    for (auto const& finding : walk.findings)
      told.findings.push_back(
          {std::string(workflow.kind()), checked.book->id, finding, story(walk, finding), to_json(walk, finding)});
  });

  Report report;
  for (std::size_t i = 0; i < books.size(); ++i) {
    report.examples += books[i].notes.examples.size();
    for (auto& finding : of_books[i]) add_plain(report, {}, books[i].book->id, std::move(finding));
  }
  for (std::size_t w = 0; w < workflows.size(); ++w) {
    auto const& workflow = *workflows[w];
    report.states += workflow.states().size();
    report.rows += workflow.rows().size();
    report.kinds.push_back({std::string(workflow.kind()), workflow.states().size(), workflow.rows().size()});
    for (auto& finding : workflows::check(workflow))
      add_plain(report, workflow.kind(), {}, {finding.code, finding.where, finding.says});
    std::set<std::size_t> rows;
    std::set<std::string_view> states;
    for (std::size_t b = 0; b < books.size(); ++b) {
      auto& told = walks[w * books.size() + b];
      rows.merge(told.rows);
      states.merge(told.states);
      if (!told.figures.whole)
        add_plain(report, workflow.kind(), books[b].book->id,
                  {"not_exhausted",
                   fmt::format("{} situations", told.figures.situations),
                   {"情形太多，未能全部检查", "there are too many situations to look at all of them"}});
      report.walks.push_back(std::move(told.figures));
      std::ranges::move(told.findings, std::back_inserter(report.findings));
    }
    if (all_books) check_reached(report, workflow, rows, states);
  }
  return report;
}

std::vector<KindFigures> figures_by_kind(Report const& report) {
  auto all = report.kinds;
  for (auto& kind : all) {
    for (auto const& walk : report.walks)
      if (walk.kind == kind.kind) {
        ++kind.books;
        kind.situations += walk.situations;
        kind.attempts += walk.attempts;
      }
    kind.findings = static_cast<std::size_t>(std::ranges::count(report.findings, kind.kind, &ToldFinding::kind));
  }
  return all;
}

boost::json::object to_json(Report const& report) {
  boost::json::array findings, walks, kinds;
  for (auto const& kind : figures_by_kind(report))
    kinds.push_back(boost::json::object{{"kind", kind.kind},
                                        {"states", kind.states},
                                        {"rows", kind.rows},
                                        {"books", kind.books},
                                        {"situations", kind.situations},
                                        {"attempts", kind.attempts},
                                        {"findings", kind.findings}});
  for (auto const& each : report.findings) {
    auto told = each.json;
    told["kind"] = each.kind;
    told["book"] = each.book;
    findings.push_back(std::move(told));
  }
  for (auto const& walk : report.walks)
    walks.push_back(boost::json::object{{"kind", walk.kind},
                                        {"book", walk.book},
                                        {"situations", walk.situations},
                                        {"attempts", walk.attempts},
                                        {"accepted", walk.accepted},
                                        {"rows", walk.rows_taken},
                                        {"whole", walk.whole}});
  return {{"ok", report.clean()},       {"findings", std::move(findings)}, {"walks", std::move(walks)},
          {"kinds", std::move(kinds)},  {"states", report.states},         {"rows", report.rows},
          {"examples", report.examples}};
}

}  // namespace redress::model
