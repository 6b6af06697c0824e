// The period a board or a workflow page looks at, read from params.
#pragma once

#include "api/service/case_desk.hpp"

namespace redress::api {

inline constexpr std::int64_t board_days_max = 366;

struct BoardWindow {
  Instant now, from, to;

  std::int64_t length_ms() const { return to - from; }
  /// The same length of time before.
  BoardWindow before() const { return {now, from + -length_ms(), from}; }
};

/// `to` is now unless given, `from` seven days before. Faults name the param.
Result<BoardWindow> board_window_of(DeskCall const& call, Instant now);

/// The lower of the two in the middle; nothing of nothing.
std::optional<std::int64_t> median_of(std::vector<std::int64_t> values);

}  // namespace redress::api
