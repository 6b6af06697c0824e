#include "engine/rules/reading.hpp"

#include "engine/rules/calendar.hpp"
#include "engine/rules/quick_condition.hpp"

#include <algorithm>
#include <cassert>

namespace redress::rules {
namespace {

constexpr std::string_view evidence_label = "evidence:";
constexpr std::int64_t nanos_per_ms = 1'000'000;

std::optional<cel::Value> to_cel(FactValue const& value) {
  return std::visit(
      [](auto const& held) -> std::optional<cel::Value> {
        using V = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<V, Instant>) {
          auto const at = cel::timestamp_from(held);
          return at ? std::optional<cel::Value>(*at) : std::nullopt;
        } else if constexpr (std::is_same_v<V, std::vector<std::string>>) {
          return cel::Value(cel::List(held.begin(), held.end()));
        } else {
          return cel::Value(held);
        }
      },
      value);
}

cel::Outcome start_of_day(cel::Timestamp at) {
  auto const start = cel::timestamp_from(start_of_beijing_day(cel::instant_from(at)));
  if (start) return cel::Value(*start);
  return cel::error("时间超出范围", "the moment is out of range");
}

}  // namespace

FactValue const* Reading::read(std::string_view path) const {
  auto const index = fact_index(path);
  assert(index && "a path that is not declared");
  return read_at(*index);
}

FactValue const* Reading::read_at(std::size_t position) const {
  if (!has_read(position)) facts_.push_back(static_cast<std::uint16_t>(position));
  return situation_.facts.at(position);
}

bool Reading::has_read(std::size_t position) const {
  return std::ranges::find(facts_, static_cast<std::uint16_t>(position)) != facts_.end();
}

std::optional<cel::Value> Reading::find(std::string_view path) const {
  auto const* value = read(path);
  return value ? to_cel(*value) : std::nullopt;
}

void Reading::note_days(Instant from, Instant to) const {
  auto const first = beijing_day(std::min(from, to));
  auto const last = beijing_day(std::max(from, to));
  // A year is known whole or not at all, so its first day speaks for the years between.
  bool known = situation_.calendar->knows(first) && situation_.calendar->knows(last);
  for (int year = year_of(first) + 1; known && year < year_of(last); ++year)
    known = std::ranges::any_of(situation_.calendar->years(), [&](auto const& each) { return each.year == year; });
  if (!known) provisional_ = true;
}

cel::Outcome Reading::count_days(std::string_view function, std::span<cel::Value const> arguments) const {
  auto const* calendar = situation_.calendar;
  if (!calendar) return cel::error("没有日历，无法计算工作日", "there is no calendar to count working days by");
  auto const at = cel::instant_from(arguments[0].as_timestamp());
  if (function == "is_workday") {
    note_days(at, at);
    return cel::Value(calendar->is_workday(beijing_day(at)));
  }
  if (function == "calendar_known") return cel::Value(calendar->knows(beijing_day(at)));
  auto const answer = [&](std::optional<Instant> to) -> cel::Outcome {
    auto const made = to ? cel::timestamp_from(*to) : std::nullopt;
    if (!made) return cel::error("超出日历能计算的范围", "beyond what the calendar counts");
    note_days(at, *to);
    return cel::Value(*made);
  };
  if (function == "add_workdays") return answer(calendar->add_workdays(at, arguments[1].as_int()));
  if (function == "add_working_time")
    return answer(calendar->add_working_ms(at, arguments[1].as_duration().nanos / nanos_per_ms));
  auto const to = cel::instant_from(arguments[1].as_timestamp());
  auto const count = function == "workdays_between" ? calendar->workdays_between(at, to) : calendar->working_ms(at, to);
  if (!count) return cel::error("超出日历能计算的范围", "beyond what the calendar counts");
  note_days(at, to);
  if (function == "workdays_between") return cel::Value(*count);
  return cel::Value(*cel::duration_from_ms(*count));  // at most Calendar::days_max days
}

std::int64_t Reading::count_evidence(std::string_view kind) const {
  auto const seen = std::ranges::find(evidence_, kind, &EvidenceRead::kind);
  if (seen != evidence_.end()) return seen->count;
  // As in a need: what is inadmissible is there and counts for nothing.
  auto const count = std::ranges::count_if(situation_.evidence, [&](Evidence const& item) {
    return item.kind == kind && item.weight != Weight::inadmissible;
  });
  evidence_.push_back({std::string(kind), count});
  return count;
}

cel::Outcome Reading::call(std::string_view function, std::span<cel::Value const> arguments) const {
  if (function == "has_evidence") {
    auto const& kind = arguments[0].as_string();
    if (count_evidence(kind) > 0) return cel::Value(true);
    return cel::unknown(std::string(evidence_label) + kind);
  }
  if (function == "evidence_count") return cel::Value(count_evidence(arguments[0].as_string()));
  if (is_calendar_function(function)) return count_days(function, arguments);
  if (function == "start_of_beijing_day") return start_of_day(arguments[0].as_timestamp());
  if (function == "min" || function == "max") {
    auto const order = cel::compare(arguments[0], arguments[1]);
    if (!order) return cel::error("两个值不能比较", "the two values cannot be compared");
    bool const first = function == "min" ? *order <= 0 : *order >= 0;
    return first ? arguments[0] : arguments[1];
  }
  return Activation::call(function, arguments);
}

std::vector<FactRead> Reading::facts_read() const {
  std::vector<FactRead> reads;
  reads.reserve(facts_.size());
  for (auto const index : facts_) {
    auto const path = fact_schema()[index].path;
    auto const* value = situation_.facts.at(index);
    reads.push_back({std::string(path), value ? std::optional<FactValue>(*value) : std::nullopt});
  }
  return reads;
}

Answer ask(std::optional<cel::Program> const& condition, Reading const& reading, Answer::Truth absent) {
  if (!condition) return {absent};
  if (auto const settled = settled_quickly(condition->root(), reading))
    return {*settled ? Answer::Truth::yes : Answer::Truth::no};
  auto const outcome = condition->evaluate(reading);
  if (outcome.is(true)) return {Answer::Truth::yes};
  if (outcome.is(false)) return {Answer::Truth::no};
  Answer answer{Answer::Truth::unknown};
  if (outcome.is_unknown()) {
    for (auto const& label : outcome.unknown().labels)
      if (label.starts_with(evidence_label))
        answer.missing.push_back({Missing::What::evidence, label.substr(evidence_label.size())});
      else
        answer.missing.push_back({Missing::What::fact, label});
  } else if (outcome.is_error()) {
    answer.missing.push_back({Missing::What::error, outcome.error().says.en});
  } else {
    answer.missing.push_back({Missing::What::error, "the condition is not a bool"});
  }
  return answer;
}

}  // namespace redress::rules
