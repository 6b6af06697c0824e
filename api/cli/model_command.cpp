// `redress workflow check`: the model check over the built-in books, or over one given.
#include "api/cli/commands.hpp"
#include "api/cli/given_file.hpp"
#include "api/cli/output.hpp"
#include "api/server/rulebooks.hpp"
#include "workflows/catalogue.hpp"
#include "workflows/model/check_all.hpp"
#include "workflows/rulebook_loader/candidate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <mutex>
#include <optional>
#include <thread>

namespace redress::cli {
namespace {

using model::CheckedBook;
using rules::BookSource;

std::optional<BookSource> read_file(std::filesystem::path const& path) {
  std::ifstream in{path};
  if (!in) return std::nullopt;
  return BookSource{path.stem().string(), std::string(std::istreambuf_iterator<char>(in), {})};
}

// The built-in files, and before them the book's file with every part it includes that lies beside it.
std::vector<BookSource> sources_with(BookSource book, std::filesystem::path const& folder) {
  std::vector<BookSource> given{std::move(book)};
  for (std::size_t i = 0; i < given.size(); ++i)
    for (auto const& name : rules::includes_of(given[i])) {
      bool const known = std::ranges::find(given, name, &BookSource::name) != given.end();
      if (known || name.find('/') != std::string::npos) continue;
      if (auto part = read_file(folder / (name + ".yaml"))) given.push_back(std::move(*part));
    }
  return given;
}

struct Asked {
  std::vector<CheckedBook> books;
  std::vector<rules::BookPointer> owned;  // that `books` points to, where the library does not own them
  std::vector<rules::Finding> findings;
  Exit exit = Exit::ok;
};

Asked built_in(rules::Library const& library, std::string const& only) {
  Asked asked;
  auto const names = api::workflow_names();
  for (auto const& book : library.books())
    if (only.empty() || book->id == only)
      asked.books.push_back({book.get(), rules::notes_of(rules::builtin_sources(), names, book->id)});
  return asked;
}

Asked given(rules::Library const& library, std::string const& file) {
  Asked asked;
  BookSource source{std::filesystem::path(file).stem().string(), content_of_given(file)};
  auto const names = api::workflow_names();
  auto files = sources_with(std::move(source), std::filesystem::path(file).parent_path());
  auto candidate = rules::load_candidate(files, library, names);
  asked.findings = std::move(candidate.findings);
  if (!candidate.book) return asked;
  // Examples and silences stand in the same texts that the book was made of.
  std::vector<BookSource> texts;
  for (auto const& text : candidate.book->texts) texts.push_back({text.name, text.text});
  asked.books.push_back({candidate.book.get(), rules::notes_of(texts, names, candidate.book->id)});
  asked.owned.push_back(std::move(candidate.book));
  return asked;
}

boost::json::array to_json(std::vector<rules::Finding> const& findings) {
  boost::json::array all;
  for (auto const& finding : findings) all.push_back(rules::to_json(finding));
  return all;
}

void tell(model::ToldFinding const& told) {
  auto const place = fmt::format("{}{}{}", told.kind, told.kind.empty() || told.book.empty() ? "" : " / ", told.book);
  std::cerr << fmt::format("{}  {}\n{}{}\n", place, told.finding.code, told.story.zh, told.story.en);
}

void tell_figures(model::Report const& report) {
  std::cout << fmt::format("{:<16} {:<10} {:>11} {:>11} {:>11} {:>6}\n", "workflow", "book", "situations", "attempts",
                           "accepted", "rows");
  for (auto const& walk : report.walks)
    std::cout << fmt::format("{:<16} {:<10} {:>11} {:>11} {:>11} {:>6}\n", walk.kind, walk.book, walk.situations,
                             walk.attempts, walk.accepted, walk.rows_taken);
  for (auto const& kind : model::figures_by_kind(report))
    std::cout << fmt::format(
        "\n{}：{} 个状态、{} 行，{} 本手册，{} 种情形、{} 次尝试，发现 {} 个问题\n"
        "{}: {} states, {} rows, {} books; {} situations, {} attempts; {} found wrong\n",
        kind.kind, kind.states, kind.rows, kind.books, kind.situations, kind.attempts, kind.findings, kind.kind,
        kind.states, kind.rows, kind.books, kind.situations, kind.attempts, kind.findings);
  std::cout << fmt::format("\n{} 个状态、{} 行、{} 个例子\n{} states, {} rows, {} examples\n", report.states,
                           report.rows, report.examples, report.states, report.rows, report.examples);
  if (report.clean()) std::cout << "没有发现问题\nnothing wrong\n";
}

// On every core there is: walks share nothing but what none of them changes.
void run_on_cores(std::size_t count, std::function<void(std::size_t)> const& one) {
  std::atomic<std::size_t> next = 0;
  auto const work = [&] {
    for (auto i = next++; i < count; i = next++) one(i);
  };
  std::vector<std::jthread> threads;
  auto const others = std::min<std::size_t>(std::max(1U, std::thread::hardware_concurrency()), count);
  for (std::size_t i = 1; i < others; ++i) threads.emplace_back(work);
  work();
}

}  // namespace

Exit workflow_check(std::string const& book, std::string const& kind, bool json) {
  auto const library = api::built_in_rulebooks();
  if (!library) return tell_fault(library.error(), Exit::failed, json);
  auto all = workflows::all_workflows();
  std::vector<Workflow const*> chosen(all.begin(), all.end());
  if (!kind.empty()) {
    auto const* one = workflows::find_workflow(kind);
    if (!one)
      return tell_fault(
          {FaultKind::not_found, {fmt::format("没有流程 {}", kind), fmt::format("there is no workflow {}", kind)}},
          Exit::not_found, json);
    chosen = {one};
  }
  auto asked = built_in(*library, book);
  if (asked.books.empty()) asked = given(*library, book);
  if (asked.exit != Exit::ok) return asked.exit;
  if (!asked.findings.empty()) {
    if (json) print_json(boost::json::object{{"ok", false}, {"findings", to_json(asked.findings)}}, true);
    for (auto const& finding : asked.findings) std::cerr << rules::to_text(finding) << "\n";
    return Exit::verification_failed;
  }
  model::Report report;
  {
    Bars bars;
    auto const follow = bars.follow();
    std::mutex one_at_a_time;
    report = model::check_all(
        chosen, asked.books, book.empty(),
        [&](std::string const& what, std::int64_t done) {
          std::scoped_lock const lock{one_at_a_time};
          follow(what, done, 0);
        },
        run_on_cores);
  }
  if (json)
    print_json(model::to_json(report), true);
  else {
    for (auto const& told : report.findings) tell(told);
    tell_figures(report);
  }
  return report.clean() ? Exit::ok : Exit::verification_failed;
}

}  // namespace redress::cli
