#include "api/rpc/misfit.hpp"

#include "api/rpc/document.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace redress::api::rpc {
namespace {

using boost::json::object;

std::optional<Fault> misfit(std::string_view schema, std::string_view params) {
  return misfit_in(boost::json::parse(params).as_object(), boost::json::parse(schema).as_object());
}

TEST(Misfit, is_said_in_both_languages_with_its_place) {
  struct Row {
    std::string_view schema, params, position, zh, en;
  };
  for (auto const& row : {
           Row{R"({"properties":{"a":{"type":"integer"}}})", R"({"a":"5"})", "params.a", "应为整数，给出的是字符串",
               "must be an integer, not a string"},
           Row{R"({"properties":{"a":{"type":"integer"}}})", R"({"a":1.5})", "params.a",
               "应为整数，给出的是带小数点的数", "must be an integer, not a number with a point"},
           Row{R"({"properties":{"a":{"type":"boolean"}}})", R"({"a":null})", "params.a",
               "应为 true 或 false，给出的是 null", "must be true or false, not null"},
           Row{R"({"properties":{"a":{"type":["string","null"]}}})", R"({"a":{}})", "params.a",
               "应为字符串或 null，给出的是对象", "must be a string or null, not an object"},
           Row{R"({"properties":{"a":{"anyOf":[{"type":"string"},{"type":"object"}]}}})", R"({"a":[]})", "params.a",
               "应为字符串或对象，给出的是数组", "must be a string or an object, not an array"},
           Row{R"({"properties":{"a":{"enum":["refund","exchange"]}}})", R"({"a":"refunds"})", "params.a",
               "只能是 refund、exchange", "must be one of refund, exchange"},
           Row{R"({"properties":{"a":{"minimum":1,"maximum":200}}})", R"({"a":0})", "params.a", "不能小于 1",
               "must be at least 1"},
           Row{R"({"properties":{"a":{"minimum":1,"maximum":200}}})", R"({"a":201})", "params.a", "不能大于 200",
               "must be at most 200"},
           Row{R"({"properties":{"a":{"type":"integer","minimum":0}}})", R"({"a":9223372036854775808})", "params.a",
               "不能大于 9223372036854775807", "must be at most 9223372036854775807"},
           Row{R"({"properties":{"a":{"maximum":200}}})", R"({"a":18446744073709551615})", "params.a", "不能大于 200",
               "must be at most 200"},
           Row{R"({"properties":{"a":{"minimum":1}}})", R"({"a":0.5})", "params.a", "不能小于 1", "must be at least 1"},
           Row{R"({"properties":{"a":{"minLength":1}}})", R"({"a":""})", "params.a", "不能为空", "must not be empty"},
           Row{R"({"properties":{"a":{"minLength":12}}})", R"({"a":"质量"})", "params.a",
               "至少要有 12 个字符，给出的有 2 个字符", "must have at least 12 characters, not 2"},
           Row{R"({"properties":{"a":{"maxLength":2}}})", R"({"a":"质量x"})", "params.a",
               "最多 2 个字符，给出的有 3 个字符", "must have at most 2 characters, not 3"},
           Row{R"({"properties":{"a":{"pattern":"^[A-Z]{3}$"}}})", R"({"a":"yuan"})", "params.a",
               "格式不对，须匹配 ^[A-Z]{3}$", "is not of the form ^[A-Z]{3}$"},
           Row{R"({"properties":{"a":{"items":{"minItems":1}}}})", R"({"a":[[1],[]]})", "params.a[1]", "不能为空",
               "must not be empty"},
           Row{R"({"properties":{"a":{"maxItems":1}}})", R"({"a":[1,2]})", "params.a", "最多 1 项，给出的有 2 项",
               "must have at most 1 items, not 2"},
           Row{R"({"properties":{"a":{"maxProperties":1}}})", R"({"a":{"b":1,"c":2}})", "params.a",
               "最多 1 个成员，给出的有 2 个成员", "must have at most 1 members, not 2"},
           Row{R"({"properties":{"a":{"additionalProperties":{"type":"string"}}}})", R"({"a":{"b":1}})", "params.a.b",
               "应为字符串，给出的是整数", "must be a string, not an integer"},
           Row{R"({"properties":{"case_id":{}},"additionalProperties":false})", R"({"case":1})", "params.case",
               "没有参数“case”，是否指“case_id”？", "unknown parameter \"case\", did you mean \"case_id\"?"},
           Row{R"({"additionalProperties":false})", R"({"case":1})", "params.case", "没有参数“case”",
               "unknown parameter \"case\""},
           Row{R"({"required":["a"]})", "{}", "params.a", "缺少参数“a”", "the parameter \"a\" is missing"},
           Row{R"({"properties":{"a":{"items":{"properties":{"b":{}},"required":["b"]}}}})", R"({"a":[{"b":1},{}]})",
               "params.a[1].b", "缺少参数“b”", "the parameter \"b\" is missing"},
           Row{R"({"properties":{"a":{"anyOf":[{"type":"string"},{"type":"object","required":["b"]}]}}})",
               R"({"a":{}})", "params.a.b", "缺少参数“b”", "the parameter \"b\" is missing"},
           Row{R"({"properties":{"a":{"type":"string"},"z":{}},"required":["z"]})", R"({"a":1})", "params.z",
               "缺少参数“z”", "the parameter \"z\" is missing"},
       }) {
    auto const found = misfit(row.schema, row.params);
    ASSERT_TRUE(found.has_value()) << row.schema << row.params;
    EXPECT_EQ(found->kind, FaultKind::invalid_params);
    EXPECT_EQ(found->position, row.position) << row.schema;
    bool const is_about_a_name = row.en.find("parameter") != std::string_view::npos;
    auto const name = row.position.substr(std::string_view("params.").size());
    EXPECT_EQ(found->says.zh, is_about_a_name ? row.zh : fmt::format("“{}”{}", name, row.zh));
    EXPECT_EQ(found->says.en, is_about_a_name ? row.en : fmt::format("\"{}\" {}", name, row.en));
  }
}

TEST(Misfit, is_none_at_the_bounds) {
  for (auto const& [schema, params] : std::initializer_list<std::pair<std::string_view, std::string_view>>{
           {R"({"properties":{"a":{"type":"integer","minimum":1,"maximum":5}}})", R"({"a":1})"},
           {R"({"properties":{"a":{"type":"integer","minimum":1,"maximum":5}}})", R"({"a":5})"},
           {R"({"properties":{"a":{"type":"integer"}}})", R"({"a":9223372036854775807})"},
           {R"({"properties":{"a":{"type":"number"}}})", R"({"a":5})"},
           {R"({"properties":{"a":{"type":"string","minLength":2,"maxLength":2}}})", R"({"a":"质量"})"},
           {R"({"properties":{"a":{"minItems":1,"maxItems":1}}})", R"({"a":[1]})"},
           {R"({"properties":{"a":{"type":["string","null"]}}})", R"({"a":null})"},
           {R"({"properties":{"a":{"enum":["a","b"]}}})", R"({"a":"b"})"},
           {R"({"properties":{"a":{"pattern":"^[A-Z]{3}$"}}})", R"({"a":"CNY"})"},
           {R"({"properties":{"a":{}}})", R"({"b":1})"},
           {R"({"properties":{"a":{"anyOf":[{"type":"string"},{"minimum":1}]}}})", R"({"a":true})"},
           {R"({"properties":{"a":{"anyOf":[{"type":"object","required":["b"]},{"type":"object","required":["c"]}]}}})",
            R"({"a":{"c":1}})"},
       })
    EXPECT_FALSE(misfit(schema, params).has_value()) << schema << params;
}

TEST(Misfit, of_many_choices_tells_twenty) {
  boost::json::array choices;
  for (int i = 0; i < 21; ++i) choices.push_back(boost::json::string("c" + std::to_string(i)));
  object const schema{{"properties", {{"a", {{"enum", choices}}}}}};
  auto const found = misfit_in({{"a", "x"}}, schema);
  ASSERT_TRUE(found.has_value());
  EXPECT_TRUE(found->says.en.ends_with(", c19, ...")) << found->says.en;
  EXPECT_TRUE(found->says.zh.ends_with("、c19 等")) << found->says.zh;
}

TEST(Misfit, tells_the_beginning_of_a_long_name) {
  object const schema{{"properties", {{"a", object{}}}}, {"additionalProperties", false}};
  for (auto const& [name, told] : {std::pair{std::string(64, 'n'), std::string(64, 'n')},
                                   std::pair{std::string(65, 'n'), std::string(64, 'n') + "…"},
                                   std::pair{"x" + std::string(63, 'n') + "质", "x" + std::string(63, 'n') + "…"},
                                   std::pair{std::string(62, 'n') + "质", std::string(62, 'n') + "…"}}) {
    auto const found = misfit_in({{name, 1}}, schema);
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->position, "params." + told);
    EXPECT_EQ(found->says.en, "unknown parameter \"" + told + "\"") << "nothing is near";
  }
}

TEST(Misfit, no_text_is_too_long_for_a_pattern) {
  constexpr std::size_t longest_string = 256 * 1024;  // of a JSON text
  auto const& books = find_method("rules.book")->validator;
  auto const said = [&](std::size_t length) {
    auto const checked = books.check({{"book", std::string(length, 'a')}});
    return checked ? std::string("fits") : checked.error().says.en;
  };
  EXPECT_EQ(said(64), "fits");
  EXPECT_EQ(said(65), "\"book\" must have at most 64 characters, not 65");
  EXPECT_EQ(said(longest_string), "\"book\" must have at most 64 characters, not 262144");
  object const schema{{"properties", {{"a", {{"pattern", "^a*$"}}}}}};
  EXPECT_FALSE(misfit_in({{"a", std::string(patterned_bytes_max, 'a')}}, schema).has_value());
  EXPECT_TRUE(misfit_in({{"a", std::string(patterned_bytes_max + 1, 'a')}}, schema).has_value());
  EXPECT_TRUE(misfit_in({{"a", std::string(longest_string, 'a')}}, schema).has_value());
}

}  // namespace
}  // namespace redress::api::rpc
