// How long what is known of a case has to be kept before it may be forgotten.
//
// Figures: platform rules, section 7 (E-Commerce Law art. 31, Network Transaction Measures art. 31, our own rule).
// Years are calendar years in Beijing time.
#pragma once

#include "engine/cases/case.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace redress {

struct RetentionPeriod {
  enum class From { completion, closing };  // of the trade; of the case
  std::string_view id;
  From from;
  int years;
  std::string_view cites;
  std::string_view source;
  std::string_view confidence;
  std::string_view zh;
  std::string_view en;
};

std::span<RetentionPeriod const> retention_periods();

/// The same date that many years later; 29 February becomes 1 March.
Instant years_after(Instant at, int years);

/// One period of one case.
struct RunningPeriod {
  RetentionPeriod const* period;
  Instant from;
  Instant until;
};

/// What runs, or ran, for the case. A closing period needs a case that is final, a completion a completed trade.
std::vector<RunningPeriod> periods_of(Case const& case_);

/// When the last of the case's periods ends; nothing while it is open.
std::optional<Instant> kept_until(Case const& case_);

/// The earliest end a case that is still open can have.
Instant earliest_end(Instant now);

}  // namespace redress
