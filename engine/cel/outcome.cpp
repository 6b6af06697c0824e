#include "engine/cel/outcome.hpp"

#include <cassert>

namespace redress::cel {

Value const& Outcome::value() const {
  assert(is_value());
  return *std::get_if<Value>(&held_);
}
Value& Outcome::value() {
  assert(is_value());
  return *std::get_if<Value>(&held_);
}
Error const& Outcome::error() const {
  assert(is_error());
  return *std::get_if<Error>(&held_);
}
Error& Outcome::error() {
  assert(is_error());
  return *std::get_if<Error>(&held_);
}
Unknown const& Outcome::unknown() const {
  assert(is_unknown());
  return *std::get_if<Unknown>(&held_);
}
Unknown& Outcome::unknown() {
  assert(is_unknown());
  return *std::get_if<Unknown>(&held_);
}

}  // namespace redress::cel
