// `redress rules eval` as a person and as a program use it.
#include "tests/e2e/server_process.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <fstream>
#include <sstream>

namespace redress::e2e {
namespace {

/// The shell's view of one run: stdout and stderr as they come, and the exit code.
Run shell(std::string const& arguments) {
  Run run;
  std::FILE* const pipe = ::popen((std::string(REDRESS_BINARY) + " " + arguments).c_str(), "r");
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) run.out += static_cast<char>(c);
  int const status = ::pclose(pipe);
  run.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  return run;
}

std::vector<boost::json::object> lines_of(std::string const& text) {
  std::vector<boost::json::object> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(boost::json::parse(line).as_object());
  return lines;
}

TEST(RulesEval, ABatchAnswersEveryLineInOrderAndNeverStops) {
  Folder folder;
  auto const file = (folder.path() / "ask.ndjson").string();
  {
    std::ofstream out(file);
    out << R"({"id":1,"expr":"n + 1","vars":{"n":{"int64Value":"2"}}})"
        << "\n"
        << "not JSON\n\n"
        << R"({"id":3,"expr":"1 / 0"})"
        << "\r\n"
        << std::string(std::size_t{17} << 20, '[') << "\n"
        << std::string(100'000, '[') << "\n"
        << R"~({"id":4,"expr":"'\u9000\u8d27'.size()"})~";  // no end of line
  }
  for (auto const& arguments : {"rules eval --batch " + file, "rules eval --batch < " + file}) {
    auto const run = shell(arguments);
    EXPECT_EQ(run.exit, 0);
    auto const answers = lines_of(run.out);
    ASSERT_EQ(answers.size(), 6U);
    EXPECT_EQ(boost::json::serialize(answers[0]), R"({"id":1,"value":{"int64Value":"3"}})");
    EXPECT_TRUE(answers[1].at("id").is_null());
    EXPECT_TRUE(answers[1].contains("error"));
    EXPECT_EQ(answers[2].at("id"), 3);
    EXPECT_EQ(answers[2].at("error").at("says").at("en"), "division by zero");
    EXPECT_EQ(answers[3].at("error").at("says").at("en"), "a line is longer than 16777216 bytes");
    EXPECT_TRUE(answers[4].contains("error"));
    EXPECT_EQ(boost::json::serialize(answers[5]), R"({"id":4,"value":{"int64Value":"2"}})");
  }
  EXPECT_EQ(shell("rules eval --batch " + file + ".none 2>/dev/null").exit, 6);
  EXPECT_EQ(shell("rules eval --batch < /dev/null").out, "");
}

TEST(RulesEval, OneExpressionForAPerson) {
  EXPECT_EQ(shell("rules eval '1 + 2 * 3'").out, "7\n");
  auto const paid =
      shell(R"(rules eval 'order.paid_minor <= 20000 ? "ok" : "ask"' --vars '{"order":{"paid_minor":1}}')");
  EXPECT_EQ(paid.out, "\"ok\"\n");
  EXPECT_EQ(shell(R"(rules eval 'a.b + n' --vars '{"a.b": 1.5, "n": {"doubleValue": 2}}')").out, "3.5\n");
  EXPECT_EQ(shell("--json rules eval '[1]'").out,
            "{\"value\":{\"listValue\":{\"values\":[{\"int64Value\":\"1\"}]}}}\n");
  EXPECT_EQ(shell("rules eval 'x' --vars '{\"a.x\": 1}' --container a.b").out, "1\n");
}

TEST(RulesEval, PointsAtTheColumn) {
  auto const syntax = shell("rules eval '1 + ' 2>&1");
  EXPECT_EQ(syntax.exit, 1);
  EXPECT_NE(syntax.out.find("line 1, column 5: expected a value"), std::string::npos) << syntax.out;
  auto const types = shell(R"(rules eval 'n > 1 && "a" > 1' --vars '{"n":1}' 2>&1)");
  EXPECT_EQ(types.exit, 1);
  EXPECT_NE(types.out.find("  n > 1 && \"a\" > 1\n                 ^\n"), std::string::npos) << types.out;
  auto const evaluation = shell("rules eval '[1][2]' 2>&1");
  EXPECT_EQ(evaluation.exit, 1);
  EXPECT_NE(evaluation.out.find("  [1][2]\n  ^~~~~~\n"), std::string::npos) << evaluation.out;
}

TEST(RulesEval, UsageIsItsOwnExitCode) {
  EXPECT_EQ(shell("rules eval 2>/dev/null").exit, 2);
  EXPECT_EQ(shell("rules eval 1 --vars '{' 2>/dev/null").exit, 2);
  EXPECT_EQ(shell("rules eval 1 --vars '[]' 2>/dev/null").exit, 2);
  EXPECT_EQ(shell("rules eval 1 --container '.a' 2>/dev/null").exit, 2);
  EXPECT_EQ(shell(R"(rules eval 1 --vars '{"x":{"int64Value":"a"}}' 2>/dev/null)").exit, 2);
}

}  // namespace
}  // namespace redress::e2e
