#include "engine/rules/reading.hpp"

#include <algorithm>
#include <cassert>

namespace redress::rules {
namespace {

constexpr std::string_view evidence_label = "evidence:";

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
  if (std::ranges::find(facts_, *index) == facts_.end()) facts_.push_back(*index);
  return situation_.facts.find(path);
}

std::optional<cel::Value> Reading::find(std::string_view path) const {
  auto const* value = read(path);
  return value ? to_cel(*value) : std::nullopt;
}

std::int64_t Reading::count_evidence(std::string_view kind) const {
  auto const seen = std::ranges::find(evidence_, kind, &EvidenceRead::kind);
  if (seen != evidence_.end()) return seen->count;
  auto const count = std::ranges::count(situation_.evidence, kind, &Evidence::kind);
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
    auto const* value = situation_.facts.find(path);
    reads.push_back({std::string(path), value ? std::optional<FactValue>(*value) : std::nullopt});
  }
  return reads;
}

Answer ask(std::optional<cel::Program> const& condition, Reading const& reading, Answer::Truth absent) {
  if (!condition) return {absent};
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
