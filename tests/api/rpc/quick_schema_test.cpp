#include "api/rpc/quick_schema.hpp"

#include "api/rpc/document.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

namespace redress::api::rpc {
namespace {

using boost::json::object;
using boost::json::value;

struct Example {
  MethodSpec const* spec;
  object params;
};

std::vector<Example> examples() {
  std::vector<Example> all;
  auto const document = boost::json::parse(document_text()).as_object();
  for (auto const& method : document.at("methods").as_array())
    for (auto const& example : method.at("examples").as_array()) {
      object params;
      for (auto const& param : example.at("params").as_array())
        params.emplace(param.at("name").as_string(), param.at("value"));
      all.push_back({find_method(std::string_view(method.at("name").as_string())), std::move(params)});
    }
  return all;
}

std::vector<value*> places_in(value& root) {
  std::vector<value*> places{&root};
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (auto* members = places[i]->if_object())
      for (auto& member : *members) places.push_back(&member.value());
    else if (auto* items = places[i]->if_array())
      for (auto& item : *items) places.push_back(&item);
  }
  return places;
}

value another_value() {
  switch (*rc::gen::inRange(0, 8)) {
    case 0:
      return nullptr;
    case 1:
      return *rc::gen::arbitrary<bool>();
    case 2:
      return *rc::gen::element<std::int64_t>(-1, 0, 1, 2, 1000, 1'000'001, std::int64_t{1} << 60);
    case 3:
      return *rc::gen::element(0.0, 1.0, 2.5, 1e30);
    case 4:
      return std::uint64_t{1} << 63;
    case 5:
      return boost::json::string(std::string(static_cast<std::size_t>(*rc::gen::inRange(0, 200)), 'x'));
    case 6:
      return object{{"minor", 5}, {"currency", "CNY"}};
    default:
      return boost::json::array{"refund", 1};
  }
}

// Somewhere in it something else, less, or more.
object changed(object const& params) {
  value root = params;
  for (int times = *rc::gen::inRange(0, 3); times > 0; --times) {
    auto const places = places_in(root);
    auto* const place = places[*rc::gen::inRange<std::size_t>(0, places.size())];
    auto* members = place->if_object();
    if (members && *rc::gen::arbitrary<bool>()) {
      if (members->empty() || *rc::gen::arbitrary<bool>())
        (*members)[*rc::gen::element<std::string>("note", "receipt", "party", "currency", "nobody")] = another_value();
      else
        members->erase(members->begin());
    } else if (place != places.front()) {
      *place = another_value();
    }
  }
  return root.as_object();
}

RC_GTEST_PROP(QuickSchema, never_says_of_what_does_not_fit_that_it_fits, ()) {
  static auto const all = examples();
  auto const& example = all[*rc::gen::inRange<std::size_t>(0, all.size())];
  auto const params = changed(example.params);
  bool const fits = example.spec->validator.check_in_full(params).has_value();
  RC_ASSERT(fits || !example.spec->validator.surely_fits(params));
}

RC_GTEST_PROP(Validator, says_in_words_of_its_own_what_does_not_fit, ()) {
  static auto const all = examples();
  auto const& example = all[*rc::gen::inRange<std::size_t>(0, all.size())];
  auto const params = changed(example.params);
  auto const checked = example.spec->validator.check_in_full(params);
  RC_CLASSIFY(!checked.has_value(), "refused");
  if (checked) return;
  RC_LOG() << example.spec->name << " " << boost::json::serialize(params) << "\n";
  RC_ASSERT(checked.error().says.en.find("fit their schema") == std::string::npos);
  RC_ASSERT(checked.error().position != "params");
}

TEST(QuickSchema, is_sure_of_most_examples) {
  auto const all = examples();
  auto const sure =
      std::ranges::count_if(all, [](auto const& each) { return each.spec->validator.surely_fits(each.params); });
  EXPECT_GT(sure * 10, std::ssize(all) * 8) << sure << " of " << all.size();
}

QuickSchema schema(std::string_view text) { return QuickSchema(boost::json::parse(text).as_object()); }

TEST(QuickSchema, knows_every_bound_at_it_and_one_past_it) {
  struct Row {
    std::string_view schema, fits, does_not;
  };
  for (auto const& row : std::array{
           Row{R"({"type":"string","maxLength":2})", R"("质量")", R"("质量x")"},
           Row{R"({"type":"string","minLength":1})", R"("x")", R"("")"},
           Row{R"({"type":"string","minLength":2})", R"("质x")", R"("质")"},
           Row{R"({"type":"string","enum":["a","b"]})", R"("b")", R"("c")"},
           Row{R"({"type":"string","pattern":"^[A-Z]{3}$"})", R"("CNY")", R"("CNYX")"},
           Row{R"({"type":"string","pattern":"^.{2}$"})", R"("ab")", R"("质x")"},
           Row{R"({"type":"integer","minimum":0})", "0", "-1"},
           Row{R"({"type":"integer","maximum":5})", "5", "6"},
           Row{R"({"type":"number"})", "1.5", R"("1.5")"},
           Row{R"({"type":"boolean"})", "true", "null"},
           Row{R"({"type":"array","minItems":1,"maxItems":2,"items":{"type":"integer"}})", "[1,2]", "[1,2,3]"},
           Row{R"({"type":"array","minItems":1})", "[null]", "[]"},
           Row{R"({"type":"array","items":{"type":"integer"}})", "[1]", R"([1,"1"])"},
           Row{R"({"type":"object","maxProperties":1})", R"({"a":1})", R"({"a":1,"b":2})"},
           Row{R"({"properties":{"a":{"type":"string"}},"required":["a"]})", R"({"a":""})", R"({"b":1})"},
           Row{R"({"properties":{"a":{}},"additionalProperties":false})", R"({"a":1})", R"({"b":1})"},
           Row{R"({"additionalProperties":{"type":"boolean"}})", R"({"b":true})", R"({"b":1})"},
           Row{R"({"anyOf":[{"type":"string"},{"type":"object","properties":{"a":{}},"required":["a"]}]})",
               R"({"a":[]})", R"({"b":1})"},
       }) {
    EXPECT_TRUE(schema(row.schema).surely_fits(boost::json::parse(row.fits))) << row.schema;
    EXPECT_FALSE(schema(row.schema).surely_fits(boost::json::parse(row.does_not))) << row.schema;
  }
}

TEST(QuickSchema, is_not_sure_of_what_it_does_not_know) {
  for (auto const* text : {R"({"pattern":"["})", R"({"multipleOf":2})", R"({"type":["string","null"]})",
                           R"({"required":["a"]})", R"({"enum":[1]})", R"({"minimum":0.5})"})
    for (auto const* each : {"null", "1", R"("CNY")", R"({"a":1})"})
      EXPECT_FALSE(schema(text).surely_fits(boost::json::parse(each))) << text << each;
}

}  // namespace
}  // namespace redress::api::rpc
