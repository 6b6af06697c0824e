// Calendars through the real binary: a shop with hours of its own, an edit that is looked at, activated and kept over a
// crash, reminders that come once, and what the edit would have changed in the past.
#include "engine/rules/timetable.hpp"
#include "tests/e2e/server_process.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace redress::e2e {
namespace {

using boost::json::array;
using boost::json::object;

std::string built_in(std::string const& name) {
  std::ifstream in{REDRESS_SOURCE_DIR "/workflows/rulebooks/" + name + ".yaml"};
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(std::filesystem::path const& file, std::string const& text) { std::ofstream{file} << text; }

// On every Monday; the target is four working hours, and never later than the platform's.
std::string hours_book(std::string_view opens) {
  return fmt::format(R"(book: hours
version: "1"
shop: s1
extends: taobao
title: {{zh: 班次, en: Hours}}
deadlines:
  - id: H-D-1
    slot: refund.seller_answer
    cites: {{text: 本店制度第1条}}
    confidence: design
    due: min(add_working_time(case.state_entered_at, duration('4h')), case.state_entered_at + duration('8h'))
    says: {{zh: 4个工作小时内答复。, en: An answer within 4 working hours.}}
    examples:
      - {{facts: {{case.state_entered_at: "2026-12-05T10:00:00+08:00"}}, due: "2026-12-05T18:00:00+08:00"}}
timetable:
  shifts:
    - {{on: [mon, tue, wed, thu, fri], start: "{}", end: "18:00"}}
  holidays: open
reminders:
  - id: H-RM-1
    cites: {{text: 本店制度第2条}}
    confidence: design
    slots: [refund.seller_answer]
    minutes_before: 60
    counted_in: working
    says: {{zh: 还有1个工作小时。, en: One working hour is left.}}
)",
                     opens);
}

// The built-in calendar, with a holiday more on that day; years between are made up for the test.
std::string calendar_with_holiday(rules::DayNumber day) {
  constexpr int last_known_year = 2026;
  auto text = built_in("calendar-cn");
  auto const holiday = fmt::format("{{name: 测试假日, from: {0}, to: {0}}}", rules::date_text(day));
  auto const year = rules::year_of(day);
  if (year <= last_known_year) {
    std::string const known = "{name: 国庆节, from: 2026-10-01, to: 2026-10-07}\n";
    return text.replace(text.find(known), known.size(), known + "      - " + holiday + "\n");
  }
  for (int each = last_known_year + 1; each <= year; ++each)
    text += fmt::format(
        "  - year: {0}\n    cites: {{text: 测试通知, source: test}}\n    confidence: high\n"
        "    holidays: [{1}]\n    makeup_days: []\n",
        each, each == year ? holiday : fmt::format("{{name: 元旦, from: {0}-01-01, to: {0}-01-01}}", each));
  return text;
}

class CalendarEdit : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder());
    write(folder() / "hours.yaml", hours_book("09:00"));
  }

  std::filesystem::path folder() const { return elsewhere_.path() / "rulebooks"; }
  std::vector<std::string> flags() const { return {"--sandbox", "--rulebooks", folder().string()}; }

  static Instant now_of(cli::RpcClient& client) {
    return *parse_rfc3339(client.call("system.info", {}).result.at("server_time").as_string());
  }

  // The sandbox's clock on the coming Monday at that hour in Beijing, but the first after a week.
  static Instant go_to_monday(cli::RpcClient& admin, int hour) {
    auto const now = now_of(admin);
    auto day = rules::beijing_day(now) + 7;
    while (rules::weekday_of(day) != 0) ++day;
    auto const target = rules::start_of(day) + hour * hour_ms;
    advance_to(admin, target);
    return target;
  }

  static array advance_to(cli::RpcClient& admin, Instant target) {
    auto const seconds = (target - now_of(admin) + second_ms - 1) / second_ms;
    auto const answer = admin.call("sandbox.advance", {{"seconds", seconds}});
    EXPECT_EQ(answer.exit, cli::Exit::ok) << boost::json::serialize(answer.error);
    return answer.exit == cli::Exit::ok ? answer.result.at("reminded").as_array() : array{};
  }

  static int reminders_in(array const& reminded, std::string_view id) {
    int count = 0;
    for (auto const& each : reminded) count += each.at("case_id").as_string() == id ? 1 : 0;
    return count;
  }

  static std::string time_at(boost::json::value const& result, std::string_view what) {
    auto const* due = result.as_object().if_contains(what);
    return due ? std::string(due->at("at").as_string()) : std::string("none");
  }

  Folder data_;
  Folder elsewhere_;
};

