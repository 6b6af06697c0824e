// The values worth trying for what conditions read: those at their borders and beside them.
//
// Between two borders that the conditions draw, nothing they say changes, so for conditions that compare one fact with
// constants, or facts with each other by sums and differences, one of these values does what any value could do. Facts
// that are not known count from plain defaults. Pure.
#pragma once

#include "engine/cel/program.hpp"
#include "engine/rules/situation.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace redress::rules {

class TrialValues {
 public:
  /// Looks at one condition.
  void look_at(cel::Program const& condition, Situation const& situation);

  /// The values to try for a fact, the nearest to what it is first, what it is itself left out. At most 32. `now` is
  /// the default of moments.
  std::vector<FactValue> of(FactSpec const& spec, FactValue const* present, Instant now) const;

  /// How many pieces of a kind to add, fewest first: always one, and as many as a count is compared with.
  std::vector<std::int64_t> pieces(std::string_view kind, std::int64_t present) const;

 private:
  struct Walk;
  using Values = std::vector<cel::Value>;
  Values borders_of(std::string_view path) const;

  std::map<std::string, Values, std::less<>> borders_;                    // by fact path
  std::map<std::string, std::set<std::string>, std::less<>> compared_;    // facts compared with each other, both ways
  std::map<std::string, Values, std::less<>> counts_;                     // by kind of evidence
  std::map<std::string, std::set<std::string>, std::less<>> looked_for_;  // texts looked for in a list of texts
};

}  // namespace redress::rules
