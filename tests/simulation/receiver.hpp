// Whoever carries out effects, simulated: payments, platforms, carriers. It knows an effect by its key and does each
// once, however often it is told; and it is as unreliable as real ones.
//
// Outlives the process that delivers to it. One thread.
#pragma once

#include "api/service/delivery.hpp"
#include "tests/simulation/chance.hpp"
#include "tests/simulation/fault_count.hpp"
#include "tests/simulation/trace.hpp"

#include <functional>
#include <map>
#include <string>

namespace redress::simulation {

class Receiver final : public api::DeliveryPort {
 public:
  struct Order {
    std::string kind = {};
    std::string case_id = {};
    std::string order_id = {};
    std::string shop = {};
    std::string content = {};
    std::int64_t minor = 0;
    int told = 0;
    bool moves_money = false;
    bool failed = false;    // a payout that could not be made
    bool reports = false;   // the outcome is in the answer to the delivery; otherwise somebody reports it later
    bool reported = false;  // that somebody has
    std::string outcome = {};
  };

  Receiver(Chance& chance, Trace& trace, FaultCount& faults) : chance_(chance), trace_(trace), faults_(faults) {}

  /// Whether the process that calls has ended: then nothing reaches anybody.
  std::function<bool()> caller_is_gone = [] { return false; };
  bool reliable = false;

  api::Delivered deliver(OutboxItem const& item) override;

  std::map<std::string, Order> const& orders() const { return orders_; }
  std::map<std::string, Order>& orders() { return orders_; }
  /// What keys told of something else before; "" while all is well.
  std::string const& contradiction() const { return contradiction_; }

 private:
  Order& take(OutboxItem const& item);

  Chance& chance_;
  Trace& trace_;
  FaultCount& faults_;
  std::map<std::string, Order> orders_;
  std::string contradiction_;
};

}  // namespace redress::simulation
