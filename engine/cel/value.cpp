#include "engine/cel/value.hpp"

#include <algorithm>
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

Value::Value(List items) {
  std::uint32_t depth = 0;
  for (Value const& item : items) depth = std::max(depth, item.depth());
  held_ = std::make_shared<Items const>(Items{std::move(items), depth + 1});
}
Value::Value(Map entries) : held_(std::make_shared<Map const>(std::move(entries))) {}

bool Value::as_bool() const { return held_as<bool>(held_); }
std::int64_t Value::as_int() const { return held_as<std::int64_t>(held_); }
std::uint64_t Value::as_uint() const { return held_as<std::uint64_t>(held_); }
double Value::as_double() const { return held_as<double>(held_); }
std::string const& Value::as_string() const { return *held_as<std::shared_ptr<std::string const>>(held_); }
std::string const& Value::as_bytes() const { return *held_as<Bytes>(held_).octets; }
List const& Value::as_list() const { return held_as<std::shared_ptr<Items const>>(held_)->items; }
Map const& Value::as_map() const { return *held_as<std::shared_ptr<Map const>>(held_); }
Timestamp Value::as_timestamp() const { return held_as<Timestamp>(held_); }
Duration Value::as_duration() const { return held_as<Duration>(held_); }
Type const& Value::as_type() const { return held_as<Type>(held_); }
Optional const& Value::as_optional() const { return held_as<Optional>(held_); }
IpAddress const& Value::as_ip() const { return held_as<IpAddress>(held_); }
IpRange const& Value::as_cidr() const { return held_as<IpRange>(held_); }

std::uint32_t Value::depth() const {
  std::uint32_t optionals = 0;
  Value const* at = this;
  for (; at->is(Kind::optional); at = at->as_optional().value.get()) {
    ++optionals;
    if (at->as_optional().value == nullptr) return optionals;
  }
  if (at->is(Kind::list)) return optionals + held_as<std::shared_ptr<Items const>>(at->held_)->depth;
  return optionals + (at->is(Kind::map) ? at->as_map().depth() : 0);
}

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
    case Kind::ip:
      return Type::ip();
    case Kind::cidr:
      return Type::cidr();
  }
  return Type::dyn();
}

}  // namespace redress::cel
