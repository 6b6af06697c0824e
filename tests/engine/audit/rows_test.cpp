// Rows that say something else than the entries they follow from: each difference is found, named and counted.
#include "engine/audit/finding.hpp"
#include "tests/engine/audit/rows_in_memory.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>

namespace redress::audit {
namespace {

namespace json = boost::json;

struct Change {
  std::string name;
  std::function<void(Rows&)> make;
  std::string what;
  std::string table;
  std::string column = {};
};

void PrintTo(Change const& change, std::ostream* out) { *out << change.name; }

// A copy of a table's row under another key, before all others or after them.
template <class Row>
std::function<void(Rows&)> first(std::vector<Row> Rows::*table, std::string Row::*key, std::string value) {
  return [=](Rows& rows) {
    auto& all = rows.*table;
    all.insert(all.begin(), all.front());
    all.front().*key = value;
  };
}
template <class Row>
std::function<void(Rows&)> last(std::vector<Row> Rows::*table, std::string Row::*key, std::string value) {
  return [=](Rows& rows) {
    (rows.*table).push_back((rows.*table).back());
    (rows.*table).back().*key = value;
  };
}

class RowsDiffer : public testing::TestWithParam<Change> {};

TEST_P(RowsDiffer, and_that_is_found_and_named) {
  auto rows = honest_rows();
  GetParam().make(rows);
  auto const found = audited(rows);
  ASSERT_EQ(found.findings.size(), 1U) << GetParam().name;
  EXPECT_EQ(found.findings.front().what, GetParam().what);
  EXPECT_EQ(found.findings.front().table, GetParam().table);
  EXPECT_EQ(found.findings.front().column, GetParam().column);
  EXPECT_EQ(found.differences, 1);
}

INSTANTIATE_TEST_SUITE_P(
    TooManyOrTooFew, RowsDiffer,
    testing::Values(
        Change{"outbox_first", first(&Rows::outbox, &OutboxRow::key, "entry_0/0"), "row_surplus", "outbox"},
        Change{"outbox_last", last(&Rows::outbox, &OutboxRow::key, "entry_Z/0"), "row_surplus", "outbox"},
        Change{"outbox_gone", [](Rows& rows) { rows.outbox.pop_back(); }, "row_missing", "outbox"},
        Change{"evidence_first", first(&Rows::evidence, &EvidenceRow::id, "ev_0"), "row_surplus", "evidence"},
        Change{"evidence_last", last(&Rows::evidence, &EvidenceRow::id, "ev_Z"), "row_surplus", "evidence"},
        Change{"evidence_gone", [](Rows& rows) { rows.evidence.pop_back(); }, "row_missing", "evidence"},
        Change{"words_first", first(&Rows::personal, &PersonalRow::entry_id, "entry_0"), "row_surplus", "personal"},
        Change{"words_last", last(&Rows::personal, &PersonalRow::entry_id, "entry_Z"), "row_surplus", "personal"},
        Change{"words_of_the_first_entry", first(&Rows::personal, &PersonalRow::name, "more"), "row_surplus",
               "personal"},
        Change{"words_of_the_last_entry", last(&Rows::personal, &PersonalRow::name, "more"), "row_surplus", "personal"},
        Change{"words_gone", [](Rows& rows) { rows.personal.pop_back(); }, "row_missing", "personal"},
        Change{"case_first", first(&Rows::cases, &CaseRow::id, "case_0"), "row_surplus", "cases"},
        Change{"case_last", last(&Rows::cases, &CaseRow::id, "case_Z"), "row_surplus", "cases"},
        Change{"case_gone", [](Rows& rows) { rows.cases.pop_back(); }, "row_missing", "cases"},
        Change{"order_first", first(&Rows::orders, &OrderRow::id, "0"), "row_surplus", "orders"},
        Change{"order_last", last(&Rows::orders, &OrderRow::id, "Z"), "row_surplus", "orders"},
        Change{"order_gone", [](Rows& rows) { rows.orders.pop_back(); }, "row_missing", "orders"}),
    [](auto const& each) { return each.param.name; });

INSTANTIATE_TEST_SUITE_P(
    OtherThanTold, RowsDiffer,
    testing::Values(
        Change{"due_before_it_was_ordered", [](Rows& rows) { rows.outbox[1].due_at.ms -= 1; }, "row_differs", "outbox",
               "due_ms"},
        Change{"content_is_no_object", [](Rows& rows) { rows.orders[0].content = "[]"; }, "row_differs", "orders",
               "content"},
        Change{"content_is_no_json", [](Rows& rows) { rows.orders[0].content = "{"; }, "row_differs", "orders",
               "content"},
        Change{"content_is_less_than_an_object",
               [](Rows& rows) {
                 auto content = json::parse(rows.cases[0].content).as_object();
                 content["account"] = 5;
                 rows.cases[0].content = json::serialize(content);
               },
               "row_differs", "cases", "content.account"},
        Change{"content_lacks_a_member",
               [](Rows& rows) {
                 auto content = json::parse(rows.orders[0].content).as_object();
                 content.erase("currency");
                 rows.orders[0].content = json::serialize(content);
               },
               "row_differs", "orders", "content.currency"},
        Change{"content_has_a_member_more",
               [](Rows& rows) {
                 auto content = json::parse(rows.orders[0].content).as_object();
                 content["gift"] = true;
                 rows.orders[0].content = json::serialize(content);
               },
               "row_differs", "orders", "content.gift"},
        Change{"words_of_another_case", [](Rows& rows) { rows.personal[0].case_id += "X"; }, "row_differs", "personal",
               "case_id"},
        Change{"words_with_no_salt", [](Rows& rows) { rows.personal[0].salt = "salt"; }, "row_differs", "personal",
               "text"},
        Change{"words_changed", [](Rows& rows) { rows.personal[0].text += "1"; }, "row_differs", "personal", "text"},
        Change{"words_damaged", [](Rows& rows) { rows.personal[0].words = Words::damaged; }, "row_differs", "personal",
               "sealed"},
        Change{"text_changed", [](Rows& rows) { *rows.evidence[0].text += "1"; }, "row_differs", "evidence", "text"},
        Change{"text_gone", [](Rows& rows) { rows.evidence[0].text.reset(); }, "row_differs", "evidence",
               "text (missing)"},
        Change{"text_damaged", [](Rows& rows) { rows.evidence[0].words = Words::damaged; }, "row_differs", "evidence",
               "sealed"},
        Change{"captured_at_some_time", [](Rows& rows) { rows.evidence[1].captured_at = Instant{}; }, "row_differs",
               "evidence", "captured_ms"}),
    [](auto const& each) { return each.param.name; });

TEST(RowsWithoutWords, are_sound_where_no_key_was_given_or_their_person_was_erased) {
  auto closed = honest_rows();
  for (auto& row : closed.personal) row.words = Words::closed;
  for (auto& row : closed.evidence) row.words = Words::closed;
  auto found = audited(closed);
  EXPECT_TRUE(found.findings.empty()) << found.findings.front().says.en;
  EXPECT_EQ(found.words_closed, std::ssize(closed.personal) + std::ssize(closed.evidence));

  auto erased = honest_rows();
  auto const case_id = erased.evidence.front().case_id;
  erased.erased_cases.insert(case_id);
  auto const words = std::erase_if(erased.personal, [&](PersonalRow const& row) { return row.case_id == case_id; });
  for (auto& row : erased.evidence) row.text.reset();
  found = audited(erased);
  EXPECT_TRUE(found.findings.empty()) << found.findings.front().says.en;
  EXPECT_EQ(found.words_erased, static_cast<std::int64_t>(words) + std::ssize(erased.evidence));
}

// The first item as a file: its entry tells the hash of bytes that are kept elsewhere.
Rows rows_with_a_file() {
  auto rows = honest_rows();
  auto& row = rows.evidence.front();
  rows.tell_otherwise(rows.entry("evidence_added"), [&](json::object& entry) {
    auto& item = entry["evidence"].as_array().at(0).as_object();
    item.erase("commitment");
    item["sha256"] = row.sha256;
  });
  row.commitment.clear();
  row.text.reset();
  return rows;
}

TEST(Files, are_to_be_there_unless_their_person_was_erased) {
  for (bool const erased : {false, true}) {
    auto rows = rows_with_a_file();
    if (erased) rows.erased_cases.insert(rows.evidence.front().case_id);
    RowsInMemory there(rows);
    Comparison comparison(there, 10, false);
    LedgerWalk walk(comparison);
    walk_over(there, walk);
    walk.finish();
    EXPECT_TRUE(comparison.findings().empty()) << comparison.findings().front().says.en;
    EXPECT_EQ(comparison.files().contains(rows.evidence.front().sha256), !erased);
  }
}

// Eleven orders of one entry: the keys /9 and /10 stand in the order of their numbers, not of their letters.
Rows rows_with_eleven_orders() {
  auto rows = honest_rows();
  auto const entry = rows.entry("claim_compensation");
  auto const at = std::ranges::find(rows.outbox, rows.entries[entry].id + "/0", &OutboxRow::key);
  auto const place = at - rows.outbox.begin();
  rows.tell_otherwise(entry, [&](json::object& members) {
    auto& effects = members["effects"].as_array();
    for (int i = 1; i <= 10; ++i) {
      auto more = effects.at(0).as_object();
      more["key"] = fmt::format("{}/{}", rows.entries[entry].id, i);
      effects.push_back(more);
      rows.outbox.insert(rows.outbox.begin() + place + i, rows.outbox[static_cast<std::size_t>(place)]);
      rows.outbox[static_cast<std::size_t>(place + i)].key = fmt::format("{}/{}", rows.entries[entry].id, i);
    }
  });
  return rows;
}

TEST(RowsOfOneEntry, stand_by_their_numbers) {
  auto rows = rows_with_eleven_orders();
  EXPECT_TRUE(audited(rows).findings.empty());
  std::erase_if(rows.outbox, [](OutboxRow const& row) { return row.key.ends_with("/9"); });
  auto const found = audited(rows);
  ASSERT_EQ(found.findings.size(), 1U);
  EXPECT_EQ(found.findings.front().what, "row_missing");
  EXPECT_TRUE(found.findings.front().row.ends_with("/9"));

  rows = rows_with_eleven_orders();
  std::erase_if(rows.outbox, [](OutboxRow const& row) { return row.key.ends_with("/3"); });
  EXPECT_TRUE(audited(rows).findings.front().row.ends_with("/3")) << "/4 is later, and of the same length";
}

TEST(RowsOfNoEntry, are_found_where_no_entry_tells_of_such_rows_at_all) {
  auto const honest = honest_rows();
  Rows rows;
  rows.entries = {honest.entries.front()};
  rows.personal = {honest.personal.front()};
  auto const found = audited(rows);
  ASSERT_EQ(found.findings.size(), 1U);
  EXPECT_EQ(found.findings.front().what, "row_surplus");
  EXPECT_EQ(found.findings.front().table, "personal");
}

TEST(Comparison, shows_findings_up_to_a_limit_counts_them_beyond_it_and_stops_where_told) {
  auto rows = honest_rows();
  for (auto& order : rows.orders) order.content = "{}";
  ASSERT_GT(rows.orders.size(), 2U);
  auto const all = audited(rows, 2);
  EXPECT_EQ(all.findings.size(), 2U);
  EXPECT_EQ(all.differences, std::ssize(rows.orders));
  auto const some = audited(rows, 2, true);
  EXPECT_EQ(some.findings.size(), 2U);
  EXPECT_EQ(some.differences, 2) << "it stopped there";
}

TEST(Finding, cuts_a_long_value_between_characters) {
  auto const shown = [](std::string value) { return row_differs("t", "r", "c", std::move(value), "").expected; };
  EXPECT_EQ(shown(std::string(160, 'x')), std::string(160, 'x'));
  EXPECT_EQ(shown(std::string(161, 'x')), std::string(160, 'x') + "…");
  EXPECT_EQ(shown(std::string(159, 'x') + "杯子"), std::string(159, 'x') + "…");
  EXPECT_EQ(shown(std::string(200, '\x80')), "…") << "which is no text at all";
}

TEST(Finding, as_json_says_what_it_knows_and_no_more) {
  Finding const little{.what = "root", .says = {"变了", "it changed"}};
  EXPECT_EQ(to_json(little), (json::object{{"what", "root"}, {"says", redress::to_json(little.says)}}));
  Finding const more{.what = "row_missing", .seq = 0, .table = "cases", .says = little.says};
  EXPECT_EQ(
      to_json(more),
      (json::object{{"what", "row_missing"}, {"seq", 0}, {"table", "cases"}, {"says", redress::to_json(more.says)}}));
}

}  // namespace
}  // namespace redress::audit
