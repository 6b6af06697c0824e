// Rulebooks that change while commands run: who may, what comes of a bad folder, and that no command sees two books.
#include "api/server/rulebooks.hpp"
#include "tests/api/tea_shop.hpp"

#include <atomic>
#include <set>
#include <thread>

namespace redress::api {
namespace {

// The tea shop asks for the chat record from 10 yuan on instead of 100.
rules::BookSource stricter_tea() {
  auto tea = tea_book();
  auto const swap = [&](std::string const& from, std::string const& to) {
    for (auto at = tea.text.find(from); at != std::string::npos; at = tea.text.find(from, at + to.size()))
      tea.text.replace(at, from.size(), to);
  };
  swap("claim.amount_minor > 10000", "claim.amount_minor > 1000");
  swap("claim.amount_minor: 10001", "claim.amount_minor: 1001");
  swap("verdict: out_of_scope, facts: {claim.amount_minor: 10000}",
       "verdict: out_of_scope, facts: {claim.amount_minor: 1000}");
  return tea;
}

std::string digest_of(rules::BookSource const& shop) {
  std::vector<rules::BookSource> const folder{shop};
  return rulebooks_with(folder).value().find(shop.name)->digest;
}

class Activation : public TeaShop {
 protected:
  object activate(std::string const& request_id, Role role = Role::admin, bool check_only = false) {
    object params{{"request_id", request_id}};
    if (check_only) params.emplace("check_only", true);
    return call("rules.activate", std::move(params), role);
  }
  std::string middling_case() {
    return open({{"reason", "do_not_want"}, {"wants", "refund_only"}, {"amount", money(5000)}});
  }
  bool asks_for_the_chat(std::string const& id) {
    auto const actions = call("case.actions", {{"case_id", id}}).at("result").at("actions").as_array();
    return boost::json::serialize(actions).find("TEA-001") != std::string::npos;
  }
  object listed(std::string_view book) {
    auto const answer = call("rules.list", {}, Role::admin);
    for (auto const& each : answer.at("result").at("books").as_array())
      if (each.at("id").as_string() == book) return each.as_object();
    return {};
  }
};

TEST_F(Activation, counts_for_the_very_next_answer_and_is_journaled) {
  auto const id = middling_case();
  EXPECT_FALSE(asks_for_the_chat(id));
  house.put_rulebooks({stricter_tea()});
  house.clock().advance(hour_ms);
  EXPECT_FALSE(asks_for_the_chat(id)) << "writing the file is not activating it";

  auto const checked = activate("look", Role::admin, true).at("result").as_object();
  EXPECT_FALSE(checked.at("activated").as_bool());
  EXPECT_EQ(checked.at("changes").as_array().size(), 1U);
  EXPECT_FALSE(asks_for_the_chat(id));

  auto const before = listed("tea");
  auto const done = activate("a1").at("result").as_object();
  EXPECT_TRUE(asks_for_the_chat(id));
  ASSERT_EQ(done.at("changes").as_array().size(), 1U);
  auto const& change = done.at("changes").as_array().front().as_object();
  EXPECT_EQ(change.at("book").as_string(), "tea");
  EXPECT_EQ(std::string(change.at("from").as_string()), digest_of(tea_book()));
  EXPECT_EQ(std::string(change.at("to").as_string()), digest_of(stricter_tea()));
  EXPECT_EQ(done.at("actor").as_string(), "test-admin");
  EXPECT_EQ(done.at("from_seq").as_int64(), 2) << "after the opening and the activation itself";
  auto const office = call("audit.office", {}, Role::admin).at("result").at("entries").as_array();
  ASSERT_EQ(office.size(), 1U);
  EXPECT_EQ(office[0].at("id"), done.at("entry_id"));
  EXPECT_EQ(office[0].at("seq").as_int64(), 1);
  EXPECT_EQ(office[0].at("event").as_string(), "rulebooks_activated");
  EXPECT_EQ(office[0].at("params").at("changes"), done.at("changes"));

  auto const after = listed("tea");
  EXPECT_EQ(after.at("digest"), change.at("to"));
  EXPECT_EQ(after.at("since"), done.at("at"));
  EXPECT_NE(after.at("since"), before.at("since"));
  EXPECT_EQ(listed("taobao").at("since"), before.at("since")) << "what did not change stands since it stood";
  auto const info = call("system.info", {}, Role::admin).at("result").at("rulebooks").as_object();
  EXPECT_EQ(info.at("last_activation").at("request_id").as_string(), "a1");
  EXPECT_TRUE(info.at("not_activated").as_array().empty());

  // Asked again under the same request id, after the folder went back: the same answer, and nothing happens.
  house.put_rulebooks({tea_book()});
  auto again = activate("a1").at("result").as_object();
  EXPECT_TRUE(again.at("replayed").as_bool());
  again.erase("replayed");
  EXPECT_EQ(again, done);
  EXPECT_TRUE(asks_for_the_chat(id));
  EXPECT_EQ(code_of(activate("a1", Role::admin, true)), "request_id_reused");
}

TEST_F(Activation, is_refused_to_whoever_is_bound_to_a_shop) {
  house.put_rulebooks({stricter_tea()});
  for (auto const role : {Role::manager, Role::agent, Role::service, Role::auditor})
    EXPECT_EQ(code_of(activate("x", role)), "forbidden") << name_of(role);
  EXPECT_EQ(std::string(listed("tea").at("digest").as_string()), digest_of(tea_book()));
}

TEST_F(Activation, of_a_folder_with_a_finding_changes_nothing) {
  std::string const part = "book: extra\nversion: \"1\"\ntitle: {zh: 多余, en: Extra}\n";
  struct Row {
    rules::BookSource file;
    std::string says;
  };
  auto laxer = tea_book();
  laxer.text.replace(laxer.text.find("effect: block"), 13, "effect: warn ");
  auto failing = tea_book();
  failing.text.replace(failing.text.find("verdict: holds"), 14, "verdict: fails");
  for (auto const& row :
       {Row{laxer, ""}, Row{failing, ""}, Row{{"tea", "book: ["}, ""}, Row{{"extra", part}, "no book includes it"},
        Row{{"taobao", "book: taobao\nversion: \"1\"\ntitle: {zh: 空, en: Empty}\n"}, "platform"}}) {
    house.put_rulebooks({row.file});
    for (bool const check_only : {true, false}) {
      auto const answer = activate("bad", Role::admin, check_only);
      ASSERT_TRUE(answer.contains("error")) << row.file.name << row.file.text;
      auto const& data = answer.at("error").at("data").as_object();
      EXPECT_EQ(data.at("kind").as_string(), "invalid_params");
      auto const& findings = data.at("findings").as_array();
      ASSERT_FALSE(findings.empty());
      bool named = false;
      for (auto const& finding : findings) {
        EXPECT_GE(finding.at("line").as_int64(), 1);
        EXPECT_GE(finding.at("column").as_int64(), 1);
        auto const says = std::string(finding.at("says").at("en").as_string());
        named = named || (finding.at("file").as_string() == row.file.name && says.find(row.says) != std::string::npos);
      }
      EXPECT_TRUE(named) << boost::json::serialize(findings);
    }
    EXPECT_EQ(std::string(listed("tea").at("digest").as_string()), digest_of(tea_book()));
  }
  house.put_rulebooks({stricter_tea()});
  EXPECT_TRUE(activate("bad").contains("result")) << "a request that failed may be sent again";
}

TEST_F(Activation, takes_away_the_book_of_a_file_that_is_gone) {
  house.put_rulebooks({});
  auto const changes = activate("gone").at("result").at("changes").as_array();
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_TRUE(changes.front().at("to").is_null());
  EXPECT_TRUE(listed("tea").empty());
  auto const id = middling_case();
  EXPECT_EQ(trail_of(id).front().at("rulebook").as_string(), "taobao");
}

TEST_F(Activation, old_entries_are_still_explained_by_the_book_that_held) {
  auto const id = middling_case();
  auto const entry = trail_of(id).front().at("id").as_string();
  house.put_rulebooks({stricter_tea()});
  ASSERT_TRUE(activate("a1").contains("result"));
  auto const told = call("rules.explain", {{"entry_id", entry}}, Role::auditor);
  ASSERT_TRUE(told.contains("result")) << boost::json::serialize(told);
  EXPECT_NE(boost::json::serialize(told).find(digest_of(tea_book())), std::string::npos);
  EXPECT_EQ(boost::json::serialize(told).find("\"book_at_hand\":false"), std::string::npos);
}

TEST_F(Activation, a_start_with_other_files_is_told_until_somebody_activates_them) {
  std::vector<rules::BookSource> const folder{stricter_tea()};
  RulebooksInForce books{rulebooks_with(folder).value()};
  SeededEntropy entropy{3};
  Ids ids{house.clock(), entropy};
  RulebookDesk desk{house.store(),
                    books,
                    house.clock(),
                    ids,
                    {[&](auto const&) -> Result<CheckedRulebooks> { return checked_rulebooks(folder); },
                     [](auto const&) { return Result<void>{}; }}};
  auto const changes = desk.start();
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes.front().book, "tea");
  EXPECT_EQ(desk.start().size(), 1U) << "a second start says it again";
  Actor const admin{.id = "a", .role = Role::admin, .shop = {}};
  Actor const other{.id = "m", .role = Role::manager, .shop = "s2"};
  EXPECT_EQ(desk.state(admin).at("not_activated").as_array().size(), 1U);
  EXPECT_TRUE(desk.state(other).at("not_activated").as_array().empty()) << "another shop's book is not theirs to see";
  auto const answer = boost::json::parse(desk.activate({admin, "rules.activate", {{"request_id", "r"}}})).as_object();
  EXPECT_EQ(answer.at("result").at("changes").as_array().size(), 1U) << boost::json::serialize(answer);
  EXPECT_TRUE(desk.state(admin).at("not_activated").as_array().empty());
  EXPECT_TRUE(desk.start().empty());
}

TEST_F(Activation, under_concurrent_commands_each_entry_is_decided_by_one_book) {
  constexpr int people = 3;
  constexpr int commands = 40;
  std::vector<std::string> ids;
  for (int i = 0; i < people; ++i) ids.push_back(middling_case());
  std::atomic<int> busy = people;
  std::vector<std::thread> threads;
  for (int person = 0; person < people; ++person)
    threads.emplace_back([&, person] {
      for (int i = 0; i < commands; ++i) {
        object const refuse{{"case_id", ids[static_cast<std::size_t>(person)]},
                            {"event", "refuse"},
                            {"params", object{{"message", "已核实"}}},
                            {"request_id", fmt::format("refuse-{}-{}", person, i)}};
        house.call("case.apply", refuse, Role::agent);
        house.call("case.actions", {{"case_id", ids[static_cast<std::size_t>(person)]}}, Role::agent);
      }
      --busy;
    });
  int activations = 0;
  while (busy > 0 || activations < 2) {
    house.put_rulebooks({activations % 2 == 0 ? stricter_tea() : tea_book()});
    EXPECT_TRUE(activate(fmt::format("swap-{}", activations)).contains("result"));
    ++activations;
  }
  for (auto& thread : threads) thread.join();

  std::vector<Entry> entries;
  house.store().read([&](StoreReader& store) { entries = store.entries_from(0, 10000); });
  ActivationJournal journal;
  house.store().read([&](StoreReader& store) { journal = ActivationJournal::read(store); });
  auto const lenient = digest_of(tea_book());
  auto const strict = digest_of(stricter_tea());
  std::set<std::string> seen;
  for (auto const& entry : entries) {
    if (is_office(entry.case_id)) continue;
    auto const json = boost::json::parse(entry.bytes).as_object();
    auto const digest = std::string(json.at("rulebook_digest").as_string());
    auto expected = lenient;
    for (auto const& item : journal.items())
      for (auto const& change : item.at("changes").as_array())
        if (item.at("from_seq").as_int64() <= entry.seq && change.at("book").as_string() == "tea")
          expected = change.at("to").as_string();
    EXPECT_EQ(digest, expected) << "entry " << entry.seq;
    if (json.at("event").as_string() != "refuse") continue;
    seen.insert(digest);
    bool asked = false;
    for (auto const& rule : json.at("rules").as_array())
      asked = asked || (rule.at("id").as_string() == "TEA-001" && rule.at("verdict").as_string() == "unproven" &&
                        rule.at("applies").as_bool());
    bool const judged = !json.at("rules").as_array().empty();
    EXPECT_EQ(asked, judged && digest == strict) << "entry " << entry.seq;
  }
  EXPECT_EQ(entries.size(), static_cast<std::size_t>(people + people * commands + activations));
  EXPECT_FALSE(seen.empty());
}

}  // namespace
}  // namespace redress::api
