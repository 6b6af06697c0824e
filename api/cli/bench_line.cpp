#include "api/cli/bench_line.hpp"

#include "api/bench/load.hpp"
#include "api/cli/output.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace redress::cli {
namespace {

constexpr int connections_max = 4096;
constexpr int batch_max = 100;  // what a server takes (docs/limits.md)
constexpr int pipeline_max = 64;

Exit bench(Common const& common, bench::LoadOrder order) {
  order.url = common.target.url;
  order.token = common.target.token;
  // Asked once before, so that a server nobody reaches or a token nobody knows is told as by every other command.
  if (auto const known = RpcClient{common.target}.call("system.info", {}); known.exit != Exit::ok)
    return report(known, common.json);
  std::optional<Progress> bar;
  if (order.fill_cases > 0) {
    bar.emplace("cases", order.fill_cases);
    order.on_progress = [&bar](std::int64_t done, std::int64_t) { bar->at(done); };
  }
  auto const run = bench::run_load(order);
  bar.reset();
  if (!run) return tell_fault(run.error(), Exit::failed, common.json);
  print_json(run->to_json(order), common.json);
  return run->errors == 0 ? Exit::ok : Exit::partly;
}

}  // namespace

void add_bench_command(CLI::App& app, Common const& common, std::function<void(std::function<Exit()>)> const& choose) {
  auto const order = std::make_shared<bench::LoadOrder>();
  auto* sub = app.add_subcommand("bench", "drives a server as many clients would, and measures it 压力测试");
  sub->callback([&common, order, choose] { choose([&common, order] { return bench(common, *order); }); });
  sub->add_option("--connections", order->connections, "clients at once")
      ->check(CLI::Range(1, connections_max))
      ->capture_default_str();
  sub->add_option("--seconds", order->seconds, "how long it counts")->check(CLI::PositiveNumber)->capture_default_str();
  sub->add_option("--warm-up", order->warm_up_seconds, "seconds before it counts")->check(CLI::NonNegativeNumber);
  sub->add_option("--batch", order->batch, "calls in a request")
      ->check(CLI::Range(1, batch_max))
      ->capture_default_str();
  sub->add_option("--pipeline", order->pipeline, "requests sent before the first is answered")
      ->check(CLI::Range(1, pipeline_max))
      ->capture_default_str();
  sub->add_option("--mix", order->mix,
                  "apply, read, mixed, or open: cases are only opened and wait with their deadlines")
      ->transform(CLI::CheckedTransformer(std::map<std::string, bench::Mix>{{"apply", bench::Mix::apply},
                                                                            {"read", bench::Mix::read},
                                                                            {"mixed", bench::Mix::mixed},
                                                                            {"open", bench::Mix::open}}));
  sub->add_option("--rate", order->requests_per_s, "requests a second over all connections (default: a closed loop)")
      ->check(CLI::PositiveNumber);
  sub->add_option("--fill", order->fill_cases, "stop after so many whole cases")->check(CLI::PositiveNumber);
  sub->add_option("--shop", order->shop, "shop of the cases")->capture_default_str();
}

}  // namespace redress::cli
