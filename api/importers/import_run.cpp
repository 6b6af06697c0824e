#include "api/importers/import_run.hpp"

#include "api/importers/csv_reader.hpp"
#include "api/importers/top_moves.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace redress::importers {
namespace {

using boost::json::object;
using cli::CallOutcome;
using cli::Exit;

constexpr std::size_t batch_calls = 50;  // of the 100 a server takes; an opening is the largest call
constexpr std::size_t slice_plans = 500;
constexpr std::size_t moves_of_version_max = 8;  // longer than any way through a table that `next_move` knows

// The server is gone or does not know the caller: no plan fares better than the one that found out.
struct Cut {
  Exit exit;
  object error;
};

std::string text_at(object const& from, std::string_view name) {
  auto const* found = from.if_contains(name);
  return found && found->is_string() ? std::string(found->get_string()) : std::string{};
}

object const& error_content(CallOutcome const& outcome) {
  auto const* content = outcome.error.if_contains("data");
  return content && content->is_object() ? content->get_object() : outcome.error;
}

Fault fault_of(CallOutcome const& outcome, int line) {
  auto const& content = error_content(outcome);
  auto const* says = content.if_contains("says");
  auto const where = text_at(content, "position");
  auto const suffix = where.empty() ? where : fmt::format(" ({})", where);
  auto fault = invalid_params(place(line, 1), text_at(outcome.error, "message"), text_at(outcome.error, "message"));
  if (says && says->is_object()) fault.says = {text_at(says->get_object(), "zh"), text_at(says->get_object(), "en")};
  fault.says.zh += suffix;
  fault.says.en += suffix;
  return fault;
}

object const& case_of(CallOutcome const& outcome) { return outcome.result.at("case").as_object(); }

}  // namespace

std::vector<CallOutcome> ImportRun::send(std::vector<Call> calls) {
  std::vector<CallOutcome> outcomes;
  for (std::size_t from = 0; from < calls.size(); from += batch_calls) {
    auto const to = std::min(calls.size(), from + batch_calls);
    std::vector<Call> batch(std::make_move_iterator(calls.begin() + static_cast<std::ptrdiff_t>(from)),
                            std::make_move_iterator(calls.begin() + static_cast<std::ptrdiff_t>(to)));
    for (auto& outcome : ask_(std::move(batch))) {
      if (outcome.exit == Exit::unreachable || outcome.exit == Exit::auth) {
        // A token bound to another shop fails for some records only; one nobody knows fails for all.
        if (outcome.exit == Exit::unreachable || text_at(error_content(outcome), "kind") == "unauthenticated")
          throw Cut{outcome.exit, outcome.error};
      }
      outcomes.push_back(std::move(outcome));
    }
  }
  return outcomes;
}

// The trail of a case says which request ids it has seen; the opening's tells whose case it is.
void ImportRun::read_trail(std::string const& case_id, std::string const& state, std::vector<Work*> const& waiting) {
  constexpr int page_entries = 200;
  std::set<std::string, std::less<>> seen;
  object params{{"case_id", case_id}, {"limit", page_entries}};
  for (;;) {
    auto const page = ask_one("case.trail", params);
    if (page.exit == Exit::unreachable) throw Cut{page.exit, page.error};
    if (page.exit != Exit::ok) return;
    for (auto const& entry : page.result.at("entries").as_array())
      seen.insert(text_at(entry.as_object(), "request_id"));
    auto const cursor = text_at(page.result.as_object(), "next_cursor");
    if (cursor.empty()) break;
    params["cursor"] = cursor;
  }
  for (auto* work : waiting)
    if (seen.contains(work->plan.open_id())) {
      work->case_id = case_id;
      work->state = state;
      work->done = std::move(seen);
      return;
    }
}

void ImportRun::find_known(std::vector<Work>& works) {
  constexpr int cases_of_order = 200;
  std::map<std::pair<std::string, std::string>, std::vector<Work*>> by_order;
  for (auto& work : works) {
    by_order[{work.plan.shop(), work.plan.order_id()}].push_back(&work);
    if (!work.plan.order_id_if_taken.empty())
      by_order[{work.plan.shop(), work.plan.order_id_if_taken}].push_back(&work);
  }
  std::vector<Call> calls;
  calls.reserve(by_order.size());
  for (auto const& [order, waiting] : by_order)
    calls.emplace_back("case.list",
                       object{{"shop", order.first}, {"order_id", order.second}, {"limit", cases_of_order}});
  auto const outcomes = send(std::move(calls));
  std::size_t i = 0;
  for (auto const& [order, waiting] : by_order) {
    auto const& outcome = outcomes[i++];
    if (outcome.exit != Exit::ok) continue;  // the opening will be told why
    for (auto const& each : outcome.result.at("cases").as_array())
      read_trail(text_at(each.as_object(), "id"), text_at(each.as_object(), "state"), waiting);
  }
}

