// Shows plain personal values: `pii.reveal`. The entry that says who looked, at what and what for is durable before
// anything is shown.
//
// The values are never part of a stored answer. Params have passed their schema. Blocks; runs where reads run.
// Thread-safe.
#pragma once

#include "api/service/office.hpp"

#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>

namespace redress::api {

class RevealDesk {
 public:
  /// `on_many` is told of every reveal past the hour's limit; any thread.
  RevealDesk(Store& store, Clock const& clock, Office office, std::function<void()> on_many = {})
      : store_(store), clock_(clock), office_(office), on_many_(std::move(on_many)) {}

  /// {case_id, field, purpose, legal_process?, request_id} -> {case_id, field, values: [{entry_id, value}], entry_id}
  AnswerText reveal(DeskCall const& call);

  /// Reveals one person may do in an hour before it is reported (they are not stopped: work may need it).
  static constexpr std::size_t hourly_limit = 100;

 private:
  void count(Actor const& actor);

  Store& store_;
  Clock const& clock_;
  Office office_;
  std::function<void()> on_many_;
  std::mutex mutex_;
  std::map<std::string, std::deque<Instant>> recent_;  // by actor, the last hour's
};

}  // namespace redress::api
