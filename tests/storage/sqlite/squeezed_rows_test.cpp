// Rows whose texts are squeezed: read as they were given, by whoever reads them; damaged ones are named.
#include "engine/audit/told_entry.hpp"
#include "engine/cases/persons.hpp"
#include "storage/common/file.hpp"
#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/migrations.hpp"
#include "storage/sqlite/store_file.hpp"
#include "tests/storage/store_test.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

namespace redress::storage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

StoredAnswer answer_of(int number) {
  auto given = answer("agent_1", fmt::format("r{}", number));
  given.text = fmt::format(R"({{"result":{{"case":{{"id":"case_{}","shop":"shop_1","state":"requested","buyer_words":)"
                           R"("梧桐路{}号，二楼，请放门口"}}}}}})",
                           number, number);
  return given;
}

class SqueezedRows : public testing::Test {
 protected:
  std::unique_ptr<SqliteStore> opened(SqliteOptions options = {}) {
    options.learn_after = 8;
    return SqliteStore::open(folder_.path(), options).value();
  }

  // `count` cases of two entries each, all of them answered.
  void fill(SqliteStore& store, int count) {
    for (int i = 0; i < count; ++i, ++next_) {
      auto first = opening(case_of_shape({.id = fmt::format("case_{}", next_)}));
      first.answer = answer_of(next_);
      first.answer_with = [text = first.answer->text](Case const&, Entry const&) { return text; };
      record(store, following(record(store, std::move(first))));
    }
  }

  std::int64_t integer(std::string const& query) {
    SQLite::Database const database((folder_.path() / "redress.db").string(), SQLite::OPEN_READONLY);
    SQLite::Statement statement(database, query);
    statement.executeStep();
    return statement.getColumn(0).getInt64();
  }
  void sql(std::string const& text) {
    SQLite::Database database((folder_.path() / "redress.db").string(), SQLite::OPEN_READWRITE);
    database.exec(text);
  }

  TemporaryFolder folder_;
  int next_ = 0;
};

TEST_F(SqueezedRows, AreReadAsTheyWereGivenBeforeAndAfterARestart) {
  auto store = opened();
  fill(*store, 40);
  for (int start = 0; start < 2; ++start) {
    store->read([&](StoreReader& reader) {
      EXPECT_EQ(ledger_flaw(reader), "");
      for (int i = 0; i < 40; ++i) {
        EXPECT_EQ(reader.find_answer("agent_1", fmt::format("r{}", i)).value().text, answer_of(i).text);
        EXPECT_EQ(reader.find_case(fmt::format("case_{}", i)).value().version, 2);
        auto const trail = reader.trail(fmt::format("case_{}", i), "", 10).entries;
        ASSERT_EQ(trail.size(), 2U);
        EXPECT_TRUE(same(reader.find_entry(trail[1].id), std::optional(trail[1])));
      }
      EXPECT_EQ(reader.list_cases({.shop = "shop_1", .limit = 50}).cases.size(), 40U);
    });
    store.reset();
    store = opened();
  }
  store.reset();
  EXPECT_GE(integer("SELECT count(*) FROM dictionaries"), 1);
  for (auto const* table : {"entries", "answers", "cases"}) {
    auto const squeezed = fmt::format("FROM {} WHERE squeezed IS NOT NULL AND dictionary IS NOT NULL", table);
    EXPECT_GE(integer("SELECT count(*) " + squeezed), 20) << table;
    EXPECT_EQ(integer(fmt::format("SELECT count(*) FROM {} WHERE (squeezed IS NULL) <> (dictionary IS NULL)", table)),
              0);
  }
  EXPECT_EQ(integer("SELECT count(*) FROM entries WHERE squeezed IS NOT NULL AND bytes <> ''"), 0);
  EXPECT_EQ(integer("SELECT count(*) FROM entries WHERE dictionary IS NULL AND seq < 8"), 8)
      << "there is nothing to know before the first dictionary";
}

