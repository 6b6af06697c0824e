// Which sets of facts are alike: no guard that can still be asked answers differently for them, whatever a case of this
// workflow may yet come to know.
//
//   Likeness likeness{workflow, turning};
//   likeness.of("WAIT_SELLER_AGREE", facts, now) == likeness.of("WAIT_SELLER_AGREE", others, now)
//
// Two situations with one mark are one to the walk. That is what keeps it small: a parcel that was signed for makes
// four other facts idle, and the order of two moments counts only where a guard compares them. Changes to come are
// tried one and two at a time, each now and long after. The answers of the promises count too, so that no check is lost
// with a guard that forgot a fact. Deterministic; one thread.
#pragma once

#include "engine/machine/workflow.hpp"
#include "workflows/model/turning_facts.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redress::model {

/// A turning fact that becomes known, or another. Instants are told from the moment of the change.
struct Change {
  std::string_view path;
  std::optional<FactValue> value;  // nothing: not known
  std::int64_t ahead_ms = 0;       // for instants
  bool is_moment = false;
  std::string_view from = {};  // it takes the value of this one, where that is known
};

class Likeness {
 public:
  /// `changes`: how many are tried together. `told`: facts that come up beside the events'. Borrows the workflow.
  Likeness(Workflow const& workflow, TurningFacts const& turning, std::vector<Change> const& told,
           std::size_t changes = 2);

  /// `facts` are those that are live in the state; the others must be left out.
  std::string of(std::string_view state, Facts const& facts, Instant now) const;

  /// Whether some event of the workflow, or something told, may change the fact from this state on.
  bool may_change(std::string_view state, std::string_view path) const;

 private:
  using Pair = std::pair<std::string_view, std::string_view>;

  struct Ahead {
    std::vector<Pair> asked;  // state and event, one for each set of guards that may still be asked
    std::vector<Change> changes;
  };

  Workflow const& workflow_;
  std::size_t changes_;
  std::vector<std::string_view> conditions_;              // of the promises
  std::vector<std::string_view> moments_;                 // turning facts that are instants
  std::map<std::string_view, Ahead, std::less<>> ahead_;  // by state
};

}  // namespace redress::model
