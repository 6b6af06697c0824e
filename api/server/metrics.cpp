#include "api/server/metrics.hpp"

#include "api/server/version.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace redress::api {

struct Metrics::Families {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& calls = prometheus::BuildCounter()
                                                       .Name("redress_rpc_requests_total")
                                                       .Help("RPC calls by method and outcome")
                                                       .Register(registry);
  prometheus::Family<prometheus::Histogram>& durations =
      prometheus::BuildHistogram().Name("redress_rpc_duration_seconds").Help("RPC call durations").Register(registry);
  prometheus::Counter& reveals_over_limit = prometheus::BuildCounter()
                                                .Name("redress_reveals_over_limit_total")
                                                .Help("Personal values shown past the hourly limit of one person")
                                                .Register(registry)
                                                .Add({});
  prometheus::Family<prometheus::Counter>& deliveries = prometheus::BuildCounter()
                                                            .Name("redress_webhook_deliveries_total")
                                                            .Help("Attempts of webhook deliveries by what came of them")
                                                            .Register(registry);
  prometheus::Family<prometheus::Gauge>& build =
      prometheus::BuildGauge().Name("redress_build_info").Help("The release that runs").Register(registry);
};

Metrics::Metrics() : families_(std::make_unique<Families>()) {
  families_->build.Add({{"version", std::string(version_text)}}).Set(1);
}
Metrics::~Metrics() = default;

void Metrics::called(std::string_view method, std::string_view outcome, std::int64_t took_us) {
  families_->calls.Add({{"method", std::string(method)}, {"outcome", std::string(outcome)}}).Increment();
  families_->durations
      .Add({{"method", std::string(method)}},
           prometheus::Histogram::BucketBoundaries{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5})
      .Observe(static_cast<double>(took_us) / 1e6);
}

void Metrics::revealed_over_limit() { families_->reveals_over_limit.Increment(); }

void Metrics::sent(std::string_view result) {
  families_->deliveries.Add({{"result", std::string(result)}}).Increment();
}

std::string Metrics::text() const { return prometheus::TextSerializer{}.Serialize(families_->registry.Collect()); }

}  // namespace redress::api
