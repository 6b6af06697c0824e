#include "api/rpc/document.hpp"

#include "tests/api/house_of_desks.hpp"

#include <gtest/gtest.h>

namespace redress::api::rpc {
namespace {

TEST(Document, every_example_fits_the_schema_that_is_checked) {
  auto const document = boost::json::parse(document_text()).as_object();
  for (auto const& each : document.at("methods").as_array()) {
    auto const name = std::string(each.at("name").as_string());
    auto const* spec = find_method(name);
    ASSERT_NE(spec, nullptr);
    for (auto const& example : each.at("examples").as_array()) {
      boost::json::object params;
      for (auto const& param : example.at("params").as_array())
        params.emplace(param.at("name").as_string(), param.at("value"));
      auto const checked = spec->validator.check(params);
      EXPECT_TRUE(checked.has_value()) << name << ": "
                                       << (checked ? "" : checked.error().says.en + " at " + checked.error().position);
    }
  }
}

// Every length, count and number the schemas bound, at the bound and one past it, wherever an example reaches.
class Bounds {
 public:
  explicit Bounds(boost::json::object const& document)
      : schemas_(document.at("components").at("schemas").as_object()) {}
  void walk(MethodSpec const& spec, boost::json::object params, boost::json::object const& method) {
    spec_ = &spec;
    params_ = std::move(params);
    for (auto const& param : method.at("params").as_array())
      visit(param.at("schema"), "/" + std::string(param.at("name").as_string()));
  }
  int held = 0;

 private:
  boost::json::object const& resolved(boost::json::value const& schema) const {
    if (auto const* ref = schema.as_object().if_contains("$ref"))
      return schemas_.at(ref->as_string().subview(std::string_view("#/components/schemas/").size())).as_object();
    return schema.as_object();
  }
  void visit(boost::json::value const& unresolved, std::string const& pointer) {
    auto const& schema = resolved(unresolved);
    if (auto const* most = schema.if_contains("maxLength"))
      hold(pointer, [n = most->as_int64()](int past) { return boost::json::string(n + past, 'a'); });
    if (auto const* most = schema.if_contains("maximum"))
      hold(pointer, [n = most->as_int64()](int past) { return boost::json::value(n + past); });
    if (auto const* members = schema.if_contains("properties"))
      for (auto const& [name, each] : members->as_object()) visit(each, pointer + "/" + std::string(name));
    if (auto const* items = schema.if_contains("items")) visit(*items, pointer + "/0");
    if (auto const* most = schema.if_contains("maxItems")) fill(pointer, most->as_int64());
  }
  void fill(std::string const& pointer, std::int64_t most) {
    boost::json::error_code none;
    boost::json::value const params = params_;
    auto const* present = params.find_pointer(pointer, none);
    if (!present || !present->is_array() || present->as_array().empty()) return;
    auto const item = present->as_array().front();
    hold(pointer, [&](int past) { return boost::json::array(static_cast<std::size_t>(most + past), item); });
  }
  // Whether the schema, or a part of it, objects to the value at `pointer`.
  std::optional<bool> objects(std::string const& pointer, boost::json::value value) {
    boost::json::value params = params_;
    auto const slash = pointer.rfind('/');
    boost::json::error_code none;
    auto* parent = slash == 0 ? &params : params.find_pointer(pointer.substr(0, slash), none);
    auto const name = pointer.substr(slash + 1);
    if (!parent || (parent->is_array() && parent->as_array().empty())) return std::nullopt;
    if (parent->is_array())
      parent->as_array()[0] = std::move(value);
    else if (parent->is_object())
      parent->as_object()[name] = std::move(value);
    else
      return std::nullopt;
    auto const checked = spec_->validator.check(params.as_object());
    if (checked) return false;
    auto const position = checked.error().position;
    return position == "params" + dotted(pointer);
  }
  static std::string dotted(std::string pointer) {
    // Positions have indexes in brackets; the first item is all that is looked at.
    std::ranges::replace(pointer, '/', '.');
    for (auto at = pointer.find(".0"); at != std::string::npos; at = pointer.find(".0", at))
      if (at + 2 == pointer.size() || pointer[at + 2] == '.')
        pointer.replace(at, 2, "[0]");
      else
        ++at;
    return pointer;
  }
  template <class Make>
  void hold(std::string const& pointer, Make make) {
    auto const at = objects(pointer, make(0));
    auto const past = objects(pointer, make(1));
    if (!at || !past) return;
    EXPECT_FALSE(*at) << spec_->name << " " << pointer << " at its bound";
    EXPECT_TRUE(*past) << spec_->name << " " << pointer << " one past it";
    ++held;
  }

