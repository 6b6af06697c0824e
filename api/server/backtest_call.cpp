#include "api/server/backtest_call.hpp"

#include "api/server/rulebooks.hpp"
#include "workflows/rulebook_loader/candidate.hpp"

#include <fmt/format.h>

namespace redress::api {
namespace {

AnswerText refused(std::vector<rules::Finding> const& findings) {
  boost::json::array all;
  for (auto const& finding : findings)
    all.push_back(boost::json::object{{"file", finding.file},
                                      {"line", finding.place.line},
                                      {"column", finding.place.column},
                                      {"says", to_json(finding.says)}});
  auto const& first = findings.front();
  return fault_text(
      {FaultKind::invalid_params, first.says,
       fmt::format("params.book, {}.yaml, line {}, column {}", first.file, first.place.line, first.place.column)},
      {{"findings", std::move(all)}});
}

// The book, and the parts that stand in for those of their names.
std::vector<rules::BookSource> texts_in(boost::json::object const& params) {
  std::vector<rules::BookSource> texts{{"book", text_of(params, "book")}};
  auto const* files = params.if_contains("files");
  if (!files) return texts;
  for (auto const& each : files->as_array())
    texts.push_back({text_of(each.as_object(), "book"), text_of(each.as_object(), "text")});
  return texts;
}

}  // namespace

AnswerText answer_backtest(Store& store, rules::Library const& books, DeskCall const& call,
                           BacktestBounds const& bounds) {
  auto const days = read_days(text_of(call.params, "from"), text_of(call.params, "to"));
  if (!days) return fault_text(days.error());
  auto const candidate = rules::load_candidate(texts_in(call.params), books, workflow_names());
  if (!candidate.book) return refused(candidate.findings);
  BacktestOrder const order{.candidate = *candidate.book,
                            .books = books,
                            .from = days->from,
                            .until = days->until,
                            .shop = call.actor.shop,
                            .bounds = bounds};
  AnswerText text;
  store.read([&](StoreReader& reader) {
    auto const outcome = run_backtest(reader, order);
    text = outcome ? result_text(to_json(*outcome)) : fault_text(outcome.error());
  });
  return text;
}

}  // namespace redress::api