void ImportRun::opened(Work& work, CallOutcome const& outcome, std::vector<Fault>& bad) {
  if (outcome.exit != Exit::ok) {
    bad.push_back(fault_of(outcome, work.plan.line));
    work.failed = true;
    return finish(work);
  }
  work.case_id = text_at(case_of(outcome), "id");
  work.state = text_at(case_of(outcome), "state");
  work.touched = true;
  ++tally_.opened;
  if (work.plan.reports.empty()) finish(work);
}

void ImportRun::open(std::vector<Work*> const& works, std::vector<Fault>& bad) {
  std::vector<Work*> again;
  for (std::size_t from = 0; from < works.size(); from += batch_calls) {
    auto const to = std::min(works.size(), from + batch_calls);
    std::vector<Call> calls;
    for (auto i = from; i < to; ++i) calls.emplace_back("case.open", works[i]->plan.open);
    auto const outcomes = send(std::move(calls));
    for (auto i = from; i < to; ++i) {
      auto& work = *works[i];
      auto const& outcome = outcomes[i - from];
      bool const taken = outcome.exit != Exit::ok && !work.plan.order_id_if_taken.empty() &&
                         text_at(error_content(outcome), "position").starts_with("params.order.");
      if (!taken) {
        opened(work, outcome, bad);
        continue;
      }
      work.plan.open["order"].as_object()["id"] = std::exchange(work.plan.order_id_if_taken, {});
      again.push_back(&work);
    }
  }
  if (!again.empty()) open(again, bad);
}

void ImportRun::finish(Work& work) {
  if (!work.failed && !work.touched) ++tally_.unchanged;
  on_done_(++done_);
}

// What the record asks for next: one event, or the facts it comes with. Nothing: the work is done.
std::optional<Call> ImportRun::next_call(Work& work) {
  auto const& reports = work.plan.reports;
  while (work.report < reports.size()) {
    auto const& report = reports[work.report];
    auto const facts_id = report.id_prefix + "-facts";
    // What came later has been reported: this version is old news.
    auto const newer = fmt::format("{}-", work.plan.open_id().substr(0, work.plan.open_id().rfind("-open")));
    auto const told = work.done.lower_bound(facts_id);
    bool const stale = told != work.done.end() && told->starts_with(newer) && told->ends_with("-facts");
    if (stale || work.done.contains(facts_id)) {
      ++work.report;
      work.moving = true;
      continue;
    }
    if (work.moving) {
      auto move = next_move(work.plan.kind(), work.state, report);
      auto const id = move ? fmt::format("{}-{}", report.id_prefix, move->event) : std::string{};
      auto const moves =
          std::ranges::count_if(work.done, [&](auto const& each) { return each.starts_with(report.id_prefix); });
      if (move && !work.done.contains(id) && static_cast<std::size_t>(moves) < moves_of_version_max)
        return Call{"case.apply", object{{"case_id", work.case_id},
                                         {"event", move->event},
                                         {"party", move->party},
                                         {"params", std::move(move->params)},
                                         {"request_id", id}}};
      work.moving = false;
    }
    return Call{"case.facts", object{{"case_id", work.case_id},
                                     {"set", report.facts},
                                     {"source", "taobao.refund.get"},
                                     {"request_id", facts_id}}};
  }
  return std::nullopt;
}

void ImportRun::answered(Work& work, Call const& call, CallOutcome const& outcome, std::vector<Fault>& bad) {
  work.touched = true;
  work.done.insert(text_at(call.second, "request_id"));
  bool const is_move = call.first == "case.apply";
  if (outcome.exit == Exit::ok) {
    work.state = text_at(case_of(outcome), "state");
    ++(is_move ? tally_.moved : tally_.updated);
  } else if (is_move && outcome.exit == Exit::refused) {
    work.moving = false;
    ++tally_.refused;
  } else {
    bad.push_back(fault_of(outcome, work.plan.line));
    work.failed = true;
  }
}

