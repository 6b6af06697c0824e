#include "api/audit/verify_runs.hpp"

#include <atomic>

namespace redress::api {
namespace {

struct Stopped {};

AnswerText unknown_run() {
  return fault_text({FaultKind::not_found, {"没有这次校验", "there is no such verification"}, "params.run_id"});
}

}  // namespace

struct VerifyRuns::Run {
  std::string id;
  std::string shop;
  std::atomic<bool> stop = false;
  std::atomic<bool> cancelled = false;
  std::mutex mutex = {};
  std::string what = "entries";
  std::int64_t done = 0;
  std::int64_t total = 0;
  std::optional<AnswerText> answer = {};

  bool running() {
    std::scoped_lock const lock{mutex};
    return !answer.has_value();
  }
};

AnswerText VerifyRuns::start(DeskCall const& call) {
  std::unique_lock lock{mutex_};
  if (run_ && run_->running() && run_->shop == call.actor.shop) return result_text({{"run_id", run_->id}});
  if (stopped_ || (run_ && run_->running()))
    return fault_text({FaultKind::rate_limited,
                       {"另一次校验正在进行，请稍后再试", "another verification is running; try again later"}});
  if (thread_.joinable()) thread_.join();
  run_ = std::make_shared<Run>(ids_.next("verify"), call.actor.shop);
  thread_ = std::thread([this, run = run_, call] {
    AnswerText text;
    try {
      text = verify_(call, [&](std::string_view what, std::int64_t done, std::int64_t total) {
        if (run->stop) throw Stopped{};
        std::scoped_lock const of_run{run->mutex};
        run->what = what;
        run->done = done;
        run->total = total;
      });
    } catch (Stopped const&) {
      text =
          run->cancelled
              ? result_text({{"cancelled", true}})
              : fault_text({FaultKind::internal, {"服务停止，校验中断", "the server stopped before it was through"}});
    } catch (std::exception const& why) {
      text = fault_text({FaultKind::internal, {"校验失败", std::string("the verification failed: ") + why.what()}});
    }
    std::scoped_lock const of_run{run->mutex};
    run->answer = std::move(text);
  });
  return result_text({{"run_id", run_->id}});
}

std::shared_ptr<VerifyRuns::Run> VerifyRuns::named_by(DeskCall const& call) {
  std::unique_lock lock{mutex_};
  auto run = run_;
  lock.unlock();
  return run && run->id == text_of(call.params, "run_id") && run->shop == call.actor.shop ? run : nullptr;
}

AnswerText VerifyRuns::progress(DeskCall const& call) {
  auto const run = named_by(call);
  if (!run) return unknown_run();
  std::scoped_lock const of_run{run->mutex};
  boost::json::object json{{"run_id", run->id}, {"what", run->what}, {"done", run->done}, {"total", run->total}};
  if (!run->answer) return result_text(std::move(json));
  auto const answer = boost::json::parse(*run->answer).as_object();
  auto const* result = answer.if_contains("result");
  if (result && result->as_object().contains("cancelled")) {
    json.emplace("cancelled", true);
  } else if (result) {
    json.emplace("result", *result);
  } else {
    json.emplace("error", answer.at("error"));
  }
  return result_text(std::move(json));
}

AnswerText VerifyRuns::cancel(DeskCall const& call) {
  auto const run = named_by(call);
  if (!run) return unknown_run();
  run->cancelled = true;
  run->stop = true;
  return result_text({{"run_id", run->id}});
}

void VerifyRuns::keep(DeskCall const& call, AnswerText const& answer) {
  std::unique_lock const lock{mutex_};
  if (stopped_ || (run_ && run_->running())) return;
  auto run = std::make_shared<Run>(ids_.next("verify"), call.actor.shop);
  run->answer = answer;
  run_ = std::move(run);
}

std::optional<VerifyRuns::Last> VerifyRuns::last(Actor const& actor) {
  std::unique_lock lock{mutex_};
  auto const run = run_;
  lock.unlock();
  if (!run || run->shop != actor.shop) return std::nullopt;
  std::scoped_lock const of_run{run->mutex};
  if (!run->answer) return std::nullopt;
  auto const answer = boost::json::parse(*run->answer).as_object();
  auto const* result = answer.if_contains("result");
  if (!result || result->as_object().contains("cancelled")) return std::nullopt;  // it broke off: nothing is known
  auto const& told = result->as_object();
  Last last{.id = run->id};
  if (auto const* ok = told.if_contains("ok"); ok && ok->is_bool() && !ok->get_bool()) {
    auto const* differences = told.if_contains("differences");
    last.findings = differences ? differences->to_number<std::size_t>() : 1;
  }
  if (auto const* warnings = told.if_contains("warnings_count")) last.warnings = warnings->to_number<std::size_t>();
  return last;
}

void VerifyRuns::stop() {
  std::unique_lock lock{mutex_};
  stopped_ = true;
  if (run_) run_->stop = true;
  auto thread = std::move(thread_);
  lock.unlock();
  if (thread.joinable()) thread.join();
}

}  // namespace redress::api