TEST_F(SqueezedRows, AStoreLearnsEverMoreSlowly) {
  auto const store = opened();
  for (int i = 0; i < 600; ++i) {  // whatever is written: half of each entry is like no other
    auto case_ = case_of_shape({.id = fmt::format("case_{}", i)});
    auto first = opening(case_);
    for (int k = 0; k < 40; ++k)
      first.entry.members[fmt::format("{}_{}", i, k)] = fmt::format("{:x}", std::hash<int>{}(i * 40 + k) * 2654435761U);
    record(*store, std::move(first));
  }
  EXPECT_LE(integer("SELECT count(*) FROM dictionaries"), 7) << "8, 16, 32 ... 512";
  EXPECT_EQ(read(*store, ledger_flaw), "");
}

TEST_F(SqueezedRows, NothingThatMayBeDestroyedIsInADictionary) {
  {
    auto const store = opened();
    fill(*store, 40);
  }
  SQLite::Database const database((folder_.path() / "redress.db").string(), SQLite::OPEN_READONLY);
  SQLite::Statement rows(database, "SELECT bytes, spare FROM dictionaries");
  int dictionaries = 0;
  for (; rows.executeStep(); ++dictionaries) {
    auto const bytes = rows.getColumn(0).getString();
    EXPECT_THAT(bytes, Not(HasSubstr("梧桐路")));
    EXPECT_EQ(Dictionary("").expand(rows.getColumn(1).getString()), bytes) << "the spare copy";
  }
  EXPECT_GE(dictionaries, 1);
}

TEST_F(SqueezedRows, AnAnswerThatIsDestroyedIsGoneFromItsSqueezedColumnToo) {
  auto const store = opened();
  fill(*store, 40);
  auto const last = "r39";
  ASSERT_EQ(integer(fmt::format("SELECT count(*) FROM answers WHERE request_id = '{}' AND squeezed IS NOT NULL", last)),
            1);
  commit(*store, [&](StoreWriter& writer) {
    auto record_ = following(writer.find_case("case_39").value());
    record_.entry.members["actor"] = "agent_1";
    record_.entry.members["request_id"] = last;
    writer.record(std::move(record_));
    auto const person = persons_of(writer)->person_of_case("case_39").value();
    persons_of_writer(writer)->destroy_words(person.number);
  });
  EXPECT_EQ(integer(fmt::format("SELECT count(*) FROM answers WHERE request_id = '{}' AND squeezed IS NULL AND "
                                "dictionary IS NULL AND text = '{{}}'",
                                last)),
            1);
  EXPECT_EQ(read(*store, [&](StoreReader& reader) { return reader.find_answer("agent_1", last).value().text; }), "{}");
}

