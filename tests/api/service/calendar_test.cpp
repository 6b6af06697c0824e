// Deadlines and the people who work on them: reminders once, the last safe moment, and what a calendar edit moves.
#include "api/service/recount.hpp"
#include "tests/api/tea_shop.hpp"

#include <set>

namespace redress::api {
namespace {

constexpr std::string_view reminder = "deadline_reminder";

std::string with_replaced(std::string text, std::string_view from, std::string_view to) {
  auto const at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

rules::BookSource built_in(std::string_view name) {
  for (auto const& source : rules::builtin_sources())
    if (source.name == name) return source;
  ADD_FAILURE() << "no built-in file " << name;
  return {};
}

// A case of 200 yuan waits for the seller from Thursday 2026-01-08 10:00 in Beijing: 24 hours, and 8 of the shop's own.
class WorkAndTime : public TeaShop {
 protected:
  std::string waiting_case() { return open({{"reason", "do_not_want"}, {"wants", "refund_only"}}); }

  object actions(std::string const& id) { return call("case.actions", {{"case_id", id}}).at("result").as_object(); }

  std::multiset<std::string> reminders_fired() {
    std::multiset<std::string> fired;
    for (auto const& each : house.runner().run_until_idle())
      if (each.event == reminder) fired.insert(each.case_id);
    return fired;
  }

  array reminders_of(std::string const& id) {
    array found;
    auto const listed = call("outbox.list", {{"case_id", id}}).at("result").at("items").as_array();
    for (auto const& item : listed)
      if (item.at("kind").as_string() == reminder) found.push_back(item);
    return found;
  }

  void go_to(std::string_view at) { house.clock().set(*parse_rfc3339(at)); }
};

TEST_F(WorkAndTime, a_deadline_says_when_to_begin_at_the_latest_and_with_what) {
  auto const id = waiting_case();
  auto const told = actions(id);
  auto const& due = told.at("due").as_object();
  ASSERT_EQ(due.at("at").as_string(), "2026-01-09T02:00:00.000Z") << boost::json::serialize(told);
  // Ten in the morning on Friday: an hour of that day, and before it Thursday's eight.
  EXPECT_EQ(due.at("working_minutes_left").as_int64(), 60 + 8 * 60);
  std::int64_t minutes = 0;
  for (auto const& step : due.at("steps").as_array()) minutes += step.at("minutes").as_int64();
  EXPECT_EQ(due.at("work_minutes").as_int64(), minutes);
  EXPECT_GE(minutes, 30) << "refusing takes 30 minutes in this shop";
  EXPECT_EQ(due.at("remind_at").as_string(), "2026-01-08T09:00:00.000Z")
      << "two working hours before: 17:00 in Beijing";
  EXPECT_FALSE(due.contains("provisional"));
  // The target is at 18:00 in Beijing, when the shop closes; all work is done within the day.
  auto const& target = told.at("shop_due").as_object();
  EXPECT_EQ(target.at("at").as_string(), "2026-01-08T10:00:00.000Z");
  EXPECT_EQ(target.at("last_safe_at").as_string(),
            format_rfc3339(*parse_rfc3339("2026-01-08T10:00:00Z") + -minutes * minute_ms));
  auto const got = call("case.get", {{"case_id", id}}).at("result").as_object();
  EXPECT_EQ(got.at("case").at("due"), told.at("due"));
  EXPECT_EQ(got.at("shop_due"), told.at("shop_due"));
  auto const list = call("case.list", {{"shop", "s1"}}).at("result").at("cases").as_array();
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].at("due"), told.at("due"));
  EXPECT_EQ(list[0].at("shop_due"), told.at("shop_due"));
}

TEST_F(WorkAndTime, evidence_that_is_there_is_work_that_is_done) {
  auto const id = open({{"reason", "counterfeit"}, {"wants", "refund_only"}});  // the seller shows where it is from
  auto const before = actions(id).at("due").as_object();
  std::set<std::string> wanted;
  for (auto const& step : before.at("steps").as_array())
    if (step.as_object().contains("evidence")) wanted.insert(std::string(step.at("evidence").at(0).as_string()));
  ASSERT_FALSE(wanted.empty()) << boost::json::serialize(before);
  auto const added = call(
      "evidence.add",
      {{"case_id", id}, {"kind", *wanted.begin()}, {"text", "聊天记录"}, {"source", "wangwang"}, {"request_id", "e1"}});
  ASSERT_TRUE(added.contains("result")) << boost::json::serialize(added);
  auto const after = actions(id).at("due").as_object();
  EXPECT_LT(after.at("work_minutes").as_int64(), before.at("work_minutes").as_int64());
  // Friday 10:00 without the work that is left, but no less than the book's two hours: Thursday 17:00 at the latest.
  auto const last = parse_rfc3339("2026-01-08T09:00:00Z").value();
  auto const over_margin = [](object const& due) {
    return std::max<std::int64_t>(0, due.at("work_minutes").as_int64() - 120) * minute_ms;
  };
  EXPECT_EQ(before.at("last_safe_at").as_string(), format_rfc3339(last + -over_margin(before)));
  EXPECT_EQ(after.at("last_safe_at").as_string(), format_rfc3339(last + -over_margin(after)));
}

TEST_F(WorkAndTime, reminders_are_told_once_each_in_time) {
  auto const id = waiting_case();
  EXPECT_EQ(reminders_of(id).size(), 2U) << "of the term and of the shop's target";
  go_to("2026-01-08T07:59:59Z");
  EXPECT_TRUE(reminders_fired().empty());
  go_to("2026-01-08T08:00:00Z");
  EXPECT_EQ(reminders_fired().count(id), 1U) << "of the target, two working hours before 18:00";
  EXPECT_TRUE(reminders_fired().empty());
  go_to("2026-01-08T09:30:00Z");
  EXPECT_EQ(reminders_fired().count(id), 1U) << "late, but before the term";
  EXPECT_TRUE(reminders_fired().empty());
  EXPECT_EQ(trail_of(id).size(), 1U) << "a reminder is no move of the case";
  for (auto const& item : reminders_of(id)) EXPECT_TRUE(item.as_object().contains("delivered_at"));
}

TEST_F(WorkAndTime, other_entries_of_the_case_plan_no_second_reminder) {
  auto const id = waiting_case();
  call("case.assign", {{"case_id", id}, {"assignee", "小王"}, {"request_id", next_request()}}, Role::manager);
  call("case.facts", {{"case_id", id},
                      {"set", object{{"buyer.good_record", false}}},
                      {"source", "erp"},
                      {"request_id", next_request()}});
  EXPECT_EQ(reminders_of(id).size(), 2U);
}

TEST_F(WorkAndTime, a_shop_keeps_the_risk_signals_of_its_platform) {
  auto const listed = call("rules.list", {{"book", "tea"}}, Role::auditor).at("result").at("books").as_array();
  EXPECT_FALSE(listed.at(0).at("risks").as_array().empty());
  EXPECT_EQ(listed.at(0).at("calendar").at("timetable").at("shifts").as_array().size(), 2U);
  EXPECT_EQ(listed.at(0).at("reminders").as_array().size(), 1U);
}

TEST_F(WorkAndTime, a_case_that_moved_on_is_reminded_of_no_more) {
  auto const id = waiting_case();
  auto const agreed =
      call("case.apply", {{"case_id", id}, {"event", "agree_refund"}, {"request_id", next_request()}}, Role::manager);
  ASSERT_TRUE(agreed.contains("result")) << boost::json::serialize(agreed);
  go_to("2026-01-08T09:30:00Z");
  EXPECT_TRUE(reminders_fired().empty());
  for (auto const& item : reminders_of(id))
    EXPECT_EQ(std::string(item.at("last_failure").as_string()).rfind("cancelled", 0), 0U);
}

TEST_F(WorkAndTime, nothing_is_told_after_the_deadline) {
  auto const id = waiting_case();
  go_to("2026-01-09T02:00:00Z");
  EXPECT_TRUE(reminders_fired().empty()) << "the server was away until the deadline itself";
}

TEST_F(WorkAndTime, a_deadline_the_platform_moves_takes_its_reminder_along) {
  auto const id = waiting_case();
  auto const moved = call("case.facts", {{"case_id", id},
                                         {"set", object{{"platform.due_at", "2026-01-13T02:00:00Z"}}},
                                         {"source", "top"},
                                         {"request_id", next_request()}});
  ASSERT_TRUE(moved.contains("result")) << boost::json::serialize(moved);
  go_to("2026-01-08T08:00:00Z");
  EXPECT_EQ(reminders_fired().size(), 1U) << "of the shop's target, which stays";
  go_to("2026-01-09T02:00:00Z");
  EXPECT_TRUE(reminders_fired().empty()) << "the old term's is cancelled";
  go_to("2026-01-12T09:00:00Z");
  EXPECT_EQ(reminders_fired().count(id), 1U);
}

TEST_F(WorkAndTime, of_a_case_that_comes_while_the_shop_is_closed_is_told_when_it_opens) {
  go_to("2026-01-11T02:00:00Z");  // Sunday, ten in the morning
  auto const id = waiting_case();
  EXPECT_EQ(actions(id).at("due").at("remind_at").as_string(), "2026-01-12T01:00:00.000Z");
  go_to("2026-01-12T00:59:59Z");
  EXPECT_TRUE(reminders_fired().empty());
  go_to("2026-01-12T01:00:01Z");
  EXPECT_EQ(reminders_fired().count(id), 1U);
}

TEST_F(WorkAndTime, what_was_told_on_friday_is_not_told_again_when_the_shop_opens) {
  go_to("2026-01-09T02:00:00Z");  // Friday; the platform gives until Monday half past nine
  auto const id = waiting_case();
  call("case.facts", {{"case_id", id},
                      {"set", object{{"platform.due_at", "2026-01-12T01:30:00Z"}}},
                      {"source", "top"},
                      {"request_id", next_request()}});
  go_to("2026-01-10T17:00:00Z");  // an hour before Saturday's night shift ends: 90 minutes of work before the term
  auto const told = reminders_fired().count(id);
  EXPECT_GE(told, 1U);
  go_to("2026-01-11T03:00:00Z");
  call("case.assign", {{"case_id", id}, {"assignee", "小王"}, {"request_id", next_request()}}, Role::manager);
  go_to("2026-01-12T01:00:01Z");
  EXPECT_TRUE(reminders_fired().empty());
}

TEST_F(WorkAndTime, an_empty_list_of_reminders_tells_nobody) {
  auto silent = tea_book();
  auto const from = silent.text.find("reminders:\n");
  auto const to = silent.text.find("# How long our own people");
  silent.text.replace(from, to - from, "reminders: []\n\n");
  house.put_rulebooks({silent});
  ASSERT_TRUE(call("rules.activate", {{"request_id", "a"}}, Role::admin).contains("result"));
  auto const id = waiting_case();
  EXPECT_TRUE(reminders_of(id).empty());
  EXPECT_FALSE(actions(id).at("due").as_object().contains("remind_at"));
  EXPECT_TRUE(actions(id).at("due").as_object().contains("last_safe_at"));
}

TEST_F(WorkAndTime, an_edit_of_the_hours_shows_what_it_moves_and_moves_the_reminders) {
  auto const id = waiting_case();
  auto edited = tea_book();
  edited.text = with_replaced(edited.text, "    hours: 8\n",
                              "    due: min(add_working_time(case.state_entered_at, duration('4h')), "
                              "case.state_entered_at + duration('8h'))\n");
  house.put_rulebooks({edited});
  auto const looked = call("rules.activate", {{"request_id", "look"}, {"check_only", true}}, Role::admin);
  ASSERT_TRUE(looked.contains("result")) << boost::json::serialize(looked);
  auto const& moves = looked.at("result").at("moves").as_array();
  ASSERT_EQ(moves.size(), 1U) << boost::json::serialize(looked);
  EXPECT_EQ(moves[0].at("case_id").as_string(), id);
  EXPECT_EQ(moves[0].at("slot").as_string(), "refund.seller_answer");
  EXPECT_EQ(moves[0].at("what").as_string(), "shop_due");
  EXPECT_EQ(moves[0].at("before").as_string(), "2026-01-08T10:00:00.000Z");
  EXPECT_EQ(moves[0].at("after").as_string(), "2026-01-08T06:00:00.000Z");
  EXPECT_EQ(moves[0].at("moves").as_string(), "at_once");
  EXPECT_EQ(actions(id).at("shop_due").at("at").as_string(), "2026-01-08T10:00:00.000Z") << "only looked";
  auto const done = call("rules.activate", {{"request_id", "do"}}, Role::admin);
  EXPECT_EQ(done.at("result").at("moves_total").to_number<int>(), 1);
  EXPECT_EQ(actions(id).at("shop_due").at("at").as_string(), "2026-01-08T06:00:00.000Z");
  go_to("2026-01-08T04:00:00Z");
  EXPECT_EQ(reminders_fired().count(id), 1U) << "planned anew with the activation";
  auto const journal = call("rules.list", {}, Role::admin).at("result").at("activations").as_array();
  EXPECT_EQ(journal.back().at("moves").as_array().size(), 1U) << "and it is in the journal";
}

// A review reported to the platform, which handles it within three working days.
class PlatformsTerm : public WorkAndTime {
 protected:
  std::string reported_case(std::string_view at) {
    go_to(at);
    auto const id =
        open({{"reason", "other"}},
             {{"kind", "bad_review"},
              {"review", object{{"id", "r1"}, {"score", 1}, {"text", "差"}, {"posted_at", "2026-09-29T02:00:00Z"}}},
              {"order", object{{"signed_at", "2026-09-28T02:00:00Z"}, {"succeeded_at", "2026-09-28T03:00:00Z"}}}});
    for (auto const* event : {"classify", "report_review"}) {
      object params;
      auto const offered = actions(id).at("actions").as_array();
      for (auto const& action : offered)
        if (action.at("event").as_string() == event) params = action.at("example_params").as_object();
      auto const moved =
          call("case.apply", {{"case_id", id}, {"event", event}, {"params", params}, {"request_id", next_request()}},
               Role::manager);
      EXPECT_TRUE(moved.contains("result")) << boost::json::serialize(moved);
    }
    EXPECT_EQ(state_of(id), "REPORTED");
    return id;
  }

