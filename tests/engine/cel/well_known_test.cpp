// Messages that are values, and cel.block: what programs that write CEL use, and no rule does.
#include "tests/engine/cel/run.hpp"

namespace redress::cel {
namespace {

TEST(CelWellKnown, MessagesAreTheValuesTheyHold) {
  Case const table[] = {
      {"google.protobuf.Int32Value{value: -7}", "-7"},
      {"google.protobuf.Int32Value{}", "0"},
      {"google.protobuf.Int32Value{value: 2147483648}", "!the field value cannot be 2147483648"},
      {"google.protobuf.Int32Value{value: 1u}", "!the field value cannot be 1u"},
      {"google.protobuf.Int32Value{value: 1, value: 1}", "!the field value is set twice"},
      {"google.protobuf.Int32Value{held: 1}", "!has no such field held"},
      {"google.protobuf.Int32Value{value: 7}.value", "!int does not support field selection"},
      {"google.protobuf.UInt32Value{value: 4294967296u}", "!the field value cannot be 4294967296u"},
      {"google.protobuf.UInt64Value{value: 4294967296u}", "4294967296u"},
      {"google.protobuf.FloatValue{value: 0.1} == 0.1", "false"},
      {"google.protobuf.DoubleValue{value: 0.1} == 0.1", "true"},
      {"google.protobuf.BoolValue{} == false", "true"},
      {"google.protobuf.StringValue{value: 'a'} + 'b'", "\"ab\""},
      {"google.protobuf.BytesValue{}", "b\"\""},
      {"google.protobuf.ListValue{values: ['a', null]}", "[\"a\", null]"},
      {"google.protobuf.Struct{fields: {'a': 1.0}}.a", "1.0"},
      {"google.protobuf.Struct{fields: {1: 1.0}}", "!the field fields cannot be"},
      {"google.protobuf.Value{}", "null"},
      {"google.protobuf.Value{null_value: google.protobuf.NullValue.NULL_VALUE}", "null"},
      {"google.protobuf.Value{number_value: 1.5}", "1.5"},
      {"google.protobuf.Value{number_value: 1}", "!the field number_value cannot be 1"},
      {"google.protobuf.Value{list_value: [true], bool_value: true}", "!has no such field"},
      {"google.protobuf.Timestamp{seconds: 1, nanos: 5}", "timestamp(\"1970-01-01T00:00:01.000000005Z\")"},
      {"google.protobuf.Timestamp{nanos: -1}", "!the field nanos cannot be -1"},
      {"google.protobuf.Timestamp{seconds: 253402300800}", "!the field seconds cannot be 253402300800"},
      {"google.protobuf.Duration{seconds: -1, nanos: -500000000}", "duration(\"-1.5s\")"},
      {"google.protobuf.Duration{seconds: 9223372037}", "!the field seconds cannot be 9223372037"},
      {"google.protobuf.Any{}", "!unknown message type google.protobuf.Any"},
      {"Claim{a: 1}", "!unknown message type Claim"},
  };
  expect_all(table);
  Declarations within;
  within.container("google.protobuf");
  EXPECT_EQ(run("Value{string_value: 'a'}", {}, within), "\"a\"");
  EXPECT_FALSE(compile("google.protobuf.Int32Value{value: 1} == 1", {}));  // rules have no messages
}

TEST(CelBlock, NamesWhatIsUsedMoreThanOnce) {
  Case const table[] = {
      {"cel.block([2, cel.index(0) * 5], cel.index(0) + cel.index(1))", "12"},
      {"cel.block([], 7)", "7"},
      {"cel.block([1/0], true || cel.index(0) > 1)", "true"},
      {"cel.block([1/0], cel.index(0))", "!division by zero"},
      {"cel.block([cel.index(1), 1], cel.index(0))", "!unknown name cel.index(1)"},
      {"cel.block([1], cel.block([2], cel.index(0)))", "2"},
      {"[3, 4].map(cel.iterVar(0, 0), [5].map(cel.iterVar(1, 0), cel.iterVar(0, 0) * cel.iterVar(1, 0)))",
       "[[15], [20]]"},
      {"cel.block([{'a': 1}], has(cel.index(0).a) && !has(cel.index(0).b))", "true"},
      {"cel.block(1, 2)", "compile: cel.block takes a list of expressions first"},
      {"cel.index(-1)", "compile: expected a whole number of at least 0"},
      {"cel.index('a')", "compile: expected a whole number of at least 0"},
  };
  expect_all(table);
}

TEST(CelBlock, EntriesAtTheLimitAndOnePast) {
  auto const block = [](int entries) {
    std::string text = "cel.block([1";
    for (int i = 1; i < entries; ++i) text += ", cel.index(" + std::to_string(i - 1) + ") + 1";
    return text + "], cel.index(" + std::to_string(entries - 1) + "))";
  };
  EXPECT_EQ(run(block(100)), "100");
  EXPECT_EQ(run(block(101)), "compile: cel.block takes at most 100 expressions");
}

TEST(CelBlock, IsPrintedAsItCanBeReadAgain) {
  CompileOptions const unchecked{.check_types = false};
  Compiled const compiled =
      compile("cel.block([[1, 2]], cel.index(0).map(cel.iterVar(0, 0), -cel.iterVar(0, 0)))", {}, unchecked);
  ASSERT_TRUE(compiled);
  std::string const printed = to_source(compiled->root());
  EXPECT_EQ(printed, "cel.bind(cel.index(0), [1, 2], cel.index(0).map(cel.iterVar(0, 0), -cel.iterVar(0, 0)))");
  EXPECT_EQ(run(printed), "[-1, -2]");
}

}  // namespace
}  // namespace redress::cel
