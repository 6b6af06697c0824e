// optional.of(), optional.none() and what can be asked of them.
#include "engine/cel/function.hpp"

namespace redress::cel {
namespace {

Value some(Value value) { return Optional{std::make_shared<Value const>(std::move(value))}; }

bool is_zero(Value const& value) {
  switch (value.kind()) {
    case Kind::null:
      return true;
    case Kind::boolean:
      return !value.as_bool();
    case Kind::int64:
      return value.as_int() == 0;
    case Kind::uint64:
      return value.as_uint() == 0;
    case Kind::float64:
      return value.as_double() == 0;
    case Kind::string:
      return value.as_string().empty();
    case Kind::bytes:
      return value.as_bytes().empty();
    case Kind::list:
      return value.as_list().empty();
    case Kind::map:
      return value.as_map().size() == 0;
    case Kind::timestamp:
      return value.as_timestamp() == Timestamp{};
    case Kind::duration:
      return value.as_duration() == Duration{};
    case Kind::optional:
      return value.as_optional().value == nullptr;
    case Kind::type:
    case Kind::ip:
    case Kind::cidr:
      return false;
  }
  return false;
}

Outcome optional_of(Calling&, Arguments a) { return some(a[0]); }
Outcome optional_of_non_zero(Calling&, Arguments a) { return is_zero(a[0]) ? Value(Optional{}) : some(a[0]); }
Outcome optional_none(Calling&, Arguments) { return Value(Optional{}); }
Outcome has_value(Calling&, Arguments a) { return Value(a[0].as_optional().value != nullptr); }
Outcome value_of(Calling&, Arguments a) {
  auto const& held = a[0].as_optional().value;
  return held ? Outcome(*held) : error("optional 里没有值", "optional.none() has no value");
}
Outcome or_other(Calling&, Arguments a) { return a[0].as_optional().value ? a[0] : a[1]; }
Outcome or_value(Calling&, Arguments a) {
  auto const& held = a[0].as_optional().value;
  return held ? *held : a[1];
}

}  // namespace

std::vector<Function> optional_functions() {
  Type const A = Type::parameter(0), some_a = Type::optional(A);
  return {
      {"optional.of", {{{{A}, some_a}, optional_of}}},
      {"optional.ofNonZeroValue", {{{{A}, some_a}, optional_of_non_zero}}},
      {"optional.none", {{{{}, some_a}, optional_none}}},
      {"hasValue", {{{{some_a}, Type::boolean(), true}, has_value}}},
      {"value", {{{{some_a}, A, true}, value_of}}},
      {"or", {{{{some_a, some_a}, some_a, true}, or_other}}},
      {"orValue", {{{{some_a, A}, A, true}, or_value}}},
  };
}

}  // namespace redress::cel
