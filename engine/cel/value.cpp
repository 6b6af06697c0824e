#include "engine/cel/value.hpp"

#include <cassert>

namespace redress::cel {
namespace {

template <class T>
T const& held_as(auto const& held) {
  T const* found = std::get_if<T>(&held);
  assert(found != nullptr && "the value is of another kind");
  return *found;
}

}  // namespace

Value::Value(List items) : held_(std::make_shared<List const>(std::move(items))) {}
Value::Value(Map entries) : held_(std::make_shared<Map const>(std::move(entries))) {}

bool Value::as_bool() const { return held_as<bool>(held_); }
std::int64_t Value::as_int() const { return held_as<std::int64_t>(held_); }
std::uint64_t Value::as_uint() const { return held_as<std::uint64_t>(held_); }
double Value::as_double() const { return held_as<double>(held_); }
std::string const& Value::as_string() const { return *held_as<std::shared_ptr<std::string const>>(held_); }
std::string const& Value::as_bytes() const { return *held_as<Bytes>(held_).octets; }
List const& Value::as_list() const { return *held_as<std::shared_ptr<List const>>(held_); }
Map const& Value::as_map() const { return *held_as<std::shared_ptr<Map const>>(held_); }
Timestamp Value::as_timestamp() const { return held_as<Timestamp>(held_); }
Duration Value::as_duration() const { return held_as<Duration>(held_); }
Type const& Value::as_type() const { return held_as<Type>(held_); }
Optional const& Value::as_optional() const { return held_as<Optional>(held_); }

Type Value::type() const {
  switch (kind()) {
    case Kind::null:
      return Type::null_type();
    case Kind::boolean:
      return Type::boolean();
    case Kind::int64:
      return Type::int64();
    case Kind::uint64:
      return Type::uint64();
    case Kind::float64:
      return Type::float64();
    case Kind::string:
      return Type::string();
    case Kind::bytes:
      return Type::bytes();
    case Kind::list:
      return Type::list(Type::dyn());
    case Kind::map:
      return Type::map(Type::dyn(), Type::dyn());
    case Kind::timestamp:
      return Type::timestamp();
    case Kind::duration:
      return Type::duration();
    case Kind::type:
      return Type::type();
    case Kind::optional:
      return Type::optional(Type::dyn());
  }
  return Type::dyn();
}

}  // namespace redress::cel
