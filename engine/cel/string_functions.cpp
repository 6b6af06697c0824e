// Text: size, contains, matches and their like of the standard library.
#include "engine/cel/function.hpp"
#include "engine/cel/pattern.hpp"
#include "engine/cel/string_extension.hpp"
#include "engine/cel/text_search.hpp"

#include <fmt/format.h>

namespace redress::cel {
namespace {

Outcome size_of_string(Calling& calling, Arguments a) {
  calling.charge(a[0].as_string().size());
  return Value(count_code_points(a[0].as_string()));
}
Value count(std::size_t items) { return static_cast<std::int64_t>(items); }
Outcome size_of_bytes(Calling&, Arguments a) { return count(a[0].as_bytes().size()); }
Outcome size_of_list(Calling&, Arguments a) { return count(a[0].as_list().size()); }
Outcome size_of_map(Calling&, Arguments a) { return count(a[0].as_map().size()); }

Outcome contains(Calling& calling, Arguments a) {
  calling.charge(a[0].as_string().size() + a[1].as_string().size());
  return Value(TextSearch(a[1].as_string()).first(a[0].as_string()) != std::string_view::npos);
}
Outcome starts_with(Calling& calling, Arguments a) {
  calling.charge(a[1].as_string().size());
  return Value(a[0].as_string().starts_with(a[1].as_string()));
}
Outcome ends_with(Calling& calling, Arguments a) {
  calling.charge(a[1].as_string().size());
  return Value(a[0].as_string().ends_with(a[1].as_string()));
}

Outcome matches_text(Calling& calling, Arguments a) {
  calling.steps -= pattern_steps;
  auto const pattern = compile_pattern(a[1].as_string());
  if (auto const* wrong = std::get_if<std::string>(&pattern)) {
    calling.steps -= static_cast<Steps>(instructions_max);  // it may have failed for growing too large
    return error(fmt::format("正则表达式不合法：{}", *wrong), fmt::format("invalid regular expression: {}", *wrong));
  }
  calling.steps -= compiling_steps(*std::get<0>(pattern));
  return matches(calling, *std::get<0>(pattern), a[0].as_string());
}

}  // namespace

std::vector<Function> string_functions() {
  Type const b = Type::boolean(), i = Type::int64(), s = Type::string(), y = Type::bytes(),
             list = Type::list(Type::parameter(0)), map = Type::map(Type::parameter(0), Type::parameter(1));
  Function size{"size", {}};
  for (bool member : {false, true}) {
    size.overloads.push_back({{{s}, i, member}, size_of_string});
    size.overloads.push_back({{{y}, i, member}, size_of_bytes});
    size.overloads.push_back({{{list}, i, member}, size_of_list});
    size.overloads.push_back({{{map}, i, member}, size_of_map});
  }
  std::vector<Function> all{
      std::move(size),
      {"contains", {{{{s, s}, b, true}, contains}}},
      {"startsWith", {{{{s, s}, b, true}, starts_with}}},
      {"endsWith", {{{{s, s}, b, true}, ends_with}}},
      {"matches", {{{{s, s}, b}, matches_text}, {{{s, s}, b, true}, matches_text}}},
  };
  for (Function& function : string_extension_functions()) all.push_back(std::move(function));
  return all;
}

}  // namespace redress::cel
