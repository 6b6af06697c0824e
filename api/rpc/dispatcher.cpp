#include "api/rpc/dispatcher.hpp"

#include "api/rpc/call_cost.hpp"
#include "api/rpc/document.hpp"
#include "api/rpc/envelope.hpp"
#include "api/service/named_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <chrono>
#include <mutex>

namespace redress::api::rpc {
namespace {

// The engine and the log are told how long a call took; nothing is decided by it.
std::int64_t ticks_us() {
  using namespace std::chrono;
  return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

std::string kind_of(AnswerText const& answer) {
  if (answer.starts_with(R"({"result")")) return "ok";
  auto const at = answer.find(R"("kind":")");
  if (at == std::string::npos) return "error";
  auto const from = at + 8;
  return answer.substr(from, answer.find('"', from) - from);
}

Fault method_not_found(std::string_view name) {
  return {FaultKind::method_not_found, {fmt::format("没有方法 {}", name), fmt::format("there is no method {}", name)}};
}

Fault too_costly(int cost, int cost_max) {
  return {FaultKind::too_large,
          {fmt::format("批量请求的总成本为 {}，最多 {}；什么都没有执行", cost, cost_max),
           fmt::format("the calls of this batch cost {} together, at most {} is allowed; none was carried out", cost,
                       cost_max)}};
}

Fault forbidden(std::string_view name, Role role) {
  return {FaultKind::forbidden,
          {fmt::format("角色 {} 不能调用 {}", name_of(role), name),
           fmt::format("the role {} may not call {}", name_of(role), name)}};
}

}  // namespace

struct Dispatcher::Call {
  Request request;
  Actor actor;
  MethodSpec const* spec = nullptr;
};

// A text's calls under way. `next` and `outstanding` are under the mutex; answers are put in their places.
struct Dispatcher::Batch {
  std::vector<Call> calls;
  std::vector<std::string> responses;
  bool is_batch = false;
  std::function<void(std::string)> reply;
  http::PeerRef peer = {};
  std::mutex mutex = {};
  std::size_t next = 0;
  std::size_t outstanding = 0;
  std::size_t response_bytes = 0;
  bool running = false;  // one thread at a time starts calls

