#include "tests/engine/cel/expression_source.hpp"

#include <array>

namespace redress::cel {
namespace {

constexpr std::string_view leaves[] = {
    "b",
    "u",
    "n",
    "s",
    "l",
    "m",
    "t",
    "d",
    "x",
    "y",
    "order.paid_minor",
    "has(order.paid_minor)",
    "has(m.a)",
    "m.a",
    "true",
    "false",
    "null",
    "0",
    "-1",
    "1",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "0xffu",
    "18446744073709551615u",
    "1.5",
    "-0.0",
    "1e308",
    "2.5e-320",
    "''",
    "'a'",
    "'\u9000\u6b3e\U0001F600'",
    "r'\\d+'",
    "'''q'q'''",
    "b'\\xff\\x00'",
    "b'abc'",
    "[]",
    "{}",
    "[1, 2, 3]",
    "{'a': 1}",
    "{1: 2u}",
    "[[1], []]",
    "timestamp('2026-01-05T02:00:00.5Z')",
    "timestamp(0)",
    "duration('36h')",
    "duration('-1ns')",
    "int",
    "list",
    "optional.none()",
    "optional.of(1)",
    "f(1)",
    "1/0",
    "nothing",
    "type(1)",
    "ip('::1')",
    "cidr('10.0.0.0/8')",
    "google.protobuf.Int32Value{value: 7}",
    "Claim{a: 1}",
    "cel.index(0)",
    "'Asia/Shanghai'",
    "'+08:00'",
    "'%s %d %.2f'",
};

constexpr std::string_view operators[] = {"&&", "||", "==", "!=", "<", "<=", ">", ">=", "in", "+", "-", "*", "/", "%"};

// Calls with a place for each argument.
constexpr std::string_view calls[] = {
    "size(@)",
    "@.size()",
    "int(@)",
    "uint(@)",
    "double(@)",
    "string(@)",
    "bytes(@)",
    "bool(@)",
    "type(@)",
    "dyn(@)",
    "timestamp(@)",
    "duration(@)",
    "@.contains(@)",
    "@.startsWith(@)",
    "@.endsWith(@)",
    "@.matches(@)",
    "@.matches('[a-c]+|\\\\d')",
    "@.getFullYear()",
    "@.getHours(@)",
    "@.getDayOfWeek('+08:00')",
    "@.getMilliseconds()",
    "min(@, @)",
    "max(@, @, @)",
    "math.greatest(@, @)",
    "math.least(@)",
    "math.abs(@)",
    "math.sqrt(@)",
    "math.round(@)",
    "math.bitShiftLeft(@, @)",
    "math.bitOr(@, @)",
    "math.isNaN(@)",
    "@.charAt(@)",
    "@.substring(@)",
    "@.substring(@, @)",
    "@.indexOf(@)",
    "@.lastIndexOf(@, @)",
    "@.lowerAscii()",
    "@.trim()",
    "@.reverse()",
    "@.replace(@, @)",
    "@.replace(@, @, @)",
    "@.split(@)",
    "@.split(@, @)",
    "@.join()",
    "@.join(@)",
    "@.format([@, @])",
    "strings.quote(@)",
    "base64.encode(@)",
    "base64.decode(@)",
    "optional.of(@)",
    "optional.ofNonZeroValue(@)",
    "@.hasValue()",
    "@.value()",
    "@.or(@)",
    "@.orValue(@)",
    "f(@)",
    "@[@]",
    "@[?@]",
    "@.a",
    "@.?a",
    "has(@.a)",
    "-@",
    "!@",
    "[@, ?@]",
    "{@: @}",
    "{?@: @}",
    "[@, @, @]",
    "{@: @, @: @}",
    "(@)",
    "@ ? @ : @",
    "isIP(@)",
    "@.containsIP(@)",
    "cel.bind(x, @, @)",
    "cel.block([@, @], @)",
    "google.protobuf.Value{string_value: @}",
    "nothing(@)",
    "@.nothing()",
};

constexpr std::string_view comprehensions[] = {
    "@.all(x, #)",
    "@.exists(x, #)",
    "@.exists_one(y, #)",
    "@.filter(x, #)",
    "@.map(x, #)",
    "@.map(x, #, #)",
    "@.all(x, y, #)",
    "@.exists(x, y, #)",
    "@.existsOne(x, y, #)",
    "@.transformList(x, y, #)",
    "@.transformList(x, y, #, #)",
    "@.transformMap(x, y, #)",
    "@.transformMapEntry(x, y, {#: #})",
    "@.optMap(x, #)",
    "@.optFlatMap(x, #)",
    "@.map(cel.iterVar(0, 0), cel.iterVar(0, 0))",
};

constexpr std::string_view tokens[] = {
    "b",    "n",     "s",  "l",     "x",      "1",      "2u",  "1.5",   ".5",   "'a'",     "b'\\xff'",
    "true", "null",  "(",  ")",     "[",      "]",      "{",   "}",     ".",    ",",       ":",
    "?",    "+",     "-",  "*",     "/",      "%",      "!",   "&&",    "||",   "==",      "!=",
    "<",    "<=",    ">",  ">=",    "in",     "has",    "all", "map",   "size", "matches", "cel",
    "bind", "block", "as", "while", "\"\"\"", "'",      "`",   "`a-b`", "//",   "\n",      "=",
    "&",    "\\",    "@",  "#",     "$",      "\u9000", "0x",  "1e",    "..",   "[?",      ".?",
};

}  // namespace

std::string ExpressionSource::leaf() { return std::string(one_of(leaves)); }

std::string ExpressionSource::call(int depth) {
  std::string made;
  for (char const c : one_of(calls)) {
    if (c == '@')
      made += well_formed(depth - 1);
    else
      made += c;
  }
  return made;
}

std::string ExpressionSource::comprehension(int depth) {
  constexpr std::string_view ranges[] = {"l", "[1, 2, 3]", "m", "{'a': 1, 'b': 2}", "s.split('')", "optional.of(3)"};
  std::string made;
  for (char const c : one_of(comprehensions)) {
    if (c == '@')
      made += below(4) == 0 ? well_formed(depth - 1) : std::string(one_of(ranges));
    else if (c == '#')
      made += well_formed(depth - 1);
    else
      made += c;
  }
  return made;
}

std::string ExpressionSource::well_formed(int depth) {
  if (depth <= 0) return leaf();
  switch (below(8)) {
    case 0:
      return leaf();
    case 1:
    case 2:
    case 3:
      return call(depth);
    case 4:
      return comprehension(depth);
    default:
      break;
  }
  auto const left = well_formed(depth - 1);
  auto const op = std::string(one_of(operators));
  return "(" + left + " " + op + " " + well_formed(depth - 1) + ")";
}

std::string ExpressionSource::mutated(std::string text) {
  for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
    std::size_t const at = below(text.size() + 1);
    switch (below(5)) {
      case 0:
        text.insert(at, one_of(tokens));
        break;
      case 1:
        text.erase(at, 1 + below(6));
        break;
      case 2:
        if (at < text.size()) text[at] = static_cast<char>(below(256));
        break;
      case 3:
        text.insert(at, text.substr(below(text.size() + 1), below(40)));
        break;
      default:
        text.resize(at);
    }
  }
  return text;
}

