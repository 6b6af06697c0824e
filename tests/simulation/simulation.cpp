#include "tests/simulation/simulation.hpp"

#include "tests/simulation/callers.hpp"
#include "tests/simulation/sim_house.hpp"

#include <algorithm>
#include <array>

namespace redress::simulation {
namespace {

constexpr std::int64_t longest_retry_ms = 6 * hour_ms + minute_ms;
constexpr int closing_rounds = 6;
constexpr int starts_in_a_row_max = 20;
constexpr int late_steps = 25;

class Life {
 public:
  explicit Life(SimulationOrder const& order)
      : order_(order),
        world_(order.seed, order.flaw, order.keep_trace),
        promises_(world_),
        callers_(world_, promises_) {}

  SimulationResult run() {
    try {
      live();
    } catch (FaultError const& why) {  // of a look at what the store holds, which always can be read
      world_.broken(fmt::format("the store cannot be read: {}", why.what()));
    }
    house_.reset();
    return {.broken = world_.broken(),
            .step = step_,
            .digest = world_.trace.digest(),
            .trace = world_.trace.text(),
            .faults = world_.faults,
            .entries = promises_.entries(),
            .cases = std::ssize(promises_.cases()),
            .disk_calls = world_.disk.calls(),
            .disk_syncs = world_.disk.syncs(),
            .starts = starts_};
  }

 private:
  Chance& chance() { return world_.chance; }

  void live() {
    start();
    for (step_ = 1; step_ <= order_.steps_max && !world_.broken(); ++step_) {
      if (world_.disk.has_ended())
        restart();
      else if (house_->has_stopped_writing() && world_.chance.percent(40))
        restart_in_good_order();
      else
        take_step(0);
      look();
    }
    if (!world_.broken()) bring_to_an_end();
  }

  // ---- lives of the process

  void start() {
    for (int tries = 0; tries < starts_in_a_row_max; ++tries) {
      if (tries < starts_in_a_row_max / 2 && chance().percent(12)) arm_a_fault(40);
      auto started = SimHouse::start(world_);
      if (started && !world_.disk.has_ended()) {
        house_ = std::move(*started);
        ++starts_;
        world_.trace.note("started");
        promises_.after_start(house_->store());
        return;
      }
      world_.trace.note("start fails: {}", started ? "ended" : started.error().says.en);
      if (world_.disk.has_ended())
        world_.faults.add(Trouble::ended_during_start);
      else if (world_.disk.refusals() == 0)
        return world_.broken(fmt::format("the store does not start: {}", started.error().says.en));
      if (world_.disk.is_full() && chance().percent(30)) world_.disk.set_full(false);  // somebody makes room
      if (started) started->reset();
      world_.disk.end(false);  // nothing to do if it has
      world_.disk.disarm();
      world_.disk.restart();
    }
    world_.broken("the store never starts");
  }

  void restart() {
    house_.reset();
    world_.answers_until_end = 0;
    world_.disk.restart();
    start();
  }

  void restart_in_good_order() {
    world_.faults.add(Trouble::restarted_in_good_order);
    world_.trace.note("stops in good order");
    house_.reset();
    world_.disk.end(false);
    restart();
  }

  void end_at_rest() {
    bool const power = chance().percent(50);
    world_.faults.add(power ? Trouble::power_cut_at_rest : Trouble::kill_at_rest);
    world_.trace.note("ends at rest {}", power);
    world_.disk.end(power);
  }

  void arm_a_fault(std::int64_t within_calls) {
    using What = ArmedFault::What;
    ArmedFault fault;
    fault.call = chance().percent(50) ? DiskCall::write : DiskCall::sync;
    fault.after = chance().between(1, fault.call == DiskCall::sync ? within_calls / 4 : within_calls);
    constexpr std::array whats{What::end_before, What::end_within, What::end_after, What::fail};
    constexpr std::array weights{3, 3, 3, 2};
    fault.what = whats.at(chance().weighted(weights));
    fault.power = chance().percent(70);
    auto const place = chance().below(100);
    if (place < 15) {  // in the middle of a checkpoint, which alone writes the file
      fault.kind = FileKind::main;
      fault.after = chance().between(1, 4);
    } else if (place < 50) {  // while the log has a new head and old frames
      fault.as_log_begins = fault.power = true;
      fault.after = chance().between(1, 2);
    }
    if (fault.what == What::fail && chance().percent(30)) fault.call = DiskCall::read;
    world_.disk.arm(fault);
  }

