#include "tests/api/story_walk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>
#include <vector>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

object money(std::int64_t minor) { return {{"minor", minor}, {"currency", "CNY"}}; }

struct Start {
  std::string kind;
  std::string platform;
  object claim;
  object order = {};
  object more = {};
};

std::vector<Start> const& starts() {
  static object const delivered{{"dispatched_at", "2026-01-04T09:00:00Z"}, {"signed_at", "2026-01-06T02:00:00Z"}};
  static object const shipped{{"dispatched_at", "2026-01-04T09:00:00Z"}};
  static object const late{{"promised_dispatch_at", "2026-01-05T09:00:00Z"}};
  static std::vector<Start> const all{
      {"refund", "taobao", {{"reason", "do_not_want"}, {"wants", "refund_only"}}},
      {"refund", "taobao", {{"reason", "not_received"}, {"wants", "refund_only"}}, shipped},
      {"refund", "tmall", {{"reason", "quality"}, {"wants", "return_refund"}, {"goods_received", true}}, delivered},
      {"refund", "jd", {{"reason", "damaged"}, {"wants", "refund_only"}, {"goods_received", true}}, delivered},
      {"refund",
       "taobao",
       {{"reason", "quality"}, {"wants", "refund_only"}, {"goods_received", true}, {"amount", money(5000)}},
       delivered,
       {{"facts", object{{"buyer.good_record", true}, {"claim.photos", 2}}}}},
      {"exchange",
       "taobao",
       {{"reason", "wrong_item"},
        {"wants", "exchange"},
        {"replacement", object{{"sku", "B"}, {"price", money(15000)}}}},
       delivered},
      {"exchange", "tmall", {{"reason", "quality"}, {"wants", "repair"}}, delivered},
      {"logistics_delay", "taobao", {{"reason", "late_dispatch"}}, late},
      {"logistics_delay", "tmall", {{"reason", "out_of_stock"}}, late},
      {"logistics_delay", "elsewhere", {{"reason", "stalled"}}, shipped},
      {"bad_review",
       "taobao",
       {{"reason", "other"}},
       delivered,
       {{"review", object{{"id", "r"}, {"score", 1}, {"text", "差评"}, {"posted_at", "2026-01-07T02:00:00Z"}}}}}};
  return all;
}

class StoryWalk {
 public:
  StoryWalk(HouseOfDesks& house, unsigned seed) : house_(house), random_(seed) {}

  void run(int number, int steps_max) {
    if (!open(number)) return;
    for (int step = 0; step < steps_max; ++step)
      if (!take_step()) return;
  }

 private:
  std::size_t pick(std::size_t count) { return random_() % count; }

  bool open(int number) {
    auto const& start = starts()[static_cast<std::size_t>(number) % starts().size()];
    object order{{"id", fmt::format("O{}", number)},
                 {"placed_at", "2026-01-04T02:00:00Z"},
                 {"paid_at", "2026-01-04T02:01:00Z"},
                 {"paid", money(20000)},
                 {"lines", array{object{{"id", "L1"}, {"sku", "A"}, {"quantity", 2}, {"paid", money(20000)}}}}};
    for (auto const& member : start.order) order[member.key()] = member.value();
    object params{{"shop", "s1"},
                  {"kind", start.kind},
                  {"platform", start.platform},
                  {"order", std::move(order)},
                  {"claim", start.claim},
                  {"buyer", object{{"id", fmt::format("b{}", number)}}},
                  {"request_id", next_request()}};
    for (auto const& member : start.more) params[member.key()] = member.value();
    auto const answer = house_.call("case.open", std::move(params));
    auto const* result = answer.if_contains("result");
    if (!result) throw std::runtime_error(boost::json::serialize(answer));
    id_ = result->at("case").at("id").as_string();
    return true;
  }

  bool take_step() {
    auto const here = house_.call("case.actions", {{"case_id", id_}}).at("result").as_object();
    if (here.at("final").as_bool()) return false;
    switch (pick(8)) {
      case 0:
        add_evidence();
        return true;
      case 1:
        house_.call("case.facts", {{"case_id", id_},
                                   {"set", object{{"claim.photos", pick(4)}, {"warehouse.cancelled", pick(2) == 0}}},
                                   {"source", "wms"},
                                   {"request_id", next_request()}});
        return true;
      case 2:
        house_.call("sandbox.advance", {{"seconds", 3600 * static_cast<int>(1 + pick(60))}});
        return true;
      default:
        return attempt(here.at("actions").as_array());
    }
  }

  bool attempt(array const& actions) {
    if (actions.empty()) return false;
    auto const& action = actions[pick(actions.size())].as_object();
    constexpr std::array roles{Role::service, Role::service, Role::agent, Role::manager};
    house_.call("case.apply",
                {{"case_id", id_},
                 {"event", action.at("event")},
                 {"params", action.at("example_params")},
                 {"request_id", next_request()}},
                roles.at(pick(roles.size())));
    return true;
  }

  void add_evidence() {
    constexpr std::array kinds{"E-CHAT", "E-TRACE", "E-SIGN", "E-PHOTO", "E-INSPECT"};
    object params{
        {"case_id", id_}, {"kind", kinds.at(pick(kinds.size()))}, {"source", "upload"}, {"request_id", next_request()}};
    params.emplace("sha256", std::string(64, 'a'));
    house_.call("evidence.add", std::move(params));
  }

  std::string next_request() { return fmt::format("w{}", ++requests_); }

  HouseOfDesks& house_;
  std::mt19937 random_;
  std::string id_;
  int requests_ = 0;
};

}  // namespace

void walk_cases(HouseOfDesks& house, unsigned seed, int cases, int steps_max) {
  StoryWalk walk{house, seed};
  for (int number = 0; number < cases; ++number) walk.run(number, steps_max);
}

}  // namespace redress::api
