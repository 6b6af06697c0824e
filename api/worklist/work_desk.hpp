// The questions a queue and a board ask: case.list with every filter, case.counts, board.get, workflow.stats.
//
// Reads only. Params have passed their schema. Borrows the store, the books and the clock. Thread-safe.
#pragma once

#include "api/service/answer.hpp"
#include "api/service/case_reading.hpp"
#include "api/worklist/work_filter.hpp"
#include "api/worklist/worklist.hpp"

#include <memory>
#include <mutex>
#include <string>

namespace redress::api {

class WorkDesk {
 public:
  /// What asks for a manager beside cases, for board.get: [{id, says, count, query}].
  using MoreNeeds = std::function<boost::json::array(DeskCall const&)>;

  WorkDesk(Store& store, RulebooksInForce const& books, Clock const& clock, std::shared_ptr<Worklist> worklist,
           MoreNeeds more_needs = {})
      : store_(store),
        books_(books),
        clock_(clock),
        worklist_(std::move(worklist)),
        more_needs_(std::move(more_needs)) {}

  AnswerText list(DeskCall const& call) const;
  AnswerText counts(DeskCall const& call) const;
  AnswerText board(DeskCall const& call) const;
  AnswerText stats(DeskCall const& call) const;

 private:
  Store& store_;
  RulebooksInForce const& books_;
  Clock const& clock_;
  std::shared_ptr<Worklist> worklist_;
  MoreNeeds more_needs_;
};

}  // namespace redress::api