  // ---- what may happen in a step

  void take_step(int depth) {
    constexpr std::array weights{36, 40, 20, 18, 24, 8, 8, 4, 1, 1, 2, 3, 2};
    world_.trace.note("step {}", step_);
    if (world_.disk.is_full() && chance().percent(12)) world_.disk.set_full(false);
    switch (chance().weighted(weights)) {
      case 0:
        for (auto& message : callers_.act()) send(std::move(message));
        break;
      case 1:
        deliver_request();
        break;
      case 2:
        house_->commit();
        break;
      case 3:
        house_->run_read();
        break;
      case 4:
        deliver_answer();
        break;
      case 5:
        if (depth == 0) run_pass();
        break;
      case 6:
        move_clock();
        break;
      case 7:
        if (world_.disk.armed() < 2) arm_a_fault(60);
        break;
      case 8:
        end_at_rest();
        break;
      case 9:
        if (depth == 0) restart_in_good_order();
        break;
      case 10:
        world_.disk.set_full(!world_.disk.is_full());
        world_.trace.note("disk full {}", world_.disk.is_full());
        break;
      case 11:
        if (depth == 0) hold_a_snapshot();
        break;
      default:
        world_.answers_until_end = static_cast<int>(chance().between(1, 6));
    }
  }

  void send(Message message) {
    if (chance().percent(4)) return world_.faults.add(Trouble::request_dropped);
    world_.trace.note("asks {} {}", message.asked->actor.id, message.text);
    message.since_step = step_;
    if (chance().percent(8)) {
      world_.faults.add(Trouble::request_doubled);
      requests_.push_back(message);
    }
    requests_.push_back(std::move(message));
  }

  // Any of those under way: what was sent later may come first.
  void deliver_request() {
    if (requests_.empty()) return;
    auto const at = chance().percent(50) ? 0 : chance().below(requests_.size());
    if (at > 0) world_.faults.add(Trouble::request_overtaken);
    auto message = std::move(requests_[at]);
    requests_.erase(requests_.begin() + static_cast<std::ptrdiff_t>(at));
    give(message);
  }

  void give(Message const& message) {
    house_->handle(message.text, message.asked->actor, [this, message](std::string reply) {
      if (world_.disk.has_ended() || reply.empty()) return;  // nobody is there any more to send it
      world_.trace.note("answers {} {}", message.number, reply);
      promises_.answered(*message.asked, reply);
      if (calm_ || !chance().percent(6))
        answers_.push_back({message.asked, std::move(reply), message.number, step_});
      else
        world_.faults.add(Trouble::answer_lost);
    });
  }

  void deliver_answer() {
    if (answers_.empty()) return;
    auto const at = chance().below(answers_.size());
    auto const answer = std::move(answers_[at]);
    answers_.erase(answers_.begin() + static_cast<std::ptrdiff_t>(at));
    if (step_ - answer.since_step > late_steps) world_.faults.add(Trouble::answer_late);
    for (auto& message : callers_.hear(answer)) send(std::move(message));
  }

  void run_pass() {
    bool const nothing_gathered = house_->gathered() == 0;
    auto const refusals = world_.disk.refusals();
    bool const through = house_->run_pass();
    world_.trace.note("pass {}", through);
    look();
    if (through && nothing_gathered && refusals == 0 && world_.disk.refusals() == 0) promises_.after_pass();
  }

  void move_clock() {
    constexpr std::array weights{60, 24, 8, 8};
    std::int64_t span_ms = 0;
    switch (chance().weighted(weights)) {
      case 0:
        span_ms = chance().between(1, 30 * second_ms);
        break;
      case 1:
        span_ms = chance().between(minute_ms, 12 * hour_ms);
        if (world_.clock.now() < latest_ && chance().percent(60)) span_ms = latest_ - world_.clock.now();  // set right
        world_.faults.add(Trouble::clock_jumped_forward);
        break;
      case 2:
        span_ms = chance().between(12 * hour_ms, 6 * day_ms);
        world_.faults.add(Trouble::clock_jumped_forward);
        break;
      default:
        span_ms = -chance().between(1, chance().percent(50) ? 4 * hour_ms : 3 * day_ms);
        if (auto const fired = promises_.last_fired(); fired && chance().percent(40))  // to before it fired
          span_ms = std::min<std::int64_t>(-1, *fired - world_.clock.now() - chance().between(1, 3 * day_ms));
        world_.faults.add(Trouble::clock_jumped_back);
    }
    latest_ = std::max(latest_, world_.clock.now());
    world_.clock.advance(span_ms);
    world_.trace.note("clock {}", format_rfc3339(world_.clock.now()));
  }

