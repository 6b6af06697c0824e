// The batch, line by line: answers, and what a line can get wrong.
#include "api/cli/eval_line.hpp"

#include "engine/cel/value_json.hpp"

#include <gtest/gtest.h>

namespace redress::cli {
namespace {

std::string answered(std::string_view line) { return boost::json::serialize(answer_line(line)); }

struct Line {
  std::string_view asks;
  std::string_view answers;
};

TEST(EvalLine, AnswersWithTheValueInProtoJson) {
  Line const table[] = {
      {R"({"id":1,"expr":"1 + 1"})", R"({"id":1,"value":{"int64Value":"2"}})"},
      {R"({"id":"a","expr":"x + 1u","vars":{"x":{"uint64Value":"1"}}})", R"({"id":"a","value":{"uint64Value":"2"}})"},
      {R"({"expr":"null"})", R"({"id":null,"value":{"nullValue":null}})"},
      {R"({"id":{"n":1},"expr":"b'a'"})", R"({"id":{"n":1},"value":{"bytesValue":"YQ=="}})"},
      {R"({"id":1,"expr":"[x, 'b']","vars":{"x":{"stringValue":"a"}}})",
       R"({"id":1,"value":{"listValue":{"values":[{"stringValue":"a"},{"stringValue":"b"}]}}})"},
      {R"({"id":1,"expr":"{1: true}"})",
       R"({"id":1,"value":{"mapValue":{"entries":[{"key":{"int64Value":"1"},"value":{"boolValue":true}}]}}})"},
      {R"~({"id":1,"expr":"type(1)"})~", R"({"id":1,"value":{"typeValue":"int"}})"},
      {R"({"id":1,"expr":"t + d","vars":{"t":{"objectValue":{"@type":"type.googleapis.com/google.protobuf.Timestamp",)"
       R"("value":"2009-02-13T23:31:30Z"}},"d":{"objectValue":{"@type":"type.googleapis.com/google.protobuf.Duration",)"
       R"("value":"1.5s"}}}})",
       R"({"id":1,"value":{"objectValue":{"@type":"type.googleapis.com/google.protobuf.Timestamp",)"
       R"("value":"2009-02-13T23:31:31.500Z"}}})"},
      {R"({"id":1,"expr":"y","vars":{"a.y":{"int64Value":"7"},"y":{"int64Value":"8"}},"container":"a.b"})",
       R"({"id":1,"value":{"int64Value":"7"}})"},
      {R"({"id":1,"expr":".y","vars":{"a.y":{"int64Value":"7"},"y":{"int64Value":"8"}},"container":"a.b"})",
       R"({"id":1,"value":{"int64Value":"8"}})"},
      {R"({"id":1,"expr":"true","vars":null,"container":null,"note":"ignored"})",
       R"({"id":1,"value":{"boolValue":true}})"},
      {R"({"id":1,"expr":"[1, 'a'].exists(x, x == 'a') || nothing"})", R"({"id":1,"value":{"boolValue":true}})"},
      {R"~({"id":1,"expr":"timestamp('2026-07-01T00:30:00Z').getDate('America/Los_Angeles')"})~",
       R"({"id":1,"value":{"int64Value":"30"}})"},
  };
  for (auto const& [asks, answers] : table) EXPECT_EQ(answered(asks), answers) << asks;
}

struct Wrong {
  std::string_view asks;
  std::string_view id;
  std::string_view kind;
  std::string_view says;
  int column;  // 0: none is told
};

TEST(EvalLine, AnswersWithWhatIsWrongAndWhere) {
  Wrong const table[] = {
      {"", "null", "request", "the JSON ends too early", 0},
      {"{", "null", "request", "the JSON ends too early", 0},
      {"[1]", "null", "request", "each line must be a JSON object", 0},
      {R"({"id":1})", "1", "request", "expr is missing", 0},
      {R"({"id":1,"expr":2})", "1", "request", "expr must be text", 0},
      {R"({"id":1,"id":2,"expr":"1"})", "null", "request", "the member name \"id\" appears twice", 0},
      {R"({"id":1,"expr":"1","vars":[]})", "1", "request", "vars must be a JSON object", 0},
      {R"({"id":1,"expr":"1","vars":{"x":{"int64Value":"a"}}})", "1", "request", "must be a whole number of 64 bits",
       0},
      {R"({"id":1,"expr":"1","container":"a..b"})", "1", "request",
       "container must be a dotted name of at most 200 bytes", 0},
      {R"({"id":1,"expr":"1 +"})", "1", "syntax", "expected a value, but the expression ends here", 4},
      {R"~({"id":1,"expr":"2 / (1 - 1)"})~", "1", "evaluation", "division by zero", 1},
      {R"({"id":1,"expr":"1 + nothing"})", "1", "evaluation", "unknown name nothing", 5},
      {R"~({"id":1,"expr":"optional.none()"})~", "1", "answer",
       "a value of type optional_type cannot be written as JSON", 0},
      {R"~({"id":1,"expr":"timestamp(0).getHours('Mars/Olympus')"})~", "1", "evaluation",
       "unknown time zone \"Mars/Olympus\"; use a fixed offset such as \"+08:00\", \"UTC\" or \"Asia/Shanghai\"", 1},
  };
  for (Wrong const& wrong : table) {
    auto const answer = answer_line(wrong.asks);
    EXPECT_EQ(boost::json::serialize(answer.at("id")), wrong.id) << wrong.asks;
    ASSERT_TRUE(answer.contains("error")) << wrong.asks;
    auto const& error = answer.at("error").as_object();
    EXPECT_EQ(std::string_view(error.at("kind").as_string()), wrong.kind) << wrong.asks;
    EXPECT_EQ(std::string_view(error.at("says").at("en").as_string()), wrong.says) << wrong.asks;
    EXPECT_FALSE(error.at("says").at("zh").as_string().empty());
    EXPECT_EQ(error.contains("column") ? error.at("column").as_int64() : 0, wrong.column) << wrong.asks;
  }
}

std::string nested_lists(int levels) {
  std::string value = R"({"int64Value":"1"})";
  for (int i = 0; i < levels; ++i) value = R"({"listValue":{"values":[)" + value + "]}}";
  return R"({"id":1,"expr":"x == x","vars":{"x":)" + value + "}}";
}

TEST(EvalLine, NestingAtTheLimitAndOnePast) {
  EXPECT_EQ(answered(nested_lists(100)), R"({"id":1,"value":{"boolValue":true}})");
  EXPECT_EQ(answer_line(nested_lists(101)).at("error").at("says").at("en"), "nested too deep");
  EXPECT_EQ(answer_line(nested_lists(10'000)).at("error").at("kind"), "request");
}

TEST(EvalLine, AValueAsLongAsItMayBeAndOneByteLonger) {
  auto const echoed = [](std::size_t bytes) {
    return answer_line(R"({"id":1,"expr":"x","vars":{"x":{"stringValue":")" + std::string(bytes, 'a') + R"("}}})");
  };
  constexpr std::size_t a_value_itself = 64;
  EXPECT_TRUE(echoed(cel::json_bytes_max - a_value_itself).contains("value"));
  EXPECT_EQ(echoed(cel::json_bytes_max - a_value_itself + 1).at("error").at("kind"), "answer");
}

TEST(EvalLine, AValueEndlessWhenWrittenOutIsAnError) {
  std::string expr = "t40";
  for (int i = 40; i > 0; --i) {
    auto const before = std::to_string(i - 1);
    expr = "cel.bind(t" + std::to_string(i) + ", [t" + before + ", t" + before + "], " + expr + ")";
  }
  auto const answer = answer_line(R"({"id":1,"expr":"cel.bind(t0, [1], )" + expr + ")\"}");
  EXPECT_EQ(answer.at("error").at("kind"), "answer");
  EXPECT_EQ(answer.at("error").at("says").at("en"), "as JSON the value would be longer than 4194304 bytes");
}

}  // namespace
}  // namespace redress::cli
