// What the engine and the envelope cost at each of the yardstick's six moves: time, and how often memory is asked for.
//
//   build/release/tests/bench/engine_bench --benchmark_min_time=0.5
#include "api/rpc/document.hpp"
#include "api/rpc/envelope.hpp"
#include "api/service/admissibility.hpp"
#include "engine/ledger/canonical_json.hpp"
#include "engine/ledger/merkle.hpp"
#include "tests/bench/allocation_count.hpp"
#include "tests/bench/decided_story.hpp"

#include <benchmark/benchmark.h>

namespace redress::bench {
namespace {

template <class Stage>
void measure(benchmark::State& state, Stage stage) {
  stage();  // what is made once is made here
  auto const before = allocations();
  for (auto _ : state) benchmark::DoNotOptimize(stage());
  state.counters["allocations"] = static_cast<double>(allocations() - before) / static_cast<double>(state.iterations());
}

Moment const& moment_of(benchmark::State const& state) { return moments()[static_cast<std::size_t>(state.range(0))]; }

EntryDraft decided_draft(Moment const& moment) { return draft_of(moment, decide(moment.world(), moment.attempt)); }

std::string entry_bytes(Moment const& moment) {
  return seal(decided_draft(moment), 1'000'000, 4, std::string(64, 'a')).value().bytes;
}

// The engine's whole share of one move: the new item is judged, the move decided, its entry drafted and sealed.
void transition(benchmark::State& state) {
  auto const& moment = moment_of(state);
  measure(state, [&] {
    auto const item = moment.added();
    benchmark::DoNotOptimize(api::weight_of(api::doubts_about(item, moment.world(), {})));
    return entry_bytes(moment);
  });
  state.counters["entry_bytes"] = static_cast<double>(entry_bytes(moment).size());
}
BENCHMARK(transition)->DenseRange(0, 5);

void judge_evidence(benchmark::State& state) {
  auto const& moment = moment_of(state);
  measure(state, [&] { return api::doubts_about(moment.added(), moment.world(), {}); });
}
BENCHMARK(judge_evidence)->Arg(0);

void decide_move(benchmark::State& state) {
  auto const& moment = moment_of(state);
  measure(state, [&] { return decide(moment.world(), moment.attempt); });
  state.counters["verdicts"] = static_cast<double>(decide(moment.world(), moment.attempt).verdicts.size());
}
BENCHMARK(decide_move)->DenseRange(0, 5);

void derive_facts(benchmark::State& state) {
  auto const& moment = moment_of(state);
  measure(state, [&] { return facts_at(moment.world(), &moment.attempt); });
}
BENCHMARK(derive_facts)->Arg(0);

void consult_event(benchmark::State& state, std::string_view event) {
  auto const& moment = moments().front();
  auto const world = moment.world();
  auto const facts = facts_at(world, &moment.attempt);
  measure(state, [&] { return rules::consult(world.book, "refund", event, {facts, world.evidence}, world.now); });
}
BENCHMARK_CAPTURE(consult_event, offer_return, "offer_return");
BENCHMARK_CAPTURE(consult_event, evidence_added, "evidence_added");

void step_machine(benchmark::State& state) {
  struct Yes final : RowAsker {
    bool allows(RowSpec const&) override { return true; }
  } yes;
  auto const& moment = moments().front();
  auto const facts = facts_at(moment.world(), &moment.attempt);
  measure(state, [&] {
    return moment.loaded.workflow->step(moment.loaded.case_.state, moment.attempt.event->name, facts, yes);
  });
}
BENCHMARK(step_machine);

void copy_case(benchmark::State& state) {
  auto const& moment = moments().front();
  measure(state, [&] { return Case(moment.loaded.case_); });
}
BENCHMARK(copy_case);

void draft_entry_of_move(benchmark::State& state) {
  auto const& moment = moments().front();
  auto const decision = decide(moment.world(), moment.attempt);
  measure(state, [&] { return draft_of(moment, decision); });
}
BENCHMARK(draft_entry_of_move);

void draft_and_seal(benchmark::State& state) {
  auto const& moment = moments().front();
  auto const decision = decide(moment.world(), moment.attempt);
  measure(state, [&] { return seal(draft_of(moment, decision), 1'000'000, 4, std::string(64, 'a')); });
}
BENCHMARK(draft_and_seal);

void canonical_json_of_entry(benchmark::State& state) {
  auto const json = boost::json::parse(entry_bytes(moments().front()));
  measure(state, [&] { return ledger::canonical_json(json); });
}
BENCHMARK(canonical_json_of_entry);

void leaf_hash_of_entry(benchmark::State& state) {
  auto const bytes = entry_bytes(moments().front());
  measure(state, [&] { return ledger::hex(ledger::leaf_hash(bytes)); });
}
BENCHMARK(leaf_hash_of_entry);

void parse_envelope(benchmark::State& state) {
  measure(state, [&] { return api::rpc::read_requests(request_text(), 100); });
}
BENCHMARK(parse_envelope);

void check_params(benchmark::State& state) {
  auto const requests = api::rpc::read_requests(request_text(), 100);
  auto const& params = requests->all.front().params;
  auto const& validator = api::rpc::find_method("case.apply")->validator;
  measure(state, [&] { return validator.check(params); });
}
BENCHMARK(check_params);

}  // namespace
}  // namespace redress::bench

BENCHMARK_MAIN();
