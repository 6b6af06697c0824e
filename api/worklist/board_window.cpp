#include "api/worklist/board_window.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::api {
namespace {

constexpr std::int64_t days_default = 7;

Result<Instant> time_in(DeskCall const& call, std::string_view name, Instant otherwise) {
  auto const text = text_of(call.params, name);
  if (text.empty()) return otherwise;
  auto const at = parse_rfc3339(text);
  if (!at) return Fault{at.error().kind, at.error().says, "params." + std::string(name)};
  return *at;
}

}  // namespace

Result<BoardWindow> board_window_of(DeskCall const& call, Instant now) {
  auto const to = time_in(call, "to", now);
  if (!to) return to.error();
  auto const from = time_in(call, "from", *to + -days_default * day_ms);
  if (!from) return from.error();
  if (*from >= *to) return invalid_params("params.from", "from 必须早于 to", "from must be before to");
  if (*to - *from > board_days_max * day_ms)
    return invalid_params("params.from", fmt::format("期间最长 {} 天", board_days_max),
                          fmt::format("a period has at most {} days", board_days_max));
  return BoardWindow{now, *from, *to};
}

std::optional<std::int64_t> median_of(std::vector<std::int64_t> values) {
  if (values.empty()) return std::nullopt;
  auto const middle = values.begin() + (std::ssize(values) - 1) / 2;
  std::ranges::nth_element(values, middle);
  return *middle;
}

}  // namespace redress::api