std::string ExpressionSource::of_tokens() {
  std::string made;
  for (std::size_t count = below(60); count > 0; --count) made.append(one_of(tokens)).append(below(3) == 0 ? " " : "");
  return made;
}

std::string ExpressionSource::of_bytes() {
  std::string made(below(80), '\0');
  for (char& c : made) c = static_cast<char>(below(256));
  return made;
}

/// Something small very often: what finds missing bounds.
std::string ExpressionSource::repeated() {
  constexpr std::string_view parts[][3] = {
      {"(", "1", ")"},
      {"[", "1", "]"},
      {"-", "1", ""},
      {"!", "true", ""},
      {"{1: ", "1", "}"},
      {"", "1", " + 1"},
      {"", "x", ".a"},
      {"", "l", "[0]"},
      {"true ? 1 : ", "2", ""},
      {"f(", "1", ")"},
      {"l.map(x, ", "1", ")"},
      {"cel.bind(x, [x], ", "x", ")"},
      {"optional.of(", "1", ")"},
      {"(((", "", ""},
      {"[{", "", ""},
      {"", "'a'", " + 'a'"},
      {"", "true", " && true"},
      {"Claim{a: ", "1", "}"},
      {"cel.block([1], ", "1", ")"},
      {"size(", "", ""},
      {"`", "", ""},
  };
  auto const& part = parts[below(std::size(parts))];
  std::size_t const times = 1 + below(below(4) == 0 ? 3'000 : 230);
  std::string made;
  for (std::size_t i = 0; i < times; ++i) made += part[0];
  made += part[1];
  for (std::size_t i = 0; i < times; ++i) made += part[2];
  return made;
}

std::string ExpressionSource::next() {
  switch (below(10)) {
    case 0:
      return of_bytes();
    case 1:
      return of_tokens();
    case 2:
      return repeated();
    case 3:
    case 4:
    case 5:
      return mutated(well_formed(4));
    default:
      return well_formed(static_cast<int>(2 + below(4)));
  }
}

}  // namespace redress::cel
