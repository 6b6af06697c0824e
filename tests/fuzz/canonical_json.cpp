// JSON as strangers send it, and the one form of it that is hashed.
#include "engine/ledger/canonical_json.hpp"

#include "engine/base/strict_json.hpp"
#include "tests/fuzz/fuzz_one.hpp"

namespace redress::fuzz {

void fuzz_one(std::string_view bytes) {
  auto const value = parse_strict_json(bytes);
  if (!value) return;
  auto const form = ledger::canonical_json(*value);
  if (!form) {
    require(form.error().kind == FaultKind::invalid_params, "what has no canonical form is refused as such");
    return;
  }
  auto const again = parse_strict_json(*form);
  require(again.has_value(), "a canonical form can be parsed");
  auto const twice = ledger::canonical_json(*again);
  require(twice && *twice == *form, "a canonical form is its own canonical form");
}

}  // namespace redress::fuzz
