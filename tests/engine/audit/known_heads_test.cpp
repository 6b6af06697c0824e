#include "engine/audit/known_heads.hpp"

#include "tests/engine/audit/rows_in_memory.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace redress::audit {
namespace {

Instant const noon = parse_rfc3339("2026-01-05T12:00:00.000Z").value();

ToldEntry entry_at(std::int64_t seq, std::int64_t after_noon_ms) {
  ToldEntry entry;
  entry.document = boost::json::object{{"at", format_rfc3339(noon + after_noon_ms)}};
  entry.seq = seq;
  entry.id = "entry_1";
  entry.case_id = "case_1";
  return entry;
}

KnownHead seen(std::uint64_t size, std::int64_t after_noon_ms) {
  return {.checkpoint = {.origin = "o", .size = size},
          .not_later = noon + after_noon_ms,
          .not_earlier = noon + after_noon_ms,
          .by = "w"};
}

// The heads that were seen: of 2 entries at noon, of 4 an hour later.
std::string found(std::int64_t seq, std::int64_t after_noon_ms) {
  KnownHeads heads({seen(4, hour_ms), seen(2, 0)});
  auto const finding = heads.check_time(entry_at(seq, after_noon_ms));
  return finding ? finding->what + " " + finding->checkpoint : std::string{};
}

TEST(KnownHeads, an_entrys_time_lies_between_the_heads_without_it_and_with_it_give_or_take_five_minutes) {
  struct Row {
    std::int64_t seq, after_noon_ms;
    std::string what;
  };
  auto const slack = clocks_differ_ms;
  Row const rows[] = {
      {0, -10 * day_ms, ""},  // nothing is known of before
      {1, slack, ""},           {1, slack + 1, "forward_dated 2 @ 2026-01-05T12:00:00.000Z (w)"},
      {2, -slack, ""},          {2, -slack - 1, "back_dated 2 @ 2026-01-05T12:00:00.000Z (w)"},
      {3, hour_ms + slack, ""}, {3, hour_ms + slack + 1, "forward_dated 4 @ 2026-01-05T13:00:00.000Z (w)"},
      {4, hour_ms - slack, ""}, {4, hour_ms - slack - 1, "back_dated 4 @ 2026-01-05T13:00:00.000Z (w)"},
      {4, 10 * day_ms, ""},  // nor of after
  };
  for (auto const& row : rows) EXPECT_EQ(found(row.seq, row.after_noon_ms), row.what) << row.seq;
}

TEST(KnownHeads, the_tightest_of_several_dates_counts) {
  // The larger head was seen before the smaller one, as a wrong clock would have it: each date binds all the same.
  KnownHeads heads({seen(2, 2 * hour_ms), seen(4, 0)});
  EXPECT_EQ(heads.check_time(entry_at(1, hour_ms))->what, "forward_dated");
  EXPECT_EQ(heads.check_time(entry_at(4, hour_ms))->what, "back_dated");
}

TEST(KnownHeads, without_dates_no_time_is_wrong) {
  KnownHeads heads({{.checkpoint = {.origin = "o", .size = 2}}});
  EXPECT_FALSE(heads.check_time(entry_at(1, 10 * day_ms)));
  EXPECT_FALSE(heads.check_time(entry_at(2, -10 * day_ms)));
}

TEST(KnownHeads, every_head_binds_the_tree_at_its_own_size) {
  ledger::Frontier frontier;
  auto right = seen(1, 0);
  auto const leaf = ledger::leaf_hash("x");
  frontier.append(leaf);
  right.checkpoint.root = frontier.root();
  auto wrong = seen(2, 0);
  KnownHeads heads({wrong, right});
  heads.check_time(entry_at(0, 0));
  heads.check_root(entry_at(0, 0), frontier);
  EXPECT_THROW(heads.check_end(1), Found) << "there were two";
  heads.check_time(entry_at(1, 0));
  frontier.append(leaf);
  try {
    heads.check_root(entry_at(1, 0), frontier);
    FAIL();
  } catch (Found const& why) {
    EXPECT_EQ(why.finding.what, "root");
    EXPECT_EQ(why.finding.checkpoint, "2 (w)");
  }
  heads.check_end(2);
}

TEST(LedgerWalk, of_many_misdated_entries_a_hundred_are_shown_and_all_are_counted) {
  auto const honest = honest_rows();
  auto entry = honest.told(honest.entry("token_created"));
  // Every entry was in the ledger that was seen at the start of 2020, and says it is of 2026.
  ledger::Frontier frontier;
  Rows rows;
  std::string before;
  for (int seq = 0; seq < 101; ++seq) {
    entry["id"] = fmt::format("entry_{:026}", seq);
    entry["seq"] = entry["case_seq"] = seq;
    entry["case_version"] = seq + 1;
    entry["prev_hash"] = before;
    rows.entries.emplace_back(honest.entries.front());
    rows.tell(rows.entries.size() - 1, entry);
    before = rows.entries.back().hash;
    frontier.append(ledger::leaf_hash(rows.entries.back().bytes));
  }
  RowsInMemory there(rows);
  Comparison comparison(there, 10, false);
  LedgerWalk walk(comparison, {{.checkpoint = {.origin = "o", .size = 101, .root = frontier.root()},
                                .not_later = parse_rfc3339("2020-01-01T00:00:00Z").value(),
                                .not_earlier = std::nullopt,
                                .by = "w"}});
  walk_over(there, walk);
  walk.finish();
  EXPECT_EQ(walk.misdated().size(), 100U);
  EXPECT_EQ(walk.misdated_count(), 101);
}

// A walk over the honest rows, as far as it goes; what ended it.
std::optional<Finding> ended_by(std::vector<KnownHead> heads) {
  RowsInMemory there(honest_rows());
  Comparison comparison(there, 10, false);
  LedgerWalk walk(comparison, std::move(heads));
  try {
    walk_over(there, walk);
    walk.finish();
  } catch (Found const& found) {
    return found.finding;
  }
  return std::nullopt;
}

TEST(LedgerWalk, ends_where_the_ledger_is_not_the_one_that_was_signed_or_seen) {
  auto const size = static_cast<std::uint64_t>(honest_rows().entries.size());
  for (std::string const by : {"", "w"}) {
    auto const shown = [&](std::uint64_t entries) {
      return by.empty() ? std::to_string(entries) : fmt::format("{} ({})", entries, by);
    };
    auto const other = ended_by({{.checkpoint = {.origin = "o", .size = 3, .root = {}}, .by = by}});
    ASSERT_TRUE(other);
    EXPECT_EQ(other->what, "root");
    EXPECT_EQ(other->seq, 2);
    EXPECT_EQ(other->checkpoint, shown(3));
    EXPECT_EQ(other->says.en.ends_with(", says w"), by == "w");
    auto const cut = ended_by({{.checkpoint = {.origin = "o", .size = size + 1, .root = {}}, .by = by}});
    ASSERT_TRUE(cut);
    EXPECT_EQ(cut->what, "tail_missing");
    EXPECT_EQ(cut->checkpoint, shown(size + 1));
  }
}

TEST(LedgerWalk, notes_keys_as_they_are_announced_and_the_first_entry_dated_before_another) {
  auto rows = honest_rows();
  rows.tell_otherwise(rows.entry("automation_switched"), [](boost::json::object& entry) {
    entry["event"] = "key_rotated";
    entry["params"] = boost::json::object{{"from", "old"}, {"to", "new"}};
  });
  auto const first = parse_rfc3339(text_in(rows.told(0), "at")).value();
  auto const date = [&](std::size_t entry, std::int64_t before_first_ms) {
    rows.tell_otherwise(entry,
                        [&](boost::json::object& told) { told["at"] = format_rfc3339(first + -before_first_ms); });
  };
  date(rows.entry("token_created"), 0);
  date(1, clocks_differ_ms);  // clocks may be that far apart
  date(2, clocks_differ_ms + 1);
  date(3, day_ms);
  RowsInMemory there(rows);
  Comparison comparison(there, 10, false);
  LedgerWalk walk(comparison);
  walk_over(there, walk);
  EXPECT_EQ(walk.back_dated(), 2);
  ASSERT_TRUE(walk.first_back_dated());
  EXPECT_EQ(walk.first_back_dated()->seq, 2);
  ASSERT_EQ(walk.key_changes().size(), 1U);
  EXPECT_EQ(walk.key_changes().front().to, "new");
}

}  // namespace
}  // namespace redress::audit
