#include "workflows/model/check_all.hpp"

#include "workflows/model/promises.hpp"
#include "workflows/model/rule_checks.hpp"
#include "workflows/model/story.hpp"
#include "workflows/model_check.hpp"

#include <fmt/format.h>

#include <algorithm>

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

Report check_all(std::span<Workflow const* const> workflows, std::span<CheckedBook const> books, bool all_books,
                 OnProgress const& on_progress) {
  Report report;
  for (auto const& checked : books) {
    report.examples += checked.notes.examples.size();
    for (auto& finding : check_examples(*checked.book, checked.notes))
      add_plain(report, {}, checked.book->id, std::move(finding));
  }
  for (auto const* workflow : workflows) {
    report.states += workflow->states().size();
    report.rows += workflow->rows().size();
    for (auto& finding : workflows::check(*workflow))
      add_plain(report, workflow->kind(), {}, {finding.code, finding.where, finding.says});
    auto const turning = turning_facts(*workflow);
    std::set<std::size_t> rows;
    std::set<std::string_view> states;
    for (auto const& checked : books) {
      auto const what = fmt::format("{} {}", workflow->kind(), checked.book->id);
      auto const walk = explore(*workflow, *checked.book,
                                {.notes = &checked.notes, .turning = &turning, .on_progress = [&](std::int64_t done) {
                                   on_progress(what, done);
                                 }});
      rows.insert(walk.rows.begin(), walk.rows.end());
      states.insert(walk.states.begin(), walk.states.end());
      report.walks.push_back({std::string(workflow->kind()), checked.book->id, walk.situations.size(), walk.attempts,
                              walk.accepted, walk.rows.size(), walk.whole});
      if (!walk.whole)
        add_plain(report, workflow->kind(), checked.book->id,
                  {"not_exhausted",
                   fmt::format("{} situations", walk.situations.size()),
                   {"情形太多，未能全部检查", "there are too many situations to look at all of them"}});
      for (auto const& finding : walk.findings)
        report.findings.push_back(
            {std::string(workflow->kind()), checked.book->id, finding, story(walk, finding), to_json(walk, finding)});
    }
    if (all_books) check_reached(report, *workflow, rows, states);
  }
  return report;
}

boost::json::object to_json(Report const& report) {
  boost::json::array findings, walks;
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
  return {{"ok", report.clean()},      {"findings", std::move(findings)},
          {"walks", std::move(walks)}, {"states", report.states},
          {"rows", report.rows},       {"examples", report.examples}};
}

}  // namespace redress::model
