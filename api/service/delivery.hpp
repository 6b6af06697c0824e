// Where effects leave the house: the port the outbox runner delivers through.
#pragma once

#include "engine/cases/store.hpp"

#include <optional>
#include <string>

namespace redress::api {

/// What came of one delivery.
struct Delivered {
  bool taken = false;  // false: try again later, `failure` says why
  bool held = false;   // beside !taken: not to be tried again until a receiver is there
  std::string failure = {};
  std::optional<std::string> event = {};  // what the receiver reported at once, e.g. payout_confirmed
  boost::json::object params = {};
};

class DeliveryPort {
 public:
  virtual ~DeliveryPort() = default;
  /// Called from the runner's thread only; may block. The key makes a repeated delivery recognisable.
  virtual Delivered deliver(OutboxItem const& item) = 0;
  /// Whether what an earlier process held, for want of a receiver, is to be delivered now.
  virtual bool takes_held() const { return true; }
};

/// No receiver: effects wait until a service reports their outcome by case.apply, and asking for them again would tell
/// nothing. Reminders are taken: they have none, and are read from the log and the case's outbox.
class HoldingPort final : public DeliveryPort {
 public:
  Delivered deliver(OutboxItem const& item) override;
  bool takes_held() const override { return false; }
};

/// For the demo: payments answer at once, everybody else just takes note. Nothing leaves the machine.
class RehearsalPort final : public DeliveryPort {
 public:
  Delivered deliver(OutboxItem const& item) override;
};

}  // namespace redress::api