  // A reader that takes its time sees one moment, whatever is committed meanwhile; and nobody waits for it.
  void hold_a_snapshot() {
    world_.faults.add(Trouble::snapshot_held);
    try {
      house_->store().read([this](StoreReader& reader) {
        auto const before = reader.ledger_size();
        for (auto inner = chance().between(1, 5); inner > 0 && !world_.disk.has_ended(); --inner) {
          take_step(1);
          look();
        }
        if (world_.disk.has_ended() || world_.broken()) return;
        if (reader.ledger_size() != before) world_.broken("a snapshot saw what was committed after it began");
      });
    } catch (FaultError const& why) {
      world_.trace.note("snapshot broke off: {}", why.what());
      if (world_.disk.refusals() == 0) world_.broken(fmt::format("a snapshot broke off: {}", why.what()));
    }
  }

  void look() {
    if (house_ && !world_.disk.has_ended() && !world_.broken()) promises_.look(house_->store(), true);
  }

  // ---- the end: everything works again, and everybody asks until told

  void heal() {
    calm_ = true;
    world_.disk.disarm();
    world_.disk.set_full(false);
    world_.answers_until_end = 0;
    world_.receiver.reliable = true;
    if (world_.disk.has_ended()) restart();
    if (!world_.broken() && house_->has_stopped_writing()) restart_in_good_order();
    world_.disk.disarm();
  }

  void answer_everything() {
    while (!requests_.empty() || !answers_.empty() || house_->gathered() > 0 || house_->reads_waiting() > 0) {
      if (world_.broken() || world_.disk.has_ended()) return;
      while (!requests_.empty()) {
        auto const message = std::move(requests_.front());
        requests_.pop_front();
        give(message);
      }
      house_->commit();
      while (house_->reads_waiting() > 0) house_->run_read();
      look();
      while (!answers_.empty()) {
        auto const answer = std::move(answers_.front());
        answers_.pop_front();
        for (auto& message : callers_.hear(answer)) requests_.push_back(std::move(message));
      }
    }
  }

  void bring_to_an_end() {
    // A start that arms faults may end again: the last one is left in peace.
    for (int tries = 0; tries < 5 && !world_.broken(); ++tries) {
      heal();
      if (!world_.disk.has_ended()) break;
    }
    if (world_.broken()) return;
    world_.clock.set(std::max(latest_, world_.clock.now()));  // what was due before it was set back is due now
    for (auto& message : callers_.ask_again()) requests_.push_back(std::move(message));
    answer_everything();
    if (!world_.broken() && !callers_.ask_again().empty()) world_.broken("a request was never answered");
    for (int round = 0; round < closing_rounds && !world_.broken(); ++round) {
      run_pass();
      for (auto& message : callers_.report_outcomes()) requests_.push_back(std::move(message));
      answer_everything();
      world_.clock.advance(longest_retry_ms);
    }
    if (!world_.broken()) run_pass();
    if (!world_.broken()) promises_.at_end(house_->store());
    if (world_.broken()) return;
    house_.reset();
    world_.disk.end(true);
    world_.disk.restart();
    auto last = SimHouse::start(world_);
    if (!last) return world_.broken(fmt::format("the last start fails: {}", last.error().says.en));
    house_ = std::move(*last);
    promises_.after_start(house_->store());
  }

  SimulationOrder const order_;
  World world_;
  Promises promises_;
  Callers callers_;
  std::deque<Message> requests_;  // on their way to the house
  std::deque<Message> answers_;   // on their way back
  std::unique_ptr<SimHouse> house_;
  Instant latest_ = world_.clock.now();
  bool calm_ = false;
  int step_ = 0;
  int starts_ = 0;
};

}  // namespace

SimulationResult simulate(SimulationOrder const& order) { return Life(order).run(); }

}  // namespace redress::simulation