// The sandbox's clock runs to whole seconds, so moments are compared up to those.
std::string minute_of(std::string const& time) { return time.substr(0, 16); }
std::string minute_of(Instant at) { return minute_of(format_rfc3339(at)); }

TEST_F(CalendarEdit, is_shown_activated_and_its_reminder_comes_once_over_a_crash) {
  std::string id;
  Instant monday;
  {
    ServerProcess server{data_.path(), flags()};
    auto admin = server.client(server.admin());
    auto service = server.client(server.token("service", "s1"));
    auto agent = server.client(server.token("agent", "s1"));
    monday = go_to_monday(admin, 9);
    auto const opened =
        service.call("case.open", sample_case("refund", 1, {{"reason", "do_not_want"}, {"wants", "refund_only"}}));
    ASSERT_EQ(opened.exit, cli::Exit::ok) << boost::json::serialize(opened.error);
    id = opened.result.at("case").at("id").as_string();
    auto const before = agent.call("case.actions", {{"case_id", id}}).result;
    EXPECT_EQ(minute_of(time_at(before, "shop_due")), minute_of(monday + 4 * hour_ms));
    EXPECT_EQ(minute_of(std::string(before.at("shop_due").at("remind_at").as_string())),
              minute_of(monday + 3 * hour_ms));
    auto const& due = before.at("shop_due").as_object();
    EXPECT_EQ(minute_of(std::string(due.at("last_safe_at").as_string())),
              minute_of(monday + (4 * 60 - due.at("work_minutes").as_int64()) * minute_ms));

    write(folder() / "hours.yaml", hours_book("12:00"));
    auto const activate = [&](std::vector<std::string> more) {
      std::vector<std::string> arguments{"--url", server.url(), "--token", server.admin(), "rules", "activate"};
      arguments.insert(arguments.end(), more.begin(), more.end());
      return run_redress(arguments);
    };
    auto const looked = activate({"--check-only"});
    EXPECT_EQ(looked.exit, 0);
    EXPECT_NE(looked.out.find("deadlines that move: 1"), std::string::npos) << looked.out;
    EXPECT_NE(looked.out.find(id), std::string::npos) << looked.out;
    EXPECT_NE(looked.out.find("refund.seller_answer"), std::string::npos) << looked.out;
    EXPECT_EQ(time_at(agent.call("case.actions", {{"case_id", id}}).result, "shop_due"), time_at(before, "shop_due"));
    EXPECT_EQ(activate({}).exit, 0);
    auto const after = agent.call("case.actions", {{"case_id", id}}).result;
    EXPECT_EQ(minute_of(time_at(after, "shop_due")), minute_of(monday + 7 * hour_ms)) << "from 12:00, four hours";
    EXPECT_EQ(minute_of(std::string(after.at("shop_due").at("remind_at").as_string())),
              minute_of(monday + 6 * hour_ms));
    EXPECT_EQ(time_at(after, "due"), time_at(before, "due")) << "the platform's term is not the shop's";
    server.kill();
  }
  ServerProcess server{data_.path(), flags()};
  auto admin = server.client(server.admin());
  auto agent = server.client(server.token("agent", "s1"));
  EXPECT_EQ(minute_of(time_at(agent.call("case.actions", {{"case_id", id}}).result, "shop_due")),
            minute_of(monday + 7 * hour_ms));
  EXPECT_EQ(reminders_in(advance_to(admin, monday + 5 * hour_ms), id), 0) << "that of the old hours is cancelled";
  EXPECT_EQ(reminders_in(advance_to(admin, monday + 6 * hour_ms + minute_ms), id), 1);
  EXPECT_EQ(reminders_in(advance_to(admin, monday + 7 * hour_ms + minute_ms), id), 0);
  auto const activations = admin.call("rules.list", {}).result.at("activations").as_array();
  EXPECT_EQ(activations.back().at("moves").as_array().size(), 1U) << boost::json::serialize(activations.back());
  EXPECT_TRUE(admin.call("audit.verify", {}).result.at("ok").as_bool());
}

