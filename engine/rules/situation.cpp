#include "engine/rules/situation.hpp"

#include <algorithm>
#include <array>

namespace redress::rules {
namespace {

constexpr std::array day_functions{std::string_view{"is_workday"}, std::string_view{"add_workdays"},
                                   std::string_view{"workdays_between"}, std::string_view{"calendar_known"}};
constexpr std::array shift_functions{std::string_view{"add_working_time"}, std::string_view{"working_time_between"}};

cel::Type type_of(FactType type) {
  switch (type) {
    case FactType::boolean:
      return cel::Type::boolean();
    case FactType::integer:
      return cel::Type::int64();
    case FactType::text:
      return cel::Type::string();
    case FactType::instant:
      return cel::Type::timestamp();
    case FactType::texts:
      return cel::Type::list(cel::Type::string());
  }
  return cel::Type::dyn();
}

cel::Declarations make_declarations() {
  using cel::Type;
  cel::Declarations made;
  for (auto const& spec : fact_schema()) made.variable(std::string(spec.path), type_of(spec.type));
  made.function("has_evidence", {Type::string()}, Type::boolean());
  made.function("evidence_count", {Type::string()}, Type::int64());
  for (auto const* name : {"min", "max"})
    for (auto const& type : {Type::timestamp(), Type::duration(), Type::int64()})
      made.function(name, {type, type}, type);
  made.function("start_of_beijing_day", {Type::timestamp()}, Type::timestamp());
  made.function("is_workday", {Type::timestamp()}, Type::boolean());
  made.function("add_workdays", {Type::timestamp(), Type::int64()}, Type::timestamp());
  made.function("workdays_between", {Type::timestamp(), Type::timestamp()}, Type::int64());
  made.function("calendar_known", {Type::timestamp()}, Type::boolean());
  made.function("add_working_time", {Type::timestamp(), Type::duration()}, Type::timestamp());
  made.function("working_time_between", {Type::timestamp(), Type::timestamp()}, Type::duration());
  return made;
}

}  // namespace

bool is_shift_function(std::string_view name) {
  return std::ranges::find(shift_functions, name) != shift_functions.end();
}

bool is_calendar_function(std::string_view name) {
  return is_shift_function(name) || std::ranges::find(day_functions, name) != day_functions.end();
}

cel::Declarations const& declarations() {
  static cel::Declarations const made = make_declarations();
  return made;
}

}  // namespace redress::rules
