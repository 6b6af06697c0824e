// Finds the shortest situation in which given conditions come out as wanted, or shows that there is none among the
// boundary values.
//
// Conditions are taken apart at their top-level &&, so that a part is asked as soon as the facts it mentions are
// chosen, and a whole branch of situations falls with it. Bounded, deterministic, pure.
#pragma once

#include "engine/cases/evidence.hpp"
#include "workflows/rulebook_loader/boundary_values.hpp"

#include <boost/json.hpp>

#include <memory>
#include <optional>
#include <vector>

namespace redress::rules {

/// Three-valued: a condition is known to hold, known not to, or neither.
enum class Wanted { yes, no, not_yes, not_no };

/// A condition and how it is to come out.
class Demand {
 public:
  /// Absent conditions come out as `absent`: true holds, false fails.
  void add(std::optional<cel::Program> const& condition, Wanted wanted, bool absent);

  struct Part {
    std::shared_ptr<cel::Program const> condition;
    Wanted wanted;
  };
  std::vector<Part> const& parts() const { return parts_; }
  bool impossible() const { return impossible_; }
  /// A condition counts by a calendar, whose days are no boundary values: nothing can be shown about it here.
  bool counts_days() const { return counts_days_; }

 private:
  std::vector<Part> parts_;
  bool impossible_ = false;
  bool counts_days_ = false;
};

struct FoundSituation {
  Facts told;  // everything, to ask another condition about
  std::vector<Evidence> pieces;
  boost::json::object facts;     // known ones, without those the setting fixes
  boost::json::object evidence;  // kind -> pieces
};

struct SearchAnswer {
  std::optional<FoundSituation> found;
  bool whole = true;  // false: given up before every situation was looked at, so nothing found proves nothing
};

/// With as few facts and pieces of evidence as possible.
SearchAnswer find_situation(Demand const& demand, Setting const& setting);

/// Whether there is one at all; stops at the first.
SearchAnswer find_any(Demand const& demand, Setting const& setting);

/// {facts, evidence}, without what is empty.
boost::json::object to_json(FoundSituation const& situation);

}  // namespace redress::rules
