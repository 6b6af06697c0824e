#include "tests/engine/cel/run.hpp"

namespace redress::cel {
namespace {

TEST(CelMacros, OneVariable) {
  Case const cases[] = {
      {"[1, 2, 3].all(e, e > 0)", "true"},
      {"[1, 2, 3].all(e, e > 1)", "false"},
      {"[].all(e, e / 0 == 1)", "true"},
      {"[1, 2, 3].all(e, 6 / (2 - e) == 6)", "false"},
      {"[1, 2, 3].all(e, e / 0 != 17)", "!division by zero"},
      {"[1, 'foo', 3].all(e, e % 2 == 1)", "!no such overload"},
      {"[1, 2, 3].exists(e, e == 2)", "true"},
      {"[1, 2, 3].exists(e, e > 3)", "false"},
      {"[].exists(e, e == 2)", "false"},
      {"[0, 1].exists(e, 1 / e == 1)", "true"},
      {"[0, 2].exists(e, 1 / e == 1)", "!division by zero"},
      {"{'a': 1, 'b': 2}.exists(k, k == 'b')", "true"},
      {"{'a': 1, 'b': 2}.all(k, k == 'b')", "false"},
      {"[7, 8].exists_one(a, a == 7)", "true"},
      {"[7, 7].exists_one(a, a == 7)", "false"},
      {"[7, 7].existsOne(a, a == 8)", "false"},
      {"[3, 2, 1, 0].exists_one(n, 12 / n > 1)", "!division by zero"},
      {"[1, 2, 3].map(n, n * n)", "[1, 4, 9]"},
      {"[1, 2, 3].map(n, n > 1, n * n)", "[4, 9]"},
      {"[2, 1, 0].map(n, 4 / n)", "!division by zero"},
      {"{1: 'a', 2: 'b'}.map(k, k)", "[1, 2]"},
      {"[1, 2, 3, 4].filter(x, x % 2 == 1)", "[1, 3]"},
      {"{1: 'a', 2: 'b'}.filter(k, k > 1)", "[2]"},
      {"[3, 0].filter(n, 12 / n > 4)", "!division by zero"},
      {"[1].all(e, e)", "!no such overload"},
      {"[1].exists_one(e, e)", "!no such overload"},
      {"1.all(e, true)", "!no such overload"},
      {"[[1, 2], [3]].map(l, l.map(e, e + size(l)))", "[[3, 4], [4]]"},
      {"[1, 2].exists(x, [3, 4].exists(x, x == 4) && x == 1)", "true"},
      {"[1].all(1, true)", "compile: expected a plain variable name for the macro to bind"},
      {"[1].all(.x, true)", "compile: expected a plain variable name for the macro to bind"},
      {"has(1)", "compile: has() takes a field after a dot, for example has(order.signed_at)"},
      {"[1].map(x)", "!unknown function map"},
  };
  expect_all(cases);
}

TEST(CelMacros, TwoVariables) {
  Case const cases[] = {
      {"[1, 2, 3].all(i, v, i + 1 == v)", "true"},
      {"[1, 2, 3].exists(i, v, i == 1 && v == 2)", "true"},
      {"{'a': 1}.exists(k, v, k == 'a' && v == 1)", "true"},
      {"[5, 7, 8].existsOne(i, v, v % 5 == i)", "true"},
      {"[2, 4, 6].transformList(i, v, v / 2 + i)", "[1, 3, 5]"},
      {"[2, 4, 6].transformList(i, v, i != 1, v)", "[2, 6]"},
      {"{'foo': 'bar'}.transformMap(k, v, k + v)", "{\"foo\": \"foobar\"}"},
      {"{'a': 1, 'b': 2}.transformMap(k, v, v > 1, v * 2)", "{\"b\": 4}"},
      {"{'a': 1, 'b': 2}.transformMapEntry(k, v, {v: k})", "{1: \"a\", 2: \"b\"}"},
      {"{'a': 1, 'b': 1}.transformMapEntry(k, v, {v: k})", "!duplicate key"},
      {"[2, 1, 0].transformList(i, v, v / i)", "!division by zero"},
      {"[1].all(x, x, true)", "compile: the two variables need different names"},
  };
  expect_all(cases);
}

TEST(CelMacros, Bind) {
  Case const cases[] = {
      {"cel.bind(x, 'ab', x + x)", "\"abab\""},
      {"cel.bind(a, true, cel.bind(b, false, a && !b))", "true"},
      {"cel.bind(x, 1 / 0, true || x == 1)", "true"},
      {"cel.bind(x, 1 / 0, x == 1)", "!division by zero"},
      {"cel.bind(v, [1, 2], [2, 3].exists(e, e in v))", "true"},
  };
  expect_all(cases);
}

TEST(CelMacros, HideDeclaredNames) {
  Declarations declarations;
  declarations.variable("com.example.y", Type::int64()).variable("y.z", Type::int64()).variable("y", Type::string());
  declarations.container("com.example");
  Bindings const bindings(std::map<std::string, Value, std::less<>>{{"com.example.y", 42}, {"y.z", 43}, {"y", "root"}});
  Case const cases[] = {
      {"y", "42"},
      {".y", "\"root\""},
      {"y.z", "43"},
      {"[0].exists(y, y == 0)", "true"},
      {"[{'z': 0}].exists(y, y.z == 0)", "true"},
      {"[{'z': 0}].exists(y, .y.z == 43)", "true"},
      {"[1].exists(y, [0].exists(y, y == 0))", "true"},
      {"[y].map(y, y)", "[42]"},
  };
  for (Case const& test : cases) expect_outcome(test, run(test.source, bindings, declarations));
}

}  // namespace
}  // namespace redress::cel
