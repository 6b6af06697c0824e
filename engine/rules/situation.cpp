#include "engine/rules/situation.hpp"

namespace redress::rules {
namespace {

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
  return made;
}

}  // namespace

cel::Declarations const& declarations() {
  static cel::Declarations const made = make_declarations();
  return made;
}

}  // namespace redress::rules
