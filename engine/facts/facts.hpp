// The facts of one case at one moment: a typed value, or nothing, for every path of the schema.
//
// A value type; copies are independent and hold what is known alone. Reading
// or setting a path that is not in the schema is our bug (assertion); what comes from outside goes through
// `set_from_json`, which answers with a Fault.
#pragma once

#include "engine/base/fault.hpp"
#include "engine/base/instant.hpp"
#include "engine/facts/schema.hpp"

#include <boost/json.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace redress {

/// How many facts there may be in the schema.
inline constexpr std::size_t facts_max = 255;

using FactValue = std::variant<bool, std::int64_t, std::string, Instant, std::vector<std::string>>;

/// Instants as RFC 3339 text, the rest as itself.
boost::json::value to_json(FactValue const& value);

/// Reads a value of the given type; `position` names where it stands in the input.
Result<FactValue> fact_from_json(FactType type, boost::json::value const& json, std::string position);

class Facts {
 public:
  /// nullptr when the fact is not known.
  FactValue const* find(std::string_view path) const;

  /// The same by its position in the schema.
  FactValue const* at(std::size_t position) const {
    auto const place = place_[position];
    return place == 0 ? nullptr : &known_[place - 1].value;
  }

  void set(std::string_view path, FactValue value);
  void clear(std::string_view path);

  bool known(std::string_view path) const { return find(path) != nullptr; }

  // Typed reads; an unknown fact reads as the fallback. Guards use them, rules go through CEL instead.
  bool flag(std::string_view path, bool fallback = false) const;
  std::int64_t integer(std::string_view path, std::int64_t fallback = 0) const;
  std::string_view text(std::string_view path) const;  // "" when unknown
  std::optional<Instant> instant(std::string_view path) const;

  /// Sets what a caller reported. Faults (`invalid_params`, position = path): unknown path, not settable, wrong type,
  /// a text over 256 bytes, more than 64 texts. JSON null clears the fact.
  Result<void> set_from_json(std::string_view path, boost::json::value const& json);

  /// {path: value} of the known facts, in schema order; `origins` chooses which (default: all that a store keeps).
  boost::json::object to_json() const;      // stored facts: opened and reported
  boost::json::object all_to_json() const;  // derived and event facts too

  /// The inverse of to_json for text this program wrote.
  static Result<Facts> from_json(boost::json::object const& json);

  /// The same facts with the same values, in whatever order they became known.
  bool operator==(Facts const& other) const;

 private:
  struct Known {
    std::size_t position;  // in the schema
    FactValue value;
  };

  void put(std::size_t position, FactValue value);
  void drop(std::size_t position);

  std::array<std::uint8_t, facts_max> place_{};  // by schema position: 0 not known, else where in known_, from 1
  std::vector<Known> known_;                     // in no order
};

}  // namespace redress