// What the file says where it was damaged, to whoever reads the entry: never a crash, always the dictionary or the
// entry.
TEST_F(SqueezedRows, DamagedOnesAreNamed) {
  {
    auto const store = opened();
    fill(*store, 40);
  }
  auto const whole = folder_.path() / "whole";
  std::filesystem::copy_file(folder_.path() / "redress.db", whole);
  struct Row {
    char const* name;
    char const* sql;
    char const* says;
    bool of_dictionary;
    bool is_read_all_the_same = false;  // by whoever is no audit
  };
  Row const rows[] = {
      {"a bit of a row",
       "UPDATE entries SET squeezed = CAST(substr(squeezed, 1, 30) || x'00' || "
       "substr(squeezed, 32) AS BLOB) WHERE seq = 70",
       "does not expand what is stored", false},
      {"a row cut short", "UPDATE entries SET squeezed = substr(squeezed, 1, 20) WHERE seq = 70",
       "does not expand what is stored", false},
      {"a row emptied", "UPDATE entries SET squeezed = x'' WHERE seq = 70", "does not expand what is stored", false},
      {"a row without its bytes", "UPDATE entries SET squeezed = NULL WHERE seq = 70", "does not expand what is stored",
       false},
      {"a number nobody has", "UPDATE entries SET dictionary = 99 WHERE seq = 70", "dictionary 99 is missing", false},
      {"a dictionary gone", "DELETE FROM dictionaries WHERE n = 1", "dictionary 1 is missing", true},
      {"a dictionary changed",
       "UPDATE dictionaries SET bytes = CAST(substr(bytes, 1, 500) || x'00' || "
       "substr(bytes, 502) AS BLOB) WHERE n = 1",
       "dictionary 1 is damaged", true, true},
      {"a dictionary emptied", "UPDATE dictionaries SET bytes = x'' WHERE n = 1", "dictionary 1 is damaged", true,
       true},
      {"both copies of a dictionary", "UPDATE dictionaries SET bytes = x'', spare = x'' WHERE n = 1",
       "dictionary 1 is damaged", true},
      {"a spare of something else",
       "UPDATE dictionaries SET bytes = x'', spare = (SELECT squeezed FROM entries WHERE seq = 70) WHERE n = 1",
       "dictionary 1 is damaged", true},
  };
  for (auto const& row : rows) {
    std::filesystem::copy_file(whole, folder_.path() / "redress.db", std::filesystem::copy_options::overwrite_existing);
    sql(row.sql);
    auto const damaged = damaged_dictionaries(folder_.path()).value();
    if (row.of_dictionary)
      EXPECT_THAT(damaged, ElementsAre(1)) << row.name;
    else
      EXPECT_THAT(damaged, IsEmpty()) << row.name;
    auto const store = opened({.check_last_entry = false});
    std::string named;
    store->audit([&](audit::StoreRows& all) {
      while (auto const entry = all.next_entry())
        if (auto const reading = audit::read_entry(*entry); reading.finding && entry->closed && named.empty()) {
          named = reading.finding->says.en;
          EXPECT_EQ(reading.finding->what, "entry_squeezed") << row.name;
          EXPECT_EQ(reading.finding->seq, entry->seq) << row.name;
          EXPECT_FALSE(reading.finding->says.zh.empty());
        }
    });
    EXPECT_THAT(named, HasSubstr(row.says)) << row.name;
    if (row.is_read_all_the_same)
      EXPECT_EQ(read(*store, ledger_flaw), "") << row.name;
    else
      EXPECT_THROW(read(*store, ledger_flaw), FaultError) << row.name;
    fill(*store, 1);  // and what is written from now on is read
    store->read([&](StoreReader& reader) {
      EXPECT_TRUE(reader.find_case(fmt::format("case_{}", next_ - 1)).has_value()) << row.name;
    });
  }
}

TEST_F(SqueezedRows, AStartIsRefusedWhereTheLastEntryCannotBeRead) {
  {
    auto const store = opened();
    fill(*store, 40);
  }
  sql("DELETE FROM dictionaries");
  auto const refused = SqliteStore::open(folder_.path());
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(refused.error().says.en, HasSubstr("is missing"));
  EXPECT_THAT(refused.error().says.zh, HasSubstr("缺失"));
}

// A store as a release without dictionaries left it: the schema of that time, its rows as they were.
TEST_F(SqueezedRows, AnOlderStoreIsReadOnAndItsRowsStayAsTheyAre) {
  {
    auto const store = opened();
    fill(*store, 3);
  }
  auto const newer = folder_.path() / "newer.db";
  auto const file = folder_.path() / "redress.db";
  std::filesystem::rename(file, newer);
  make_private_file(file).value();
  {
    Connection old(file, Connection::Use::writing, "");
    ASSERT_TRUE(migrate(old, migrations().first(7)).has_value());
    old.execute_once("PRAGMA foreign_keys = OFF");
    old.execute_once(fmt::format("ATTACH '{}' AS newer", newer.string()));
    for (auto const* table : {"persons", "person_keys", "cases", "entries", "answers", "settings"}) {
      auto const columns =
          old.text_once(fmt::format("SELECT group_concat(name) FROM pragma_table_info('{}', 'main')", table));
      old.execute_once(fmt::format("INSERT INTO main.{0} ({1}) SELECT {1} FROM newer.{0}", table, columns));
    }
  }
  auto store = opened();
  fill(*store, 40);
  EXPECT_EQ(read(*store, ledger_flaw), "");
  EXPECT_EQ(read(*store, [](StoreReader& reader) { return reader.find_answer("agent_1", "r1").value().text; }),
            answer_of(1).text);
  store.reset();
  EXPECT_EQ(integer("SELECT count(*) FROM entries WHERE seq < 6 AND dictionary IS NULL AND bytes <> ''"), 6);
  EXPECT_GE(integer("SELECT count(*) FROM entries WHERE dictionary IS NOT NULL"), 40);
}

}  // namespace
}  // namespace redress::storage
