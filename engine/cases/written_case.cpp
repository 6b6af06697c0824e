#include "engine/cases/written_case.hpp"

#include <cassert>

namespace redress {
namespace {

constexpr std::size_t hash_characters = 64;

// No string of a case can hold this: a quote inside a string is escaped.
constexpr std::string_view member = R"("last_hash":")";

}  // namespace

std::string written_case(Case case_) {
  case_.last_hash.assign(hash_characters, '0');
  return boost::json::serialize(to_json(case_));
}

std::string with_last_hash(std::string written, std::string_view hash) {
  assert(hash.size() == hash_characters);
  auto const at = written.rfind(member);
  assert(at != std::string::npos);
  return written.replace(at + member.size(), hash_characters, hash);
}

}  // namespace redress
