#include "api/service/runner.hpp"

#include "api/service/commit.hpp"
#include "api/service/linked_refund.hpp"
#include "api/service/recount.hpp"
#include "api/service/reminders.hpp"
#include "api/service/staging.hpp"
#include "workflows/catalogue.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <future>

namespace redress::api {
namespace {

constexpr int page = 100;
constexpr std::int64_t retry_first_ms = 5 * second_ms;
constexpr std::int64_t retry_longest_ms = 6 * hour_ms;

constexpr std::string_view runner_name = "runner";

// Named for the trail; an order of an older release does not say by whom, and its event names it.
std::string automation_in(boost::json::object const& order) {
  auto const* said = order.if_contains("automation");
  std::string name(said ? said->as_string() : order.at("event").as_string());
  std::ranges::replace(name, '_', '-');
  return "automation:" + name;
}

boost::json::object params_in(boost::json::object const& order) {
  auto const* params = order.if_contains("params");
  return params ? params->as_object() : boost::json::object{};
}

std::int64_t retry_after_ms(int attempts) {
  return std::min(retry_longest_ms, retry_first_ms << std::min(attempts, 12));
}

std::string state_of(boost::json::value const& answer) {
  auto const* result = answer.as_object().if_contains("result");
  return result ? std::string(result->at("case").at("state").as_string()) : std::string{};
}

// Why it was not accepted; "" where it was.
std::string failure_of(boost::json::value const& answer) {
  auto const* error = answer.as_object().if_contains("error");
  return error ? std::string(error->at("message").as_string()) : std::string{};
}

// Why it has to be asked again: nothing of it was recorded, or nobody knows. "" where it was decided, be it refused.
std::string undone(boost::json::value const& answer) {
  auto const* error = answer.as_object().if_contains("error");
  if (!error) return {};
  std::string_view const kind = error->at("data").at("kind").as_string();
  bool const decided = kind != name_of(FaultKind::internal) && kind != name_of(FaultKind::rate_limited);
  return decided ? std::string{} : failure_of(answer);
}

}  // namespace

void Runner::start(int every_ms) {
  if (port_.takes_held()) commit(store_, [&](StoreWriter& store) { store.outbox_woken(clock_.now()); });
  thread_ = std::thread([this, every_ms] {
    std::unique_lock lock{wake_mutex_};
    while (!stopping_) {
      lock.unlock();
      try {
        run_until_idle();
      } catch (std::exception const& failure) {
        spdlog::error("{}", fmt::format("runner: {}", failure.what()));
      }
      lock.lock();
      wake_.wait_for(lock, std::chrono::milliseconds(every_ms), [this] { return stopping_; });
    }
  });
}

void Runner::stop() {
  {
    std::scoped_lock const lock{wake_mutex_};
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

std::vector<Runner::Fired> Runner::run_until_idle() {
  std::scoped_lock const lock{pass_};
  guarded("recount", [&] { recount(); });
  std::vector<Fired> fired;
  bool worked = true;
  while (worked && !stopping()) {
    worked = false;
    guarded("deadlines", [&] { worked = fire_deadlines(fired); });
    guarded("outbox", [&] { worked = deliver_effects(fired) || worked; });
  }
  if (also_ && !stopping()) guarded("also", also_);
  return fired;
}

// What fails is told, once while it fails with the same words, and done again at the next pass; the rest goes on.
std::string Runner::guarded(std::string const& what, std::function<void()> const& work) {
  try {
    work();
    failing_.erase(what);
    return {};
  } catch (std::exception const& failure) {
    std::string const why = failure.what();
    if (std::exchange(failing_[what], why) != why) spdlog::error("{}", fmt::format("runner, {}: {}", what, why));
    return why;
  }
}

// Asked between one item and the next: what is left waits in the store for the next start.
bool Runner::stopping() {
  std::scoped_lock const lock{wake_mutex_};
  return stopping_;
}

void Runner::recount_deadlines() {
  std::scoped_lock const lock{pass_};
  recount();
}

void Runner::recount() {
  std::optional<Recount> waiting;
  store_.read([&](StoreReader& store) { waiting = Recount::read(store); });
  if (!waiting) return;
  // A report without facts: the case's next command, which counts its term and its reminders by the books in force.
  std::erase_if(waiting->cases, [&](std::string const& case_id) {
    bool counted = false;
    guarded("recount of " + case_id, [&] {
      auto const answer = call(std::string(runner_name), &CaseDesk::report_facts, "case.facts",
                               {{"case_id", case_id},
                                {"set", boost::json::object{}},
                                {"source", recount_source},
                                {"request_id", fmt::format("recount-{}-{}", waiting->from_seq, case_id)}});
      if (auto const why = undone(answer); !why.empty()) throw std::runtime_error(why);
      counted = true;
    });
    return !counted;
  });
  if (waiting->cases.empty()) return;
  commit(store_, [&](StoreWriter& store) { waiting->done(store); });
}

bool Runner::fire_deadlines(std::vector<Fired>& fired) {
  std::vector<std::string> due;
  store_.read([&](StoreReader& store) {
    due = store.cases_due(clock_.now(), page + static_cast<int>(stuck_.size() + failing_.size()));
  });
  bool worked = false;
  for (auto const& case_id : due) {
    if (stopping()) return false;
    guarded(case_id, [&] { worked = fire_deadline(case_id, fired) || worked; });
  }
  return worked;
}

// Whether it was decided, now. Throws where it has to be asked again.
bool Runner::fire_deadline(std::string const& case_id, std::vector<Fired>& fired) {
  std::optional<Case> case_;
  store_.read([&](StoreReader& store) { case_ = store.find_case(case_id); });
  if (!case_) return false;
  if (auto const stuck = stuck_.find(case_id); stuck != stuck_.end() && stuck->second == case_->version) return false;
  send_staged_before_deadline(*case_, fired);
  auto const before = fired.size();
  auto const request_id = fmt::format("deadline-{}-{}", case_id, version_of(case_id));
  auto const failure = apply(std::string(runner_name), case_id, "deadline_passed", request_id, {}, Party::timer, fired);
  if (!failure.empty()) throw std::runtime_error(failure);
  if (fired.size() == before)
    stuck_[case_id] = version_of(case_id);  // past our own refused attempt, which is an entry as well
  else
    stuck_.erase(case_id);
  return true;
}

std::int64_t Runner::version_of(std::string const& case_id) {
  std::int64_t version = 0;
  store_.read([&](StoreReader& store) {
    if (auto const case_ = store.find_case(case_id)) version = case_->version;
  });
  return version;
}

bool Runner::deliver_effects(std::vector<Fired>& fired) {
  std::vector<OutboxItem> items;
  store_.read([&](StoreReader& store) { items = store.outbox_pending(clock_.now(), page); });
  std::vector<Attempted> refused;
  for (auto const& item : items) {
    if (stopping()) break;
    std::string failure;
    auto const thrown = guarded(item.key, [&] { failure = deliver(item, fired, refused); });
    if (!thrown.empty()) failure = thrown;
    if (!failure.empty()) refused.push_back({item.key, clock_.now() + retry_after_ms(item.attempts), failure});
  }
  // A whole page of refusals is one unit: a receiver that is not there costs no commit for each item. A crash before it
  // forgets that they were tried, and they are tried again.
  if (!refused.empty())
    commit(store_, [&](StoreWriter& store) {
      for (auto const& each : refused) store.outbox_attempted(each.key, each.next_at, each.failure);
    });
  return !items.empty();
}

// Why it is to be tried again; "" where it is done or said what becomes of it.
std::string Runner::deliver(OutboxItem const& item, std::vector<Fired>& fired, std::vector<Attempted>& refused) {
  if (item.kind.empty()) return "its row cannot be read";
  if (item.kind == send_staged) return send_staged_evidence(item, fired), std::string{};
  if (item.kind == reminder_kind) return remind(item, fired), std::string{};
  auto const request_id = "outbox-" + item.key;
  std::string failure;
  if (item.kind == "advance") {
    failure = apply(automation_in(item.content), item.case_id, std::string(item.content.at("event").as_string()),
                    request_id, params_in(item.content), std::nullopt, fired);
  } else if (item.kind == "open_refund_case") {
    failure = open_refund(item, fired);
  } else {
    auto const delivered = port_.deliver(item);
    if (!delivered.taken && delivered.held) return refused.push_back({item.key, outbox_held_at, delivered.failure}), "";
    if (!delivered.taken) return delivered.failure;
    if (delivered.event)
      failure = apply(std::string(runner_name), item.case_id, *delivered.event, request_id, delivered.params,
                      Party::payments, fired);
  }
  if (failure.empty()) commit(store_, [&](StoreWriter& store) { store.outbox_delivered(item.key, clock_.now()); });
  return failure;
}

void Runner::remind(OutboxItem const& item, std::vector<Fired>& fired) {
  std::optional<std::string> state;  // of a case that is still to be reminded of
  store_.read([&](StoreReader& store) {
    auto const loaded = load_case(store, desk_.books(), item.case_id, Actor{.id = {}, .role = Role::runner});
    if (loaded && reminder_wanted(item, *loaded, clock_.now())) state = loaded->case_.state;
  });
  auto const delivered = state ? port_.deliver(item) : Delivered{.taken = true};
  commit(store_, [&](StoreWriter& store) {
    if (!delivered.taken)
      return store.outbox_attempted(item.key, clock_.now() + retry_after_ms(item.attempts), delivered.failure);
    if (!state) store.outbox_attempted(item.key, clock_.now(), reminder_cancelled);
    store.outbox_delivered(item.key, clock_.now());
  });
  if (!state || !delivered.taken) return;
  spdlog::info("{}", boost::json::serialize(boost::json::object{{"msg", reminder_kind},
                                                                {"case_id", item.case_id},
                                                                {"shop", item.shop},
                                                                {"due_at", item.content.at("due_at")}}));
  fired.push_back({item.case_id, std::string(reminder_kind), *state});
}

std::string Runner::apply(std::string actor_id, std::string const& case_id, std::string event, std::string request_id,
                          boost::json::object params, std::optional<Party> party, std::vector<Fired>& fired) {
  boost::json::object move{
      {"case_id", case_id}, {"event", event}, {"params", std::move(params)}, {"request_id", std::move(request_id)}};
  if (party) move.emplace("party", name_of(*party));
  auto const answer = call(std::move(actor_id), &CaseDesk::apply, "case.apply", std::move(move));
  if (auto state = state_of(answer); !state.empty()) fired.push_back({case_id, std::move(event), std::move(state)});
  return undone(answer);
}

// At a clock that jumped past both, what was staged in time goes before the deadline takes the case on.
void Runner::send_staged_before_deadline(Case const& case_, std::vector<Fired>& fired) {
  std::optional<OutboxItem> waiting;
  store_.read([&](StoreReader& store) {
    auto const staged = staged_of(store, case_);
    if (!staged) return;
    for (auto& item : store.outbox_of(case_.id))
      if (item.key == staged->key) waiting = std::move(item);
  });
  if (waiting) send_staged_evidence(*waiting, fired);
}

void Runner::send_staged_evidence(OutboxItem const& item, std::vector<Fired>& fired) {
  auto const answer = call(std::string(runner_name), &CaseDesk::submit_evidence, "evidence.submit",
                           {{"case_id", item.case_id},
                            {"staged_key", item.key},
                            {"request_id", fmt::format("staged-{}-{}", item.key, item.attempts)}});
  if (auto state = state_of(answer); !state.empty()) {
    fired.push_back({item.case_id, std::string(item.content.at("event").as_string()), std::move(state)});
    return;
  }
  auto const& error = answer.at("error");
  auto const why = std::string(error.at("message").as_string());
  bool final = false;
  bool open = false;
  store_.read([&](StoreReader& store) {
    auto const case_ = store.find_case(item.case_id);
    final = !case_ || case_->final;
    for (auto const& each : store.outbox_of(item.case_id)) open = open || (each.key == item.key && !each.delivered_at);
  });
  if (!open) return;  // somebody sent it, or took it back, in between
  commit(store_, [&](StoreWriter& store) {
    store.outbox_attempted(item.key, clock_.now() + retry_after_ms(item.attempts), why);
    if (final) store.outbox_delivered(item.key, clock_.now());  // nothing can be handed in any more
  });
}

// A refusal is an entry, and final under its request id. So what was refused is looked at first and asked for under the
// next id only when it would be accepted; what was opened is found by the id that opened it.
std::string Runner::open_refund(OutboxItem const& item, std::vector<Fired>& fired) {
  LinkedRefund refund;
  store_.read([&](StoreReader& store) { refund = linked_refund(store, item, runner_name); });
  if (!refund.opening) return {};
  boost::json::value opened = std::move(refund.opened);
  if (opened.is_null()) {
    if (refund.refusals > 0) {
      DeskCall const look{Actor{.id = std::string(runner_name), .role = Role::runner}, "case.open", *refund.opening};
      if (auto why = failure_of(boost::json::parse(desk_.preview(look))); !why.empty()) return why;
    }
    opened = call(std::string(runner_name), &CaseDesk::open, "case.open", std::move(*refund.opening));
    if (auto why = failure_of(opened); !why.empty()) {
      spdlog::error("{}", fmt::format("the linked refund of {} was not opened: {}", item.case_id,
                                      boost::json::serialize(opened)));
      return why;
    }
  }
  auto const new_id = std::string(opened.at("result").at("case").at("id").as_string());
  auto const linked = call(std::string(runner_name), &CaseDesk::link, "case.link",
                           {{"case_id", item.case_id},
                            {"to", new_id},
                            {"relation", "continues_as"},
                            {"request_id", "outbox-" + item.key + "-link"}});
  fired.push_back({new_id, "open", state_of(opened)});
  return undone(linked);
}

boost::json::value Runner::call(std::string actor_id, void (CaseDesk::*method)(DeskCall, AnswerDone), std::string name,
                                boost::json::object params) {
  std::promise<AnswerText> answered;
  auto future = answered.get_future();
  (desk_.*method)({Actor{.id = std::move(actor_id), .role = Role::runner}, std::move(name), std::move(params)},
                  [&](AnswerText text) { answered.set_value(std::move(text)); });
  return boost::json::parse(future.get());
}

}  // namespace redress::api
