// What honest entries may say, of today's version and of the first, and what follows from it.
#include "tests/engine/audit/rows_in_memory.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace redress::audit {
namespace {

namespace json = boost::json;

TEST(HonestRows, hold) {
  auto const found = audited(honest_rows());
  EXPECT_TRUE(found.findings.empty()) << found.findings.front().says.en;
  EXPECT_EQ(found.differences, 0);
  EXPECT_TRUE(found.untold.empty());
}

TEST(HonestRows, of_version_1_hold_and_what_they_do_not_tell_is_named) {
  auto rows = honest_rows();
  for (std::size_t i = 0; i < rows.entries.size(); ++i)
    if (rows.told(i)["kind"] != "office") rows.tell_as_version_1(i);
  auto const found = audited(rows);
  EXPECT_TRUE(found.findings.empty()) << found.findings.front().says.en;
  for (auto const* member : {"final", "opened_at", "state_entered_at", "flags", "account.goods_reserved"})
    EXPECT_EQ(found.untold.find(member)->second, std::ssize(rows.cases)) << member;
}

TEST(HonestRows, of_version_1_in_the_middle_leave_open_only_what_changes) {
  auto rows = honest_rows();
  rows.tell_as_version_1(rows.entry("withdraw"));
  auto const found = audited(rows);
  ASSERT_EQ(found.findings.size(), 1U) << "that goods were freed is not told by version 1";
  EXPECT_EQ(found.findings.front().column, "content.account.goods_reserved");
  EXPECT_EQ(found.untold.size(), 3U) << "the end, when the state was entered, the flags";
}

// One honest thing more: in the first entry of an event, and in the row that follows from it.
struct Harmless {
  std::string name;
  std::string event;
  std::function<void(json::object&)> tell;
  std::function<void(json::object&)> follows = [](json::object&) {};  // in the content of the case's row
  std::string outcome = "accepted";
};

void PrintTo(Harmless const& harmless, std::ostream* out) { *out << harmless.name; }

class NotLies : public testing::TestWithParam<Harmless> {};

TEST_P(NotLies, are_left_alone) {
  auto rows = honest_rows();
  auto const& [name, event, tell, follows, outcome] = GetParam();
  auto const entry = rows.entry(event, outcome);
  rows.tell_otherwise(entry, tell);
  auto const row = std::ranges::find(rows.cases, rows.entries[entry].case_id, &CaseRow::id);
  auto content = json::parse(row->content).as_object();
  follows(content);
  row->content = json::serialize(content);
  auto const found = audited(rows);
  EXPECT_TRUE(found.findings.empty()) << found.findings.front().says.en;
}

void put(json::object& entry, std::string_view part, std::string_view member, json::value value) {
  entry[part].as_object()[member] = std::move(value);
}

json::object const line{{"id", "L1"}, {"quantity", 1}};
json::object const elsewhere{{"case_id", "case_X"}, {"relation", "continues"}};

INSTANTIATE_TEST_SUITE_P(
    Each, NotLies,
    testing::Values(Harmless{"two_pairs_of_eyes", "agree_refund",
                             [](json::object& entry) {
                               entry["override"] = json::object{{"proposed_by", "somebody"}};
                             }},
                    Harmless{"an_override_that_was_refused", "payout_confirmed",
                             [](json::object& entry) {
                               entry["override"] = json::object{{"proposed_by", entry["actor"]}};
                             },
                             [](json::object&) {}, "refused"},
                    Harmless{"an_opening_that_was_refused_again", "payout_confirmed",
                             [](json::object& entry) { entry["event"] = "open"; }, [](json::object&) {}, "refused"},
                    Harmless{"a_deadline_that_was_refused", "payout_confirmed",
                             [](json::object& entry) { entry["event"] = "deadline_passed"; }, [](json::object&) {},
                             "refused"},
                    Harmless{"a_fact_of_a_later_version", "assigned",
                             [](json::object& entry) { put(entry, "facts_set", "no.such_fact", 1); }},
                    Harmless{"a_fact_told_once_more", "assigned",
                             [](json::object& entry) { put(entry, "facts_set", "claim.reason", "do_not_want"); }},
                    Harmless{"a_fact_cleared", "assigned",
                             [](json::object& entry) { put(entry, "facts_set", "claim.reason", nullptr); },
                             [](json::object& content) { content["facts"].as_object().erase("claim.reason"); }},
                    Harmless{"a_fact_cleared_that_was_not_known", "open",
                             [](json::object& entry) { put(entry, "facts_set", "compensation.paid_minor", nullptr); }},
                    Harmless{"a_claim_of_some_lines", "open",
                             [](json::object& entry) { put(entry, "params", "lines", json::array{line}); },
                             [](json::object& content) { content["claim_lines"] = json::array{line}; }},
                    Harmless{"a_case_that_continues_another", "open",
                             [](json::object& entry) { put(entry, "params", "continues", "case_X"); },
                             [](json::object& content) { content["links"] = json::array{elsewhere}; }},
                    Harmless{"a_case_that_was_linked", "assigned",
                             [](json::object& entry) {
                               entry["event"] = "linked";
                               entry["params"] = json::object{{"to", "case_X"}, {"relation", "continues"}};
                             },
                             [](json::object& content) {
                               content["assignee"] = "";
                               content["links"] = json::array{elsewhere};
                             }},
                    Harmless{"a_flag", "withdraw",
                             [](json::object& entry) { put(entry, "standing", "flags", json::array{"x"}); },
                             [](json::object& content) { content["flags"] = json::array{"x"}; }}),
    [](auto const& each) { return each.param.name; });

// Of a case that is paid back in two parts, the second of which fails: what was settled stays.
TEST(Money, that_fails_is_taken_back_as_far_as_it_was_not_settled) {
  auto rows = honest_rows();
  auto const amount_to = [](json::object& entry, std::int64_t minor) {
    json::array const lines{json::object{{"id", "L1"}, {"minor", minor}}};
    auto& effect = entry["effects"].as_array().at(0).as_object();
    effect["lines"] = lines;
    effect["amount"].as_object()["minor"] = minor;
    entry["postings"] = json::array{json::object{{"kind", "order_payout"}, {"minor", minor}, {"lines", lines}}};
  };
  auto const only = [](std::string_view kind, std::int64_t minor) {
    return [=](json::object& entry) {
      entry["postings"] = json::array{json::object{{"kind", kind}, {"minor", minor}}};
    };
  };
  rows.tell_otherwise(rows.entry("agree_refund"), [&](json::object& entry) { amount_to(entry, 15000); });
  rows.tell_otherwise(rows.entry("payout_failed"), only("settle_payout", 15000));
  rows.tell_otherwise(rows.entry("retry_payout"), [&](json::object& entry) { amount_to(entry, 5000); });
  rows.tell_otherwise(rows.entry("payout_confirmed"), only("cancel_payout", 5000));
  auto const found = audited(rows).findings;
  auto const account = std::ranges::find(found, "cases", &Finding::table);
  ASSERT_NE(account, found.end());
  EXPECT_EQ(account->column, "content.account.refunded_minor");
  EXPECT_EQ(account->expected, "15000");
}

TEST(Money, of_a_price_difference_counts_as_a_refund) {
  auto rows = honest_rows();
  for (auto const* event : {"agree_refund", "retry_payout"})
    rows.tell_otherwise(rows.entry(event), [](json::object& entry) {
      for (auto const* part : {"effects", "postings"})
        entry[part].as_array().at(0).as_object()["kind"] = "refund_price_difference";
    });
  for (auto& row : rows.outbox)
    if (row.kind == "order_payout") row.kind = "refund_price_difference";
  EXPECT_TRUE(audited(rows).findings.empty());
}

// Where an order's lines say more than was paid for it, there is no postage, and the order's sum is the ceiling.
TEST(Money, of_an_order_whose_lines_say_more_than_was_paid) {
  auto rows = honest_rows();
  json::value lines;
  rows.tell_otherwise(rows.entry("open"), [&](json::object& entry) {
    auto& all = entry["params"].as_object()["order"].as_object()["lines"].as_array();
    for (auto const* id : {"L2", "L3"}) {
      auto more = all.at(0).as_object();
      more["id"] = id;
      all.push_back(more);
    }
    lines = all;
  });
  auto content = json::parse(rows.orders.front().content).as_object();
  content["lines"] = lines;
  rows.orders.front().content = json::serialize(content);
  auto const found = audited(rows);
  EXPECT_TRUE(found.findings.empty()) << found.findings.front().says.en;
}

}  // namespace
}  // namespace redress::audit