  std::string joined(std::size_t bytes_max) const {
    std::string text;
    if (response_bytes <= bytes_max) text.reserve(response_bytes + responses.size());
    for (auto const& response : responses) {
      if (response.empty()) continue;
      text += text.empty() ? "" : ",";
      text += response;
    }
    if (text.size() > bytes_max)
      return respond(nullptr,
                     fault_text({FaultKind::too_large,
                                 {"应答过大，请分页或减少批量", "the response is too large: page it or batch less"}}));
    return is_batch && !text.empty() ? fmt::format("[{}]", text) : text;
  }
};

Dispatcher::Dispatcher(std::map<std::string, Handle, std::less<>> handles, Executor executor, Observer observer,
                       bool sandbox, DispatchLimits limits, std::map<std::string, LineHandle, std::less<>> lines)
    : handles_(std::move(handles)),
      lines_(std::move(lines)),
      executor_(std::move(executor)),
      observer_(std::move(observer)),
      sandbox_(sandbox),
      limits_(limits) {
  for ([[maybe_unused]] auto const& spec : method_specs())
    assert((handles_.contains(spec.name) || spec.sandbox) && "every documented method is carried out by someone");
  for ([[maybe_unused]] auto const& [name, handle] : handles_)
    assert(find_method(name) && "every method is documented");
}

void Dispatcher::handle(std::string_view text, Actor const& actor, std::function<void(std::string)> reply,
                        http::PeerRef peer) const {
  auto requests = read_requests(text, limits_.batch_calls);
  if (!requests) return reply(respond(nullptr, fault_text(requests.error())));
  auto batch = std::make_shared<Batch>();
  batch->is_batch = requests->batch;
  batch->reply = std::move(reply);
  batch->peer = std::move(peer);
  for (auto& request : requests->all) {
    auto const* spec = request.fault ? nullptr : find_method(request.method);
    if (spec && spec->sandbox && !sandbox_) spec = nullptr;
    batch->calls.push_back({std::move(request), actor, spec});
  }
  int cost = 0;
  for (auto const& call : batch->calls) cost += cost_of(call.request.method, call.request.params);
  if (batch->is_batch && cost > batch_cost_max)
    return batch->reply(respond(nullptr, fault_text(too_costly(cost, batch_cost_max))));
  batch->responses.resize(batch->calls.size());
  run(batch);
}

// Starts calls until one must wait; whoever finishes a call comes back here.
void Dispatcher::run(std::shared_ptr<Batch> const& batch) const {
  std::unique_lock lock{batch->mutex};
  if (batch->running) return;
  batch->running = true;
  while (batch->next < batch->calls.size()) {
    auto const index = batch->next;
    auto const& call = batch->calls[index];
    bool const reads = call.spec && !call.spec->writes;
    // A chat is parsed before its command is queued: not on the connection's thread, and before what comes after it.
    bool const aside = reads || (call.spec && call.spec->changes && names_a_chat(call.request.params));
    if (reads && batch->outstanding > 0) break;            // it shall see what the writes before it did
    if (batch->response_bytes > limits_.response_bytes) {  // nobody would be told of what comes
      batch->next = batch->calls.size();
      break;
    }
    ++batch->next;
    ++batch->outstanding;
    auto const done = [this, batch, index](AnswerText const& answer) {
      {
        std::scoped_lock const guard{batch->mutex};
        auto const& request = batch->calls[index].request;
        if (!request.notification) batch->responses[index] = respond(request.id, answer);
        batch->response_bytes += batch->responses[index].size();
        --batch->outstanding;
      }
      run(batch);
    };
    lock.unlock();
    if (aside)
      executor_([this, batch, index, done] { run_one(batch->calls[index], batch->peer, done); });
    else
      run_one(call, batch->peer, done);
    lock.lock();
    if (aside && batch->outstanding > 0) break;
  }
  batch->running = false;
  if (batch->next < batch->calls.size() || batch->outstanding > 0 || !batch->reply) return;
  auto const reply = std::exchange(batch->reply, nullptr);
  lock.unlock();
  reply(batch->joined(limits_.response_bytes));
}

void Dispatcher::run_one(Call const& call, http::PeerRef const& peer, AnswerDone done) const {
  auto const& request = call.request;
  if (request.fault) return done(fault_text(*request.fault));
  if (!call.spec) return done(fault_text(method_not_found(request.method)));
  // A notification gets no answer, so nobody could know whether it took effect: it has none.
  if (request.notification && call.spec->changes) return done({});
  if (std::ranges::find(call.spec->roles, call.actor.role) == call.spec->roles.end())
    return done(fault_text(forbidden(request.method, call.actor.role)));
  if (auto const checked = call.spec->validator.check(request.params); !checked)
    return done(fault_text(checked.error()));
  auto const started_us = ticks_us();
  auto observed = [this, started_us, name = call.spec->name, actor = call.actor,
                   done = std::move(done)](AnswerText answer) {
    observer_(name, kind_of(answer), ticks_us() - started_us, actor);
    done(std::move(answer));
  };
  try {
    carry_out(call, peer, observed);
  } catch (FaultError const& error) {
    observed(fault_text(error.fault()));
  } catch (std::exception const&) {
    observed(fault_text({FaultKind::internal, {"内部错误", "something went wrong on our side"}}));
  }
}

void Dispatcher::carry_out(Call const& call, http::PeerRef const& peer, AnswerDone done) const {
  DeskCall desk_call{call.actor, call.spec->name, call.request.params};
  if (peer)
    if (auto const line = lines_.find(call.spec->name); line != lines_.end())
      return line->second(std::move(desk_call), peer, std::move(done));
  handles_.at(call.spec->name)(std::move(desk_call), std::move(done));
}

}  // namespace redress::api::rpc
