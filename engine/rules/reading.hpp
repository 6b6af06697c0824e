// A situation as CEL reads it, remembering what was really read: the facts and the evidence behind one verdict.
//
// Lives during one verdict, on one thread; the situation must outlive it. Each fact and each kind is remembered once,
// in the order of first reading. Cheaper than a Trace, which is made only where a condition must be explained.
#pragma once

#include "engine/rules/consult.hpp"
#include "engine/rules/situation.hpp"

#include <boost/container/small_vector.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redress::rules {

class Reading : public cel::Activation {
 public:
  explicit Reading(Situation const& situation) : situation_(situation) {}

  std::optional<cel::Value> find(std::string_view path) const override;
  cel::Outcome call(std::string_view function, std::span<cel::Value const> arguments) const override;

  std::vector<FactRead> facts_read() const;
  std::vector<EvidenceRead> const& evidence_read() const { return evidence_; }

  /// That working days were counted over a year the calendar has no notice for.
  bool provisional() const { return provisional_; }

  /// Remembers a fact that was read outside of an expression.
  FactValue const* read(std::string_view path) const;
  FactValue const* read_at(std::size_t position) const;  // in the schema

  /// How many facts were read so far; and undoes the reading of those that came after so many.
  std::size_t reads() const { return facts_.size(); }
  void forget_reads(std::size_t after) const { facts_.resize(after); }
  bool has_read(std::size_t position) const;

 private:
  std::int64_t count_evidence(std::string_view kind) const;
  cel::Outcome count_days(std::string_view function, std::span<cel::Value const> arguments) const;
  void note_days(Instant from, Instant to) const;

  Situation const& situation_;
  mutable boost::container::small_vector<std::uint16_t, 24> facts_;  // schema positions
  mutable std::vector<EvidenceRead> evidence_;
  mutable bool provisional_ = false;
};

/// The situation as an item with a calendar of its own sees it.
inline Situation seen_with(Situation const& situation, CalendarPointer const& calendar) {
  return calendar ? Situation{situation.facts, situation.evidence, calendar.get()} : situation;
}

/// Three-valued, and why it is not yes or no.
struct Answer {
  enum class Truth { yes, no, unknown } truth;
  std::vector<Missing> missing = {};  // of unknown: the facts and evidence that are not there, or the error
};

/// What a condition comes to; one that errs is unknown. An absent condition is `absent`.
Answer ask(std::optional<cel::Program> const& condition, Reading const& reading, Answer::Truth absent);

}  // namespace redress::rules
