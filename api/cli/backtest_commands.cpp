// What a changed rulebook would have done: backtest over a store no server runs on, and the difference of two books.
#include "api/cli/commands.hpp"
#include "api/cli/given_file.hpp"
#include "api/cli/output.hpp"
#include "api/server/rulebooks.hpp"
#include "api/service/backtest_run.hpp"
#include "engine/rules/book_diff.hpp"
#include "engine/rules/rulebook_json.hpp"
#include "storage/sqlite/sqlite_store.hpp"
#include "workflows/rulebook_loader/candidate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

namespace redress::cli {
namespace {

using backtest::Report;
using backtest::Sum;

Exit tell(Fault const& fault, Exit exit) {
  if (!fault.position.empty()) std::cerr << fault.position << ": ";
  std::cerr << fault.says.zh << "\n" << fault.says.en << "\n";
  return exit;
}

std::optional<rules::BookSource> read_file(std::filesystem::path const& path) {
  std::ifstream in{path};
  if (!in) return std::nullopt;
  return rules::BookSource{path.stem().string(), std::string(std::istreambuf_iterator<char>(in), {})};
}

// The book's file, and every part it includes that lies beside it under its name.
std::vector<rules::BookSource> with_neighbours(rules::BookSource book, std::filesystem::path const& folder) {
  std::vector<rules::BookSource> files{std::move(book)};
  for (std::size_t i = 0; i < files.size(); ++i)
    for (auto const& name : rules::includes_of(files[i])) {
      bool const known = std::ranges::find(files, name, &rules::BookSource::name) != files.end();
      if (known || name.find('/') != std::string::npos) continue;
      if (auto part = read_file(folder / (name + ".yaml"))) files.push_back(std::move(*part));
    }
  return files;
}

struct Asked {
  rules::BookPointer book;
  Exit exit = Exit::ok;
};

Asked candidate_of(std::string const& file, rules::Library const& library) {
  rules::BookSource source{std::filesystem::path(file).stem().string(), content_of_given(file)};
  auto const folder = std::filesystem::path(file).parent_path();
  auto candidate = rules::load_candidate(with_neighbours(std::move(source), folder), library, api::workflow_names());
  for (auto const& finding : candidate.findings) std::cerr << rules::to_text(finding) << "\n";
  return {candidate.book, candidate.book ? Exit::ok : Exit::verification_failed};
}

// A built-in book by its name, else a file.
Asked book_of(std::string const& name, rules::Library const& library) {
  for (auto const& book : library.books())
    if (book->id == name) return {book, Exit::ok};
  return candidate_of(name, library);
}

std::string money(backtest::MinorByCurrency const& sums) {
  std::string text;
  for (auto const& [currency, minor] : sums)
    text += fmt::format("{}{}{}{} {}", text.empty() ? "" : ", ", minor > 0 ? "+" : "-",
                        format_major(Money{std::abs(minor)}), "", currency);
  return text.empty() ? "0" : text;
}

std::string row(std::string_view name, Sum const& sum) {
  return fmt::format("{:<22} {:>8} {:>8} {:>8} {:>8} {:>8} {:>9} {:>16} {:>16} {:>8}\n", name, sum.verdicts,
                     sum.refused_now, sum.accepted_now, sum.deadlines_earlier, sum.deadlines_later,
                     sum.deadlines_new + sum.deadlines_gone, money(sum.refund_minor), money(sum.compensation_minor),
                     sum.untold);
}

void print_table(Report const& report) {
  std::cout << fmt::format("规则书 {} {}：比较了 {} 个决定\nbook {} {}: {} decisions compared\n\n", report.book,
                           report.version, report.decisions, report.book, report.version, report.decisions);
  std::cout << fmt::format("{:<22} {:>8} {:>8} {:>8} {:>8} {:>8} {:>9} {:>16} {:>16} {:>8}\n", "", "verdicts",
                           "refused", "accepted", "earlier", "later", "new/gone", "refunds", "compensation", "untold");
  std::cout << row("total", report.total);
  for (auto const& [month, sum] : report.months) std::cout << row(month, sum);
  for (auto const& [id, rule] : report.rules)
    if (rule.sum != Sum{}) std::cout << row(id, rule.sum);
  for (auto const& [id, rule] : report.rules)
    if (!rule.untold_facts.empty())
      std::cout << fmt::format("\n{}: 记录中没有 / not in the entries: {}", id, fmt::join(rule.untold_facts, ", "));
  std::cout << fmt::format("\n{} 个案件会不同 / cases would differ\n", report.cases_changed);
  for (auto const& each : report.cases) {
    if (!each.differs()) continue;
    auto const sum = backtest::sum_of(each);
    std::cout << fmt::format("{}  {:<16} 退款/refunds {}  赔付/compensation {}\n", each.case_id, each.kind,
                             money(sum.refund_minor), money(sum.compensation_minor));
  }
  if (report.total.empty()) std::cout << "没有差别\nnothing would differ\n";
}

Exit print(api::BacktestOutcome const& outcome, BacktestOptions const& options, bool json) {
  if (!options.csv.empty()) {
    std::ofstream out{options.csv};
    out << backtest::to_csv(outcome.report);
    if (!out.flush()) {
      std::cerr << "无法写入 " << options.csv << "\ncannot write " << options.csv << "\n";
      return Exit::failed;
    }
  }
  if (json)
    print_json(to_json(outcome), true);
  else
    print_table(outcome.report);
  return Exit::ok;
}

}  // namespace

Exit rules_backtest(BacktestOptions const& options, bool json) {
  auto const days = api::read_days(options.from, options.to);
  if (!days) return tell(days.error(), Exit::usage);
  auto const library = api::built_in_rulebooks();
  if (!library) return tell(library.error(), Exit::failed);
  auto const asked = candidate_of(options.book, *library);
  if (!asked.book) return asked.exit;
  if (!std::filesystem::is_directory(options.data_dir))
    return tell({FaultKind::not_found, {"没有这个数据目录", "there is no such folder"}, options.data_dir},
                Exit::not_found);
  auto store = storage::SqliteStore::open(options.data_dir);
  if (!store)
    return tell(store.error(),
                store.error().kind == FaultKind::ledger_broken ? Exit::verification_failed : Exit::failed);
  api::BacktestOrder const order{.candidate = *asked.book, .books = *library, .from = days->from, .until = days->until};
  std::optional<Result<api::BacktestOutcome>> outcome;
  (*store)->read([&](StoreReader& reader) {
    Progress progress{"entries", reader.ledger_size()};
    outcome = api::run_backtest(reader, order, [&](std::int64_t walked) { progress.at(walked); });
  });
  if (!*outcome) return tell(outcome->error(), Exit::verification_failed);
  return print(**outcome, options, json);
}

Exit rules_diff(std::string const& was, std::string const& now, bool json) {
  auto const library = api::built_in_rulebooks();
  if (!library) return tell(library.error(), Exit::failed);
  auto const before = book_of(was, *library);
  if (!before.book) return before.exit;
  auto const after = book_of(now, *library);
  if (!after.book) return after.exit;
  auto const changes = rules::diff(*before.book, *after.book);
  if (json) {
    boost::json::array all;
    for (auto const& change : changes) all.push_back(to_json(change));
    print_json(boost::json::object{{"was", rules::summary_of(*before.book)},
                                   {"now", rules::summary_of(*after.book)},
                                   {"changes", std::move(all)}},
               true);
    return Exit::ok;
  }
  for (auto const& change : changes) std::cout << change.says.zh << "\n  " << change.says.en << "\n";
  if (changes.empty()) std::cout << "两本规则书相同\nthe two books are the same\n";
  return Exit::ok;
}

}  // namespace redress::cli
