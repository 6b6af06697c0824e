#include "api/cli/demo_cases.hpp"

#include "api/cli/demo_cases_json.hpp"
#include "api/cli/demo_templates_json.hpp"
#include "api/seam/clock.hpp"

#include <boost/json.hpp>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <charconv>

namespace redress::cli {
namespace {

using boost::json::object;
using boost::json::value;

constexpr std::string_view shop = "shop_demo";

std::int64_t unit_ms(char unit) { return unit == 'h' ? hour_ms : unit == 'm' ? minute_ms : day_ms; }

// "@-72h" is a moment relative to now: the demo is always fresh.
value at_now(value const& json, Instant now) {
  if (auto const* text = json.if_string(); text && text->size() > 3 && text->front() == '@') {
    std::string_view const spec = std::string_view(*text).substr(1);
    std::int64_t amount = 0;
    std::from_chars(spec.data() + (spec.front() == '+' ? 1 : 0), spec.data() + spec.size() - 1, amount);
    return boost::json::string(format_rfc3339(now + amount * unit_ms(spec.back())));
  }
  if (auto const* object_json = json.if_object()) {
    object result;
    for (auto const& member : *object_json) result.emplace(member.key(), at_now(member.value(), now));
    return result;
  }
  if (auto const* list = json.if_array()) {
    boost::json::array result;
    for (auto const& item : *list) result.push_back(at_now(item, now));
    return result;
  }
  return json;
}

class Filling {
 public:
  explicit Filling(api::App& app) : app_(app) {}

  void reply_template(object params, int number) {
    params["shop"] = shop;
    params["request_id"] = fmt::format("demo-template-{}", number);
    auto const answer = call("template.set", params, "manager");
    if (!answer.as_object().contains("result")) report("template", number, "set", answer);
  }

  void one(object const& spec, int number) {
    auto params = spec.at("open").as_object();
    params["shop"] = shop;
    params["request_id"] = fmt::format("demo-open-{}", number);
    auto const opened = call("case.open", params, "service");
    auto const* result = opened.as_object().if_contains("result");
    if (!result) return report("case", number, "open", opened);
    auto const id = std::string(result->at("case").at("id").as_string());
    ++shop_.cases;
    int step = 0;
    for (auto const& each : spec.at("steps").as_array())
      apply(id, each.as_object(), fmt::format("demo-{}-{}", number, ++step), number);
    if (auto const* due = spec.if_contains("due")) {
      call("case.facts",
           {{"case_id", id},
            {"set", object{{"platform.due_at", *due}}},
            {"source", "platform"},
            {"request_id", fmt::format("demo-due-{}", number)}},
           "service");
      bool const blocked_before = spec.at("steps").as_array().size() == 1;
      if (shop_.interesting_case.empty() && blocked_before) shop_.interesting_case = id;
    }
  }

  DemoShop result() const { return shop_; }

 private:
  void apply(std::string const& id, object const& step, std::string const& request_id, int number) {
    object params{{"case_id", id}, {"event", step.at("event")}, {"request_id", request_id}};
    auto const* party = step.if_contains("party");
    for (auto const* member : {"party", "params", "evidence"})
      if (auto const* given = step.if_contains(member)) params.emplace(member, *given);
    auto const answer = call("case.apply", params, party ? "service" : "agent");
    bool const refused = !answer.as_object().contains("result");
    if (refused != step.contains("expect")) report("case", number, std::string(step.at("event").as_string()), answer);
  }

  value call(std::string const& method, object const& params, std::string const& role) {
    return boost::json::parse(app_.call(method, boost::json::serialize(params), role, std::string(shop)));
  }

  // The samples are ours: an answer we did not expect is worth a line in the log, the demo goes on.
  static void report(std::string_view of, int number, std::string const& what, value const& answer) {
    spdlog::warn("{}", fmt::format("demo {} {}, {}: {}", of, number, what, boost::json::serialize(answer)));
  }

  api::App& app_;
  DemoShop shop_;
};

}  // namespace

DemoShop fill_demo(api::App& app) {
  auto const now = api::SystemClock{}.now();
  auto const specs = at_now(boost::json::parse(demo_cases_json), now).as_array();
  Filling filling{app};
  int number = 0;
  for (auto const& spec : specs) filling.one(spec.as_object(), ++number);
  number = 0;
  auto const templates = boost::json::parse(demo_templates_json);
  for (auto const& each : templates.as_array()) filling.reply_template(each.as_object(), ++number);
  return filling.result();
}

}  // namespace redress::cli
