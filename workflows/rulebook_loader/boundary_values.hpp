// The values at which conditions turn, read off the conditions themselves: for every fact and kind of evidence they
// mention, what to try so that each of their comparisons is seen on both of its sides.
//
// A search over these values is a search over all that the conditions can tell apart, as far as each comparison goes by
// itself; sums of more than two spans of time are not tried. Deterministic.
#pragma once

#include "engine/cel/program.hpp"
#include "engine/facts/facts.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redress::rules {

/// Where the conditions are asked: facts that are not open to choice.
struct Setting {
  std::string kind;                      // of the case
  std::string event;                     // attempted
  std::vector<std::string> states = {};  // in which the event can be attempted; empty: any
  Instant now;
};

/// One thing a situation may say: a fact, or how many pieces of evidence of a kind there are. The first choice is what
/// costs nothing: not known, none, or the first value of a fact that is always known.
struct Choices {
  std::string name;
  bool evidence = false;
  std::vector<std::optional<FactValue>> values;  // of a fact; nullopt: not known
  std::vector<std::int64_t> counts;              // of evidence
  bool whole = true;                             // false: there were too many, and some are left out

  std::size_t size() const { return evidence ? counts.size() : values.size(); }
};

/// By name, facts first; facts fixed by the setting have one choice.
std::vector<Choices> choices_for(std::span<cel::Program const* const> conditions, Setting const& setting);

}  // namespace redress::rules