TEST_F(CalendarEdit, of_the_public_days_moves_a_platforms_term_and_shows_in_the_backtest) {
  std::filesystem::remove(folder() / "hours.yaml");  // decided by the platform's book, as the backtest asks
  std::string id;
  rules::DayNumber tuesday = 0;
  {
    ServerProcess server{data_.path(), flags()};
    auto admin = server.client(server.admin());
    auto service = server.client(server.token("service", "s1"));
    auto manager = server.client(server.token("manager", "s1"));
    auto const monday = go_to_monday(admin, 10);
    tuesday = rules::beijing_day(monday) + 1;
    auto const day_before = format_rfc3339(monday + -day_ms);
    auto const opened = service.call(
        "case.open",
        sample_case("bad_review", 2, {{"reason", "other"}},
                    {{"review", object{{"id", "r"}, {"score", 1}, {"text", "差评"}, {"posted_at", day_before}}},
                     {"order", object{{"signed_at", day_before}, {"succeeded_at", day_before}}}}));
    ASSERT_EQ(opened.exit, cli::Exit::ok) << boost::json::serialize(opened.error);
    id = opened.result.at("case").at("id").as_string();
    for (auto const* event : {"classify", "report_review"}) {
      object params;
      auto const offered = manager.call("case.actions", {{"case_id", id}}).result;
      for (auto const& action : offered.at("actions").as_array())
        if (action.at("event").as_string() == event) params = action.at("example_params").as_object();
      auto const moved =
          manager.call("case.apply", {{"case_id", id}, {"event", event}, {"params", params}, {"request_id", event}});
      ASSERT_EQ(moved.exit, cli::Exit::ok) << boost::json::serialize(moved.error);
    }
    auto const before = time_at(manager.call("case.actions", {{"case_id", id}}).result, "due");
    write(folder() / "calendar-cn.yaml", calendar_with_holiday(tuesday));
    auto const looked = admin.call("rules.activate", {{"request_id", "look"}, {"check_only", true}});
    ASSERT_EQ(looked.exit, cli::Exit::ok) << boost::json::serialize(looked.error);
    ASSERT_EQ(looked.result.at("moves").as_array().size(), 1U) << boost::json::serialize(looked.result);
    EXPECT_EQ(looked.result.at("moves").at(0).at("moves").as_string(), "at_once");
    ASSERT_EQ(admin.call("rules.activate", {{"request_id", "do"}}).exit, cli::Exit::ok);
    auto const after = time_at(manager.call("case.actions", {{"case_id", id}}).result, "due");
    EXPECT_EQ(after, looked.result.at("moves").at(0).at("after").as_string());
    EXPECT_GT(after, before);
    auto const trail = manager.call("case.trail", {{"case_id", id}}).result.at("entries").as_array();
    EXPECT_EQ(trail.back().at("params").at("source").as_string(), "calendar") << "the move is an entry";
    auto const receipt = (elsewhere_.path() / "receipt.json").string();
    EXPECT_EQ(run_redress({"--url", server.url(), "--token", server.admin(), "audit", "receipt",
                           std::string(trail.back().at("id").as_string()), "-o", receipt})
                  .exit,
              0);
    EXPECT_EQ(run_redress({"audit", "verify-receipt", receipt}).exit, 0);
    EXPECT_TRUE(admin.call("audit.verify", {}).result.at("ok").as_bool());
    EXPECT_EQ(server.stop(), 0);
  }
  // The change of the calendar alone, on what was recorded.
  auto const with = elsewhere_.path() / "with", without = elsewhere_.path() / "without";
  for (auto const& each : {with, without}) {
    std::filesystem::create_directories(each);
    write(each / "taobao.yaml", built_in("taobao"));
    write(each / "calendar-cn.yaml", each == with ? calendar_with_holiday(tuesday) : built_in("calendar-cn"));
  }
  auto const backtest = [&](std::filesystem::path const& at) {
    auto const run = run_redress(
        {"--json", "rules", "backtest", "--data", data_.path().string(), "--book", (at / "taobao.yaml").string()});
    EXPECT_EQ(run.exit, 0) << run.out;
    return boost::json::parse(run.out);
  };
  EXPECT_TRUE(backtest(without).at("empty").as_bool()) << "the same calendar changes nothing";
  auto const changed = backtest(with);
  EXPECT_GE(changed.at("total").at("deadlines").at("later").to_number<int>(), 1);
  auto const text = boost::json::serialize(changed);
  EXPECT_NE(text.find(id), std::string::npos) << "the report of the review fell due later: " << text;
  auto const diff = run_redress({"rules", "diff", (without / "taobao.yaml").string(), (with / "taobao.yaml").string()});
  EXPECT_NE(diff.out.find("放假增加 " + rules::date_text(tuesday)), std::string::npos) << diff.out;
  EXPECT_NE(diff.out.find("public holidays added: " + rules::date_text(tuesday)), std::string::npos) << diff.out;
}

}  // namespace
}  // namespace redress::e2e