  boost::json::object const& schemas_;
  MethodSpec const* spec_ = nullptr;
  boost::json::object params_;
};

TEST(Document, every_bound_of_the_schemas_holds_and_not_one_more) {
  auto const document = boost::json::parse(document_text()).as_object();
  Bounds bounds{document};
  for (auto const& each : document.at("methods").as_array()) {
    boost::json::object params;
    for (auto const& param : each.at("examples").at(0).at("params").as_array())
      params.emplace(param.at("name").as_string(), param.at("value"));
    bounds.walk(*find_method(each.at("name").as_string()), params, each.as_object());
  }
  constexpr int bounds_at_least = 120;
  EXPECT_GE(bounds.held, bounds_at_least) << "an example reaches nearly all of them";
}

TEST(Document, is_what_rpc_discover_answers) {
  HouseOfDesks house;
  EXPECT_EQ(house.call("rpc.discover", {}).at("result"), boost::json::parse(document_text()));
}

TEST(Document, what_the_schema_refuses_has_a_position_and_a_suggestion) {
  struct Row {
    std::string_view method, params, position, says;
  };
  for (auto const& row : {
           Row{"case.get", R"({"case":"x"})", "params.case", "did you mean \"case_id\""},
           Row{"case.get", R"({})", "params.case_id", "missing"},
           Row{"case.get", R"({"case_id":7})", "params.case_id", "must be a string, not an integer"},
           Row{"case.list", R"({"limit":201})", "params.limit", "must be at most 200"},
           Row{"case.list", R"({"limit":0})", "params.limit", "must be at least 1"},
           Row{"case.list", R"({"kind":"refunds"})", "params.kind", "must be one of refund, "},
           Row{"case.open",
               R"({"shop":"s","kind":"refund","platform":"taobao","claim":{"reason":"x"},"request_id":"r",
                   "order":{"id":"1","paid":{"minor":1.5,"currency":"CNY"},
                   "lines":[{"id":"1","quantity":1,"paid":{"minor":1,"currency":"CNY"}}]}})",
               "params.order.paid.minor", "\"order.paid.minor\" must be an integer, not a number with a point"},
           Row{"case.open",
               R"({"shop":"s","kind":"refund","platform":"taobao","claim":{"reason":"x","want":"refund_only"},
                   "request_id":"r",
                   "order":{"id":"1","paid":{"minor":1,"currency":"CNY"},
                   "lines":[]}})",
               "params.claim.want", "did you mean \"wants\""},
       }) {
    auto const checked = find_method(row.method)->validator.check(boost::json::parse(row.params).as_object());
    ASSERT_FALSE(checked.has_value()) << row.params;
    EXPECT_EQ(checked.error().position, row.position) << checked.error().says.en;
    EXPECT_NE(checked.error().says.en.find(row.says), std::string::npos) << checked.error().says.en;
  }
  EXPECT_TRUE(find_method("case.list")->validator.check({{"limit", 200}}).has_value());
  EXPECT_TRUE(find_method("case.list")->validator.check({{"limit", 1}}).has_value());
}

}  // namespace
}  // namespace redress::api::rpc