  std::string due_of(std::string const& id) { return std::string(actions(id).at("due").at("at").as_string()); }
};

TEST_F(PlatformsTerm, moves_with_the_calendar_at_once_and_each_case_once) {
  auto const id = reported_case("2026-09-18T02:00:00Z");
  EXPECT_EQ(due_of(id), "2026-09-22T02:00:00.000Z") << "Sunday the 20th, which is worked, the 21st and the 22nd";
  EXPECT_TRUE(actions(id).at("due").at("owed_by").as_string() == "platform");
  auto edited = built_in("calendar-cn");
  edited.text = with_replaced(edited.text, "2026-09-20, ", "");
  house.put_rulebooks({tea_book(), edited});
  auto const looked = call("rules.activate", {{"request_id", "look"}, {"check_only", true}}, Role::admin);
  ASSERT_TRUE(looked.contains("result")) << boost::json::serialize(looked);
  ASSERT_EQ(looked.at("result").at("moves").as_array().size(), 1U) << boost::json::serialize(looked);
  auto const move = looked.at("result").at("moves").as_array()[0].as_object();
  EXPECT_EQ(move.at("slot").as_string(), "review.report_handling");
  EXPECT_EQ(move.at("what").as_string(), "due");
  EXPECT_EQ(move.at("before").as_string(), "2026-09-22T02:00:00.000Z");
  EXPECT_EQ(move.at("after").as_string(), "2026-09-23T02:00:00.000Z");
  EXPECT_EQ(move.at("moves").as_string(), "at_once");
  EXPECT_EQ(due_of(id), "2026-09-22T02:00:00.000Z");
  auto const entries = trail_of(id).size();
  ASSERT_TRUE(call("rules.activate", {{"request_id", "do"}}, Role::admin).contains("result"));
  EXPECT_EQ(due_of(id), "2026-09-23T02:00:00.000Z");
  auto const trail = trail_of(id);
  ASSERT_EQ(trail.size(), entries + 1) << "the move is in the ledger";
  EXPECT_EQ(trail.back().at("event").as_string(), "facts_reported");
  EXPECT_EQ(trail.back().at("params").at("source").as_string(), "calendar");
  EXPECT_NE(trail.back().at("rulebook_digest"), trail[entries - 1].at("rulebook_digest"));
  house.runner().run_until_idle();
  house.runner().recount_deadlines();
  EXPECT_EQ(trail_of(id).size(), entries + 1) << "once";
  auto const again = call("rules.activate", {{"request_id", "again"}}, Role::admin).at("result").as_object();
  EXPECT_TRUE(again.at("moves").as_array().empty());
}

TEST_F(PlatformsTerm, that_a_crash_left_uncounted_is_counted_by_the_next_pass) {
  auto const id = reported_case("2026-09-18T02:00:00Z");
  auto const entries = trail_of(id).size();
  house.store().write([&](StoreWriter& store) { Recount{7, {id}}.ask(store); }, [](auto) {});
  house.store().drain();
  house.runner().run_until_idle();
  EXPECT_EQ(trail_of(id).size(), entries + 1);
  // Dying after the entry and before the note leads to the same command again, which changes nothing.
  house.store().write([&](StoreWriter& store) { Recount{7, {id}}.ask(store); }, [](auto) {});
  house.store().drain();
  house.runner().run_until_idle();
  house.runner().run_until_idle();
  EXPECT_EQ(trail_of(id).size(), entries + 1);
}

TEST_F(PlatformsTerm, of_a_year_without_a_notice_is_provisional_until_the_notice_comes) {
  auto const id = reported_case("2027-03-01T02:00:00Z");
  EXPECT_EQ(due_of(id), "2027-03-04T02:00:00.000Z") << "Monday to Friday";
  auto const due = actions(id).at("due").as_object();
  EXPECT_TRUE(due.at("provisional").as_bool());
  EXPECT_NE(std::string(due.at("says").at("zh").as_string()).find("暂按周一至周五"), std::string::npos);
  auto told = built_in("calendar-cn");  // made up for this test: nobody knows the notice of 2027 yet
  told.text +=
      "  - year: 2027\n    cites: {text: 测试通知, source: test}\n    confidence: high\n"
      "    holidays: [{name: 测试假日, from: 2027-03-02, to: 2027-03-03}]\n    makeup_days: [2027-03-06]\n";
  house.put_rulebooks({tea_book(), told});
  auto const looked = call("rules.activate", {{"request_id", "look"}, {"check_only", true}}, Role::admin);
  ASSERT_TRUE(looked.contains("result")) << boost::json::serialize(looked);
  EXPECT_FALSE(looked.at("result").as_object().contains("notices")) << "the calendar has the year";
  ASSERT_TRUE(call("rules.activate", {{"request_id", "do"}}, Role::admin).contains("result"));
  EXPECT_EQ(due_of(id), "2027-03-06T02:00:00.000Z") << "the 4th, the 5th, and Saturday the 6th, which is worked";
  EXPECT_FALSE(actions(id).at("due").as_object().contains("provisional"));
  house.put_rulebooks({tea_book()});
  auto const back = call("rules.activate", {{"request_id", "back"}}, Role::admin);
  EXPECT_EQ(back.at("result").at("notices").as_array().size(), 1U) << "the calendar has ended";
  EXPECT_EQ(due_of(id), "2027-03-04T02:00:00.000Z");
}

TEST_F(PlatformsTerm, a_longer_term_that_is_no_calendars_waits_for_the_cases_next_command) {
  auto const id = reported_case("2026-09-30T02:00:00Z");
  auto edited = built_in("taobao-reviews");
  edited.text = with_replaced(edited.text, "due: \"add_workdays(case.state_entered_at, 3)\"", "hours: 360");
  auto const examples = edited.text.find(
      "      - {facts: {case.state_entered_at: \"2026-01-05T10:00:00+08:00\"}, due: \"2026-01-08T10:00:00+08:00\"}");
  auto const end = edited.text.find("  - id: D-27-APPEAL");
  ASSERT_TRUE(examples != std::string::npos && end != std::string::npos);
  edited.text.replace(
      examples, end - examples,
      "      - {facts: {case.state_entered_at: \"2026-01-05T10:00:00+08:00\"}, due: \"2026-01-20T10:00:00+08:00\"}\n");
  house.put_rulebooks({tea_book(), edited});
  auto const done = call("rules.activate", {{"request_id", "do"}}, Role::admin);
  ASSERT_TRUE(done.contains("result")) << boost::json::serialize(done);
  ASSERT_EQ(done.at("result").at("moves").as_array().size(), 1U);
  EXPECT_EQ(done.at("result").at("moves").at(0).at("moves").as_string(), "with_next_command");
  EXPECT_EQ(due_of(id), "2026-10-10T02:00:00.000Z");
  call("case.assign", {{"case_id", id}, {"assignee", "小王"}, {"request_id", next_request()}}, Role::manager);
  EXPECT_EQ(due_of(id), "2026-10-15T02:00:00.000Z");
}

}  // namespace
}  // namespace redress::api