void ImportRun::run_some(std::vector<CasePlan> plans, std::vector<Fault>& bad) {
  std::vector<Work> works;
  works.reserve(plans.size());
  for (auto& plan : plans) works.push_back({.plan = std::move(plan)});
  find_known(works);
  std::vector<Work*> unknown;
  for (auto& work : works)
    if (work.case_id.empty()) unknown.push_back(&work);
  for (auto& work : works)
    if (!work.case_id.empty() && work.plan.reports.empty()) finish(work);
  open(unknown, bad);
  std::vector<Work*> active;
  for (auto& work : works)
    if (!work.failed && !work.plan.reports.empty()) active.push_back(&work);
  while (!active.empty()) {
    std::vector<Work*> going;
    std::vector<Call> calls;
    for (auto* work : active) {
      auto next = next_call(*work);
      if (!next) {
        finish(*work);
        continue;
      }
      calls.push_back(std::move(*next));
      going.push_back(work);
    }
    auto const outcomes = send(calls);
    active.clear();
    for (std::size_t i = 0; i < going.size(); ++i) {
      answered(*going[i], calls[i], outcomes[i], bad);
      if (going[i]->failed)
        finish(*going[i]);
      else
        active.push_back(going[i]);
    }
  }
}

void ImportRun::look_at_some(std::vector<CasePlan> plans, std::function<Result<void>(object const&)> const& fits,
                             std::vector<Fault>& bad) {
  std::vector<Work> works;
  works.reserve(plans.size());
  for (auto& plan : plans) works.push_back({.plan = std::move(plan)});
  find_known(works);
  for (auto& work : works) {
    if (work.case_id.empty()) {
      if (auto const fit = fits(work.plan.open); !fit) {
        auto const& fault = fit.error();
        auto const suffix = fault.position.empty() ? std::string{} : fmt::format(" ({})", fault.position);
        bad.push_back({fault.kind, {fault.says.zh + suffix, fault.says.en + suffix}, place(work.plan.line, 1)});
      } else {
        ++outlook_.fresh;
      }
    } else if (next_call(work)) {
      ++outlook_.updates;
    } else {
      ++outlook_.unchanged;
    }
    on_done_(++done_);
  }
}

CallOutcome ImportRun::ask_one(std::string method, object params) {
  std::vector<Call> calls;
  calls.emplace_back(std::move(method), std::move(params));
  return ask_(std::move(calls)).front();
}

namespace {

// A slice's plans are let go of before the next slice's answers come.
template <class Some>
Exit in_slices(std::vector<CasePlan> plans, object& error, Some const& some) {
  try {
    for (std::size_t from = 0; from < plans.size(); from += slice_plans) {
      auto const to = std::min(plans.size(), from + slice_plans);
      some(std::vector<CasePlan>(std::make_move_iterator(plans.begin() + static_cast<std::ptrdiff_t>(from)),
                                 std::make_move_iterator(plans.begin() + static_cast<std::ptrdiff_t>(to))));
    }
  } catch (Cut const& cut) {
    error = cut.error;
    return cut.exit;
  }
  return Exit::ok;
}

}  // namespace

Exit ImportRun::run(std::vector<CasePlan> plans, std::vector<Fault>& bad, object& error) {
  return in_slices(std::move(plans), error, [&](auto slice) { run_some(std::move(slice), bad); });
}

Exit ImportRun::look(std::vector<CasePlan> plans, std::function<Result<void>(object const&)> const& fits,
                     std::vector<Fault>& bad, object& error) {
  return in_slices(std::move(plans), error, [&](auto slice) { look_at_some(std::move(slice), fits, bad); });
}

CallOutcome outcome_of(boost::json::value const& response) {
  CallOutcome outcome;
  auto const* json = response.if_object();
  if (auto const* result = json ? json->if_contains("result") : nullptr) {
    outcome.result = *result;
    return outcome;
  }
  if (auto const* error = json ? json->if_contains("error") : nullptr; error && error->is_object()) {
    outcome.error = error->get_object();
    auto const* about = outcome.error.if_contains("data");
    auto const* kind = about && about->is_object() ? about->get_object().if_contains("kind") : nullptr;
    outcome.exit = kind && kind->is_string() ? cli::exit_of_kind(kind->get_string()) : Exit::failed;
    return outcome;
  }
  outcome.exit = Exit::failed;
  outcome.error = {{"message", "the server's answer is no JSON-RPC response"}};
  return outcome;
}

}  // namespace redress::importers
