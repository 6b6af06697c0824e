// Every query finds its rows by an index: one that scanned a table would work in every other test and fail in a year.
#include "storage/common/file.hpp"
#include "storage/sqlite/migrations.hpp"
#include "tests/storage/store_test.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

namespace redress::storage {
namespace {

using testing::Contains;
using testing::ContainsRegex;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class PlansTest : public testing::Test {
 protected:
  PlansTest() {
    make_private_file(file_).value();
    connection_ = std::make_unique<Connection>(file_, Connection::Use::writing, "");
    migrate(*connection_).value();
  }

  std::vector<std::string> plan(Query const& query) {
    auto const sql = fmt::format("EXPLAIN QUERY PLAN {}", query.text);
    Query const explained{query.name, sql.c_str()};
    std::vector<std::string> lines;
    SQLite::Statement statement(connection_->database(), explained.text);
    while (statement.executeStep()) lines.push_back(statement.getColumn(3).getString());
    return lines;
  }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "redress.db";
  std::unique_ptr<Connection> connection_;
};

TEST_F(PlansTest, EveryQueryPreparesAndHasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (auto const* query : queries::all()) {
    EXPECT_TRUE(names.insert(query->name).second) << query->name;
    EXPECT_NO_THROW(connection_->run(*query)) << query->name;
  }
}

// Tables of a handful of rows, and the ends of the ledger, may be walked.
TEST_F(PlansTest, NoQueryScansATableOrSortsAPage) {
  std::set<std::string_view> const walks{
      "tokens",   "look",  "last_seq",         "last_dictionary",    "entries_from",  "users",
      "sessions", "hooks", "deliveries_asked", "end_stale_sessions", "second_factors"};
  std::set<std::string_view> const sorts{"list_by_order", "list_by_text"};  // the few rows that were found
  for (auto const* query : queries::all()) {
    auto const lines = plan(*query);
    auto const all = fmt::format("{}: {}", query->name, fmt::join(lines, "; "));
    for (auto const& line : lines) {
      bool const scans = line.starts_with("SCAN") && line.find("VIRTUAL TABLE INDEX") == std::string::npos;
      EXPECT_TRUE(!scans || walks.contains(query->name)) << all;
    }
    if (!sorts.contains(query->name)) {
      EXPECT_THAT(lines, Each(Not(HasSubstr("TEMP B-TREE")))) << all;
    }
  }
}

TEST_F(PlansTest, WorklistsSeekToTheCursorInTheirIndex) {
  EXPECT_THAT(plan(queries::list_by_owed),
              Contains(HasSubstr("USING INDEX cases_by_owed (shop=? AND owed_by=? AND (due_ms,id)>(?,?)")));
  EXPECT_THAT(plan(queries::list_all), Contains(HasSubstr("USING INDEX cases_by_due ((due_ms,id)>(?,?)")));
  EXPECT_THAT(plan(queries::cases_due), Contains(ContainsRegex("USING COVERING INDEX cases_by_due .due_ms")));
  EXPECT_THAT(plan(queries::next_due), Contains(HasSubstr("USING COVERING INDEX cases_by_due")));
  EXPECT_THAT(plan(queries::outbox_pending), Contains(HasSubstr("USING INDEX outbox_pending (due_ms<?)")));
  EXPECT_THAT(plan(queries::wake_outbox), Contains(HasSubstr("USING INDEX outbox_pending (due_ms=?)")));
  EXPECT_THAT(plan(queries::list_by_shop), Contains(HasSubstr("MERGE (UNION ALL)")));
}

}  // namespace
}  // namespace redress::storage
