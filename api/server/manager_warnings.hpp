// What asks for a manager beside cases: what the ledger, the rulebooks and the scorecards say. Part of `board.get`.
//
// Each has the call that opens it. Nothing here takes long: rulebooks are checked aside, at most once a minute, and
// told of at the next look. Borrows the desks. Thread-safe.
#pragma once

#include "api/server/handles.hpp"

#include <memory>
#include <mutex>

namespace redress::api {

class ManagerWarnings {
 public:
  explicit ManagerWarnings(Desks const& desks);

  /// [{id, says, count, query}] for whoever asks for a board; those with a count.
  boost::json::array of(DeskCall const& call);

 private:
  struct Conflicts;  // what the last look at the folder of rulebooks found

  void add_ledger(DeskCall const& call, boost::json::array& told) const;
  void add_rulebooks(DeskCall const& call, boost::json::array& told);
  void add_quality(DeskCall const& call, boost::json::array& told) const;

  Desks const desks_;
  std::shared_ptr<Conflicts> conflicts_;
};

}  // namespace redress::api
