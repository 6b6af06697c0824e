#include "engine/cel/function.hpp"
#include "tests/engine/cel/run.hpp"

#include <fstream>
#include <iterator>
#include <set>

namespace redress::cel {
namespace {

TEST(CelFunctions, Conversions) {
  Case const cases[] = {
      {"int(1.9)", "1"},
      {"int(-7.9)", "-7"},
      {"int(1e99)", "!out of range"},
      {"int(9223372036854775807.0)", "!out of range"},
      {"int(-9223372036854775808.0)", "!out of range"},
      {"int(0.0/0.0)", "!out of range"},
      {"int(42u)", "42"},
      {"int(18446744073709551615u)", "!out of range"},
      {"int('-987')", "-987"},
      {"int('+7')", "7"},
      {"int('7 ')", "!cannot read"},
      {"int('')", "!cannot read"},
      {"int('9223372036854775808')", "!out of range"},
      {"int(timestamp('2009-02-13T23:31:30Z'))", "1234567890"},
      {"int(true)", "!no such overload"},
      {"uint(3.9)", "3u"},
      {"uint(-1)", "!out of range"},
      {"uint(1e19)", "10000000000000000000u"},
      {"uint(18446744073709551616.0)", "!out of range"},
      {"uint('300')", "300u"},
      {"uint('-1')", "!cannot read"},
      {"double(1)", "1.0"},
      {"double(3u)", "3.0"},
      {"double('-84.32e7')", "-8.432e+08"},
      {"double('NaN')", "double(\"NaN\")"},
      {"double('-Infinity')", "double(\"-Infinity\")"},
      {"double('x')", "!cannot read"},
      {"string(123)", "\"123\""},
      {"string(9876u)", "\"9876\""},
      {"string(123.456)", "\"123.456\""},
      {"string(-4.5e-3)", "\"-0.0045\""},
      {"string(1000000.0)", "\"1e+06\""},
      {"string(123456.5)", "\"123456.5\""},
      {"string(0.00001)", "\"1e-05\""},
      {"string(0.0/0.0)", "\"NaN\""},
      {"string(1.0)", "\"1\""},
      {"string(true)", "\"true\""},
      {"string(b'\\303\\277')", "\"\u00ff\""},
      {"string(b'\\000\\xff')", "!invalid UTF-8"},
      {"string(timestamp('2026-01-05T10:00:00.5+08:00'))", "\"2026-01-05T02:00:00.500Z\""},
      {"string(duration('1h1.5s'))", "\"3601.5s\""},
      {"string(null)", "!no such overload"},
      {"bytes('\u00ff')", "b\"\\xc3\\xbf\""},
      {"bool('True')", "true"},
      {"bool('f')", "false"},
      {"bool('TrUe')", "!cannot read"},
      {"type(1)", "int"},
      {"type(type(1))", "type"},
      {"type([])", "list"},
      {"type(null)", "null_type"},
      {"type(duration('1s')) == google.protobuf.Duration", "true"},
      {"dyn(1)", "1"},
      {"timestamp(1234567890)", "timestamp(\"2009-02-13T23:31:30Z\")"},
      {"timestamp('yesterday')", "!cannot read"},
      {"timestamp('2026-02-30T00:00:00Z')", "!cannot read"},
      {"timestamp(253402300800)", "!out of range"},
      {"duration('90m')", "duration(\"5400s\")"},
      {"duration('soon')", "!cannot read"},
      {"nonsense(1)", "!unknown function nonsense"},
  };
  expect_all(cases);
}

TEST(CelFunctions, Strings) {
  Case const cases[] = {
      {"size('\u9000\u6b3e')", "2"},
      {"'\U0001f600a'.size()", "2"},
      {"size(b'\u00ff')", "2"},
      {"size([1, 2])", "2"},
      {"{'a': 1}.size()", "1"},
      {"size(1)", "!no such overload"},
      {"'hello'.contains('ell')", "true"},
      {"'hello'.startsWith('he')", "true"},
      {"'hello'.endsWith('he')", "false"},
      {"'hello'.contains(1)", "!no such overload"},
      {"'SF1234567890'.matches('^SF[0-9]{10}$')", "true"},
      {"matches('\u9000\u8d27', '\u9000.')", "true"},
      {"'abc'.matches('(')", "!invalid regular expression"},
      {"'abc'.matches(dyn('(') + '')", "!invalid regular expression"},
      {"'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('^(a+)+$')", "false"},
      {"'tacocat'.charAt(3)", "\"o\""},
      {"'tacocat'.charAt(7)", "\"\""},
      {"'tacocat'.charAt(8)", "!index out of range: 8"},
      {"'\u9000\u8d27'.charAt(1)", "\"\u8d27\""},
      {"'tacocat'.indexOf('')", "0"},
      {"'tacocat'.indexOf('a', 3)", "5"},
      {"'ta\u00a9o\u00a9T'.indexOf('\u00a9', 3)", "4"},
      {"'tacocat'.indexOf('a', 30)", "!index out of range: 30"},
      {"'tacocat'.lastIndexOf('')", "7"},
      {"'bananananana'.lastIndexOf('nana', 7)", "6"},
      {"'ta\u00a9o\u00a9T'.lastIndexOf('\u00a9', 3)", "2"},
      {"'tacocat'.lastIndexOf('a', -1)", "!index out of range: -1"},
      {"'tacocat'.substring(4)", "\"cat\""},
      {"'tacocat'.substring(0, 4)", "\"taco\""},
      {"'tacocat'.substring(4, 3)", "!invalid substring range"},
      {"'tacocat'.substring(1, 50)", "!index out of range: 50"},
      {"'TacoC\u00c6t'.lowerAscii()", "\"tacoc\u00c6t\""},
      {"'tacoCat'.upperAscii()", "\"TACOCAT\""},
      {"'{0} d {0} h'.replace('{0}', '2', 1)", "\"2 d {0} h\""},
      {"'ab'.replace('', '-')", "\"-a-b-\""},
      {"'hello world'.split(' ')", "[\"hello\", \"world\"]"},
      {"'a b c'.split(' ', 2)", "[\"a\", \"b c\"]"},
      {"'a b c'.split(' ', 0)", "[]"},
      {"'ab'.split('')", "[\"a\", \"b\"]"},
      {"['x', 'y'].join('-')", "\"x-y\""},
      {"[].join()", "\"\""},
      {"[1].join()", "!no such overload"},
      {"' \\u00a0x \\u3000'.trim()", "\"x\""},
      {"'\u9000\u8d27'.reverse()", "\"\u8d27\u9000\""},
      {"strings.quote('a\"b\\a')", "\"\\\"a\\\\\\\"b\\\\a\\\"\""},
      {"base64.encode(b'hello')", "\"aGVsbG8=\""},
      {"base64.decode('aGVsbG8')", "b\"hello\""},
      {"base64.decode('aGVsbG8=')", "b\"hello\""},
      {"base64.decode('')", "b\"\""},
      {"base64.decode('a')", "!not valid base64"},
      {"base64.decode('aGVs=')", "!not valid base64"},
      {"base64.decode('a b=')", "!not valid base64"},
  };
  expect_all(cases);
}

TEST(CelFunctions, Format) {
  Case const cases[] = {
      {"'%s %d%%'.format(['a', 5])", "\"a 5%\""},
      {"'%.3f'.format([1.2345])", "\"1.234\""},
      {"'%e'.format([2.71828])", "\"2.718280e+00\""},
      {"'%b %o %x %X'.format([5, 11u, 30, 30])", "\"101 13 1e 1E\""},
      {"'%x'.format([b'\\xff'])", "\"ff\""},
      {"'%s'.format([['abc', 3.14, null, {'b': 1, 'a': duration('2h')}]])", "\"[abc, 3.14, null, {a: 7200s, b: 1}]\""},
      {"'%d'.format([double('Infinity')])", "\"Infinity\""},
      {"'%d'.format([duration('1s')])", "!cannot format"},
      {"'%E'.format([0.5])", "!unrecognized formatting clause"},
      {"'%d %d'.format([1])", "!format argument 1 is missing"},
      {"'%'.format([1])", "!unrecognized formatting clause"},
  };
  expect_all(cases);
}

TEST(CelFunctions, TimestampsAndDurations) {
  Case const cases[] = {
      {"timestamp('2009-02-13T23:31:30Z').getFullYear()", "2009"},
      {"timestamp('2009-02-13T23:31:30Z').getMonth()", "1"},
      {"timestamp('2009-02-13T23:31:30Z').getDate()", "13"},
      {"timestamp('2009-02-13T23:31:30Z').getDayOfMonth()", "12"},
      {"timestamp('2009-02-13T23:31:30Z').getDayOfWeek()", "5"},
      {"timestamp('2009-02-13T23:31:30Z').getDayOfYear()", "43"},
      {"timestamp('2009-02-13T23:31:30Z').getHours()", "23"},
      {"timestamp('2009-02-13T23:31:30Z').getMinutes()", "31"},
      {"timestamp('2009-02-13T23:31:30Z').getSeconds()", "30"},
      {"timestamp('2009-02-13T23:31:20.123456789Z').getMilliseconds()", "123"},
      {"timestamp('2009-02-13T23:31:30Z').getDate('+08:00')", "14"},
      {"timestamp('2009-02-13T23:31:30Z').getHours('02:00')", "1"},
      {"timestamp('2009-02-13T02:00:00Z').getDayOfMonth('-02:30')", "11"},
      {"timestamp('2009-02-13T23:31:30Z').getHours('UTC')", "23"},
      {"timestamp('2026-01-05T20:00:00Z').getHours('Asia/Shanghai')", "4"},
      {"timestamp('1988-07-01T00:00:00Z').getHours('Asia/Shanghai')", "!unknown time zone"},
      {"timestamp('2026-01-05T20:00:00Z').getHours('Mars/Olympus')", "!unknown time zone"},
      {"timestamp('2026-01-05T20:00:00Z').getHours('+25:00')", "!unknown time zone"},
      {"timestamp('0001-01-01T00:00:00Z').getFullYear('-01:00')", "0"},
      {"duration('3730s').getHours()", "1"},
      {"duration('3730s').getMinutes()", "62"},
      {"duration('3730s').getSeconds()", "3730"},
      {"duration('123.321456789s').getMilliseconds()", "321"},
      {"duration('-90m').getHours()", "-1"},
      {"timestamp('2026-01-01T00:00:00Z') + duration('24h')", "timestamp(\"2026-01-02T00:00:00Z\")"},
      {"duration('1s') + timestamp('2026-01-01T00:00:00Z')", "timestamp(\"2026-01-01T00:00:01Z\")"},
      {"timestamp('2026-01-02T00:00:00Z') - timestamp('2026-01-01T00:00:00Z')", "duration(\"86400s\")"},
      {"timestamp('2026-01-01T00:00:00Z') - duration('1ns')", "timestamp(\"2025-12-31T23:59:59.999999999Z\")"},
      {"duration('1m') - duration('90s')", "duration(\"-30s\")"},
      {"-duration('1m')", "duration(\"-60s\")"},
      {"timestamp('9999-12-31T23:59:59Z') + duration('1s')", "!out of range"},
      {"timestamp('0001-01-01T00:00:00Z') - duration('1ns')", "!out of range"},
      {"timestamp('9999-12-31T23:59:59Z') - timestamp('0001-01-01T00:00:00Z')", "!out of range"},
      {"duration('9000000000s') + duration('9000000000s')", "!out of range"},
      {"duration('320000000000s')", "!cannot read"},
      {"duration('1s') * 2", "!no such overload"},
  };
  expect_all(cases);
}

TEST(CelFunctions, NamedZonesAreTheHosts) {
  struct WithZones : Bindings {
    std::optional<std::int32_t> utc_offset_s(std::string_view zone, Timestamp) const override {
      return zone == "Asia/Kathmandu" ? std::optional(20'700) : std::nullopt;
    }
  };
  EXPECT_EQ(run("timestamp('2009-02-13T23:31:30Z').getMinutes('Asia/Kathmandu')", WithZones{}), "16");
}

TEST(CelFunctions, MinMaxAndMath) {
  Case const cases[] = {
      {"min(3, 1, 2)", "1"},
      {"max(3, 1, 2)", "3"},
      {"min(5)", "5"},
      {"max(1.5, 2.5)", "2.5"},
      {"min(timestamp('2026-01-02T00:00:00Z'), timestamp('2026-01-01T00:00:00Z'))",
       "timestamp(\"2026-01-01T00:00:00Z\")"},
      {"max(duration('1h'), duration('90m'))", "duration(\"5400s\")"},
      {"min(1, 2.0)", "!no such overload"},
      {"min()", "!no such overload"},
      {"math.greatest(5.4, 10, 3u, -5.0)", "10"},
      {"math.least([5.4, 10, 3u, -5.0])", "-5.0"},
      {"math.least([])", "!empty list"},
      {"math.greatest('a')", "!no such overload"},
      {"math.ceil(1.2)", "2.0"},
      {"math.floor(-1.2)", "-2.0"},
      {"math.round(-1.5)", "-2.0"},
      {"math.trunc(-1.2)", "-1.0"},
      {"math.ceil(1)", "!no such overload"},
      {"math.abs(-11)", "11"},
      {"math.abs(-9223372036854775808)", "!overflow"},
      {"math.sign(-3.5)", "-1.0"},
      {"math.sqrt(16)", "4.0"},
      {"math.isNaN(0.0/0.0)", "true"},
      {"math.bitAnd(6, 3)", "2"},
      {"math.bitOr(4, -2)", "-2"},
      {"math.bitXor(1u, 3u)", "2u"},
      {"math.bitNot(1)", "-2"},
      {"math.bitShiftLeft(-1, 200)", "0"},
      {"math.bitShiftRight(-1024, 3)", "2305843009213693824"},
      {"math.bitShiftRight(-1024, 64)", "0"},
      {"math.bitShiftRight(1024u, 2)", "256u"},
      {"math.bitShiftLeft(1, -1)", "!negative shift offset"},
  };
  expect_all(cases);
}

TEST(CelFunctions, Optionals) {
  Case const cases[] = {
      {"optional.of(null).hasValue()", "true"},
      {"optional.ofNonZeroValue(0).hasValue()", "false"},
      {"optional.none().or(optional.of(2)).value()", "2"},
      {"optional.none().orValue(42)", "42"},
      {"optional.none().value()", "!has no value"},
      {"{'a': {'b': 1}}.?a.b.value()", "1"},
      {"{}.?a.b.hasValue()", "false"},
      {"[1][?5].hasValue()", "false"},
      {"[1][?0]", "optional.of(1)"},
      {"has({'x': {'y': 'z'}}.?x.y)", "true"},
      {"optional.of(42).optMap(y, y + 1)", "optional.of(43)"},
      {"optional.none().optMap(y, y + 1)", "optional.none()"},
      {"{'key': {'subkey': ''}}.?key.optFlatMap(k, k.?subkey).value()", "\"\""},
      {"[?{}.?c, ?optional.of(42), 1]", "[42, 1]"},
      {"{?'a': optional.of(1), ?'b': optional.none()}", "{\"a\": 1}"},
      {"[?1]", "!must be optional"},
      {"type(optional.none()) == optional_type", "true"},
  };
  expect_all(cases);
}

TEST(CelFunctions, EveryRowOfTheTableIsReachable) {
  std::set<std::string> names;
  for (Function const& function : standard_functions()) {
    EXPECT_TRUE(names.insert(function.name).second) << function.name;
    EXPECT_FALSE(function.overloads.empty()) << function.name;
    EXPECT_EQ(find_standard_function(function.name), &function);
    for (Overload const& overload : function.overloads) {
      EXPECT_NE(overload.body, nullptr) << function.name;
      EXPECT_FALSE(overload.signature.member && overload.signature.parameters.empty()) << function.name;
    }
  }
  EXPECT_EQ(find_standard_function("nonsense"), nullptr);
}

// Authors of rules find functions on that page only, so none may be missing there.
TEST(CelFunctions, ThePageNamesEveryOne) {
  std::ifstream file(REDRESS_SOURCE_DIR "/docs/cel.md");
  std::string const page{std::istreambuf_iterator<char>(file), {}};
  for (Function const& function : standard_functions()) {
    bool const member = function.overloads.front().signature.member;
    EXPECT_NE(page.find(member ? "." + function.name + "(" : "`" + function.name), std::string::npos) << function.name;
  }
}

}  // namespace
}  // namespace redress::cel
