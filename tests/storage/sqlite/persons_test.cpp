// Words about persons in the file: encrypted, erased without a trace, and taken over from releases that kept them
// plain.
#include "engine/cases/persons.hpp"

#include "engine/ledger/commitment.hpp"
#include "storage/common/file.hpp"
#include "storage/sqlite/migrations.hpp"
#include "tests/storage/store_test.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

namespace redress::storage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view canary = "CANARY-13812341234-浙江省";

Record with_words(Case case_) {
  auto record = opening(std::move(case_));
  auto const& id = record.case_after.id;
  record.personal = {{id, record.entry_id, "note", std::string(64, 'a'), std::string(canary)}};
  Evidence chat;
  chat.id = "ev_" + id;
  chat.case_id = id;
  chat.kind = "E-CHAT";
  chat.text = std::string(canary);
  chat.salt = std::string(64, 'b');
  chat.sha256 = ledger::hex(ledger::sha256(canary));
  chat.commitment = ledger::commitment_to(ledger::digest_from_hex(chat.salt).value(), canary);
  chat.note = std::string(canary);
  record.evidence = {chat};
  return record;
}

Case case_of_buyer(std::string id, std::string buyer, std::string shop = "shop_1") {
  auto case_ = case_of_shape({.id = std::move(id), .shop = std::move(shop)});
  case_.buyer = std::move(buyer);
  return case_;
}

// The names of files under the folder whose bytes hold the text.
std::vector<std::string> files_with(std::filesystem::path const& folder, std::string_view text) {
  std::vector<std::string> names;
  for (auto const& each : std::filesystem::recursive_directory_iterator(folder)) {
    if (!each.is_regular_file()) continue;
    std::ifstream in{each.path(), std::ios::binary};
    std::string const bytes(std::istreambuf_iterator<char>(in), {});
    if (bytes.find(text) != std::string::npos) names.push_back(each.path().filename().string());
  }
  return names;
}

class PersonsTest : public testing::Test {
 protected:
  std::unique_ptr<SqliteStore> opened() { return SqliteStore::open(folder_.path()).value(); }

  Person person_of(Store& store, std::string_view case_id) {
    return read(store, [&](StoreReader& reader) { return persons_of(reader)->person_of_case(case_id).value(); });
  }

  static void shred(Store& store, Person person) {
    commit(store, [&](StoreWriter& writer) {
      person.state = PersonState::shredded;
      persons_of_writer(writer)->destroy_words(person.number);
      persons_of_writer(writer)->put_person(person);
    });
  }

  std::string wrapped_key(std::int64_t number) {
    Connection connection(folder_.path() / "redress.db", Connection::Use::reading, "");
    return connection.text_once(fmt::format("SELECT wrapped FROM person_keys WHERE person = {}", number));
  }

  TemporaryFolder folder_;
};

TEST_F(PersonsTest, WordsAreNowherePlainAndReadBackTheSame) {
  auto const given = with_words(case_of_buyer("case_1", "buyer_a"));
  {
    auto store = opened();
    record(*store, given);
    EXPECT_THAT(files_with(folder_.path(), canary), IsEmpty());
  }
  EXPECT_THAT(files_with(folder_.path(), canary), IsEmpty());
  EXPECT_THAT(files_with(folder_.path(), given.evidence[0].sha256), IsEmpty()) << "a short text's hash is as good";
  auto store = opened();
  store->read([&](StoreReader& reader) {
    ASSERT_EQ(reader.personal_of("case_1").size(), 1U);
    EXPECT_TRUE(same(reader.personal_of("case_1")[0], given.personal[0]));
    EXPECT_TRUE(same(reader.evidence_of("case_1")[0], given.evidence[0]));
    EXPECT_TRUE(same(reader.find_evidence("ev_case_1").value(), given.evidence[0]));
  });
}

TEST_F(PersonsTest, AreReadInTurnsWhateverTheirShop) {
  auto store = opened();
  std::vector<std::string> const ids{"case_1", "case_2", "case_3"};
  record(*store, with_words(case_of_buyer(ids[0], "buyer_a")));
  record(*store, with_words(case_of_buyer(ids[1], "buyer_a", "shop_2")));
  record(*store, with_words(case_of_buyer(ids[2], "buyer_b")));
  auto const is_readable = [](StoreReader& reader, std::string const& id) {
    auto const texts = reader.personal_of(id);
    auto const items = reader.evidence_of(id);
    return texts.size() == 1 && texts[0].text == canary && items.at(0).text == canary;
  };
  auto const readable = [&](StoreReader& reader) {
    std::vector<std::string> found;
    for (int round = 0; round < 2; ++round)
      for (auto const& id : ids)
        if (is_readable(reader, id)) found.push_back(id);
    return found;
  };
  EXPECT_THAT(read(*store, readable), ElementsAre(ids[0], ids[1], ids[2], ids[0], ids[1], ids[2]));
  auto const person = person_of(*store, ids[0]);
  // Whoever destroys a key does not read with it any more, not even before it is committed.
  commit(*store, [&](StoreWriter& writer) {
    EXPECT_TRUE(is_readable(writer, ids[0]));
    persons_of_writer(writer)->destroy_words(person.number);
    persons_of_writer(writer)->put_person(person);
    EXPECT_FALSE(is_readable(writer, ids[0]));
    EXPECT_TRUE(is_readable(writer, ids[2]));
  });
  EXPECT_THAT(read(*store, readable), ElementsAre(ids[1], ids[2], ids[1], ids[2]));
}

TEST_F(PersonsTest, AreOneForEachBuyerOfAShopAndOneForACaseWithoutBuyer) {
  auto store = opened();
  for (auto const& [id, buyer, shop] : {std::tuple{"case_1", "buyer_a", "shop_1"},
                                        {"case_2", "buyer_a", "shop_1"},
                                        {"case_3", "buyer_b", "shop_1"},
                                        {"case_4", "buyer_a", "shop_2"},
                                        {"case_5", "", "shop_1"}})
    record(*store, with_words(case_of_buyer(id, buyer, shop)));
  auto const first = person_of(*store, "case_1");
  EXPECT_EQ(first.id, "buyer_a");
  EXPECT_EQ(person_of(*store, "case_2").number, first.number);
  EXPECT_NE(person_of(*store, "case_3").number, first.number);
  EXPECT_NE(person_of(*store, "case_4").number, first.number);
  EXPECT_EQ(person_of(*store, "case_5").id, "case_5");
  store->read([&](StoreReader& reader) {
    EXPECT_THAT(persons_of(reader)->cases_of_person(first.number), ElementsAre("case_1", "case_2"));
    EXPECT_EQ(persons_of(reader)->kept_of_person(first.number), (KeptOfPerson{2, 2, {}}));
  });
}

TEST_F(PersonsTest, ADestroyedKeyIsInNoFileAndTheOthersReadOn) {
  std::string wrapped;
  auto const given = with_words(case_of_buyer("case_2", "buyer_b"));
  {
    auto store = opened();
    record(*store, with_words(case_of_buyer("case_1", "buyer_a")));
    record(*store, given);
    auto const person = person_of(*store, "case_1");
    wrapped = wrapped_key(person.number);
    EXPECT_THAT(files_with(folder_.path(), wrapped), ElementsAre("redress.db-wal"));
    shred(*store, person);
    ASSERT_TRUE(store->cut_log());
    EXPECT_THAT(files_with(folder_.path(), wrapped), IsEmpty());
    EXPECT_EQ(std::filesystem::file_size(folder_.path() / "redress.db-wal"), 0U);
    store->read([&](StoreReader& reader) {
      EXPECT_THAT(reader.personal_of("case_1"), IsEmpty());
      auto const item = reader.find_evidence("ev_case_1").value();
      EXPECT_FALSE(item.text);
      EXPECT_EQ(item.salt + item.sha256 + item.note, "");
      EXPECT_NE(item.commitment, "");
      EXPECT_EQ(ledger_flaw(reader), "");
      EXPECT_TRUE(same(reader.find_evidence("ev_case_2").value(), given.evidence[0]));
    });
  }
  EXPECT_THAT(files_with(folder_.path(), wrapped), IsEmpty());
}

TEST_F(PersonsTest, WhoComesBackIsANewPersonAndWordsForTheOldOneAreNotKept) {
  auto store = opened();
  auto const first = record(*store, with_words(case_of_buyer("case_1", "buyer_a")));
  auto const old = person_of(*store, "case_1");
  shred(*store, old);
  record(*store, with_words(case_of_buyer("case_2", "buyer_a")));
  EXPECT_NE(person_of(*store, "case_2").number, old.number);
  auto late = following(first);
  late.personal = {{"case_1", late.entry_id, "note", std::string(64, 'a'), std::string(canary)}};
  record(*store, late);
  store->read([](StoreReader& reader) {
    EXPECT_THAT(reader.personal_of("case_1"), IsEmpty());
    EXPECT_EQ(reader.personal_of("case_2").size(), 1U);
    EXPECT_EQ(persons_of(reader)->persons_named("shop_1", "buyer_a").size(), 2U);
  });
}

TEST_F(PersonsTest, AnAbandonedUnitLeavesNoPersonBehind) {
  auto store = opened();
  EXPECT_TRUE(fault_of(*store, [](StoreWriter& writer) {
    writer.record(with_words(case_of_buyer("case_1", "buyer_a")));
    throw FaultError({FaultKind::internal, {"放弃", "given up"}});
  }));
  store->read(
      [](StoreReader& reader) { EXPECT_THAT(persons_of(reader)->persons_named("shop_1", "buyer_a"), IsEmpty()); });
  record(*store, with_words(case_of_buyer("case_1", "buyer_a")));
  EXPECT_EQ(person_of(*store, "case_1").id, "buyer_a");
}

TEST_F(PersonsTest, WaitFromTheMomentTheyAreDueUnlessHeld) {
  struct Line {
    PersonState state;
    std::optional<Instant> shred_at;
    bool held, traces, waits_before, waits_then;
  };
  auto const due = some_day + day_ms;
  auto store = opened();
  record(*store, with_words(case_of_buyer("case_1", "buyer_a")));
  for (auto const& line : {Line{PersonState::active, {}, false, false, false, false},
                           Line{PersonState::restricted, due, false, false, false, true},
                           Line{PersonState::restricted, due, true, false, false, false},
                           Line{PersonState::shredded, {}, false, true, true, true},
                           Line{PersonState::shredded, {}, false, false, false, false}}) {
    auto person = person_of(*store, "case_1");
    person.state = line.state;
    person.shred_at = line.shred_at;
    person.traces_left = line.traces;
    person.hold = line.held ? std::optional(LegalHold{"entry_1", "m", some_day}) : std::nullopt;
    commit(*store, [&](StoreWriter& writer) { persons_of_writer(writer)->put_person(person); });
    EXPECT_EQ(person_of(*store, "case_1"), person);
    auto const waits_at = [&](Instant now) {
      return read(*store, [&](StoreReader& reader) { return persons_of(reader)->persons_waiting(now, 10).size(); });
    };
    EXPECT_EQ(waits_at(due + -1), line.waits_before ? 1U : 0U) << name_of(line.state);
    EXPECT_EQ(waits_at(due), line.waits_then ? 1U : 0U) << name_of(line.state);
  }
}

TEST_F(PersonsTest, AStoreWithoutItsKeyFileDoesNotStart) {
  { record(*opened(), with_words(case_of_buyer("case_1", "buyer_a"))); }
  std::filesystem::rename(folder_.path() / "personal.key", folder_.path() / "elsewhere");
  auto const refused = SqliteStore::open(folder_.path());
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(refused.error().says.en, HasSubstr("personal.key is missing"));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "personal.key")) << "no new key hides the loss";
  std::ofstream(folder_.path() / "personal.key") << std::string(64, '0') << "\n";
  auto store = opened();
  EXPECT_THROW(read(*store, [](StoreReader& reader) { return reader.personal_of("case_1").size(); }), FaultError);
}

TEST_F(PersonsTest, AValueMovedToAnotherRowDoesNotOpen) {
  {
    auto store = opened();
    record(*store, with_words(case_of_buyer("case_1", "buyer_a")));
    record(*store, with_words(case_of_buyer("case_2", "buyer_a")));
  }
  {
    Connection connection(folder_.path() / "redress.db", Connection::Use::writing, "");
    connection.execute_once(
        "UPDATE personal SET sealed = (SELECT sealed FROM personal WHERE case_id = 'case_2')"
        " WHERE case_id = 'case_1'");
  }
  auto store = opened();
  EXPECT_THROW(read(*store, [](StoreReader& reader) { return reader.personal_of("case_1").size(); }), FaultError);
  EXPECT_EQ(read(*store, [](StoreReader& reader) { return reader.personal_of("case_2").size(); }), 1U);
}

TEST_F(PersonsTest, AnOlderStoresPlainWordsAreEncryptedAtItsFirstStart) {
  auto const file = folder_.path() / "redress.db";
  make_private_file(file).value();
  {
    Connection connection(file, Connection::Use::writing, "");
    migrate(connection, migrations().first(3)).value();
    for (auto const id : {"case_1", "case_2"}) {
      auto case_ = case_of_buyer(id, "buyer_a");
      connection.execute_once(fmt::format(
          "INSERT INTO cases (id, shop, kind, platform, order_id, state, final, owed_by, due_ms, version, last_hash,"
          " content) VALUES ('{0}', 'shop_1', 'refund', 'taobao', 'o', 's', 0, 'seller', 1, 0, '', '{1}')",
          id, boost::json::serialize(to_json(case_))));
      connection.execute_once(fmt::format(
          "INSERT INTO personal (case_id, entry_id, name, salt, text) VALUES ('{0}', 'entry_1', 'note', '{1}', '{2}');"
          "INSERT INTO evidence (id, case_id, shop, kind, sha256, text, salt, commitment, size_bytes, mime, source,"
          " added_ms, helps, added_by, note) VALUES ('ev_{0}', '{0}', 'shop_1', 'E-CHAT', 'hash-of-text', '{2}', '{1}',"
          " 'c', 1, 'text/plain', 's', 1, 'us', 'a', '{2}');"
          "INSERT INTO evidence (id, case_id, shop, kind, sha256, salt, commitment, size_bytes, mime, source,"
          " added_ms, helps, added_by, note) VALUES ('ev_file_{0}', '{0}', 'shop_1', 'E-PHOTO', 'hash-of-file', '', '',"
          " 1, 'image/png', 's', 1, 'us', 'a', '')",
          id, std::string(64, 'a'), canary));
    }
    connection.execute_once(fmt::format(
        "INSERT INTO personal (case_id, entry_id, name, salt, text) VALUES ('{}', 'e', 'reason', 'aa', '{}')",
        office_of("shop_1"), canary));
  }
  EXPECT_THAT(files_with(folder_.path(), canary), ElementsAre("redress.db"));
  auto store = opened();
  EXPECT_THAT(files_with(folder_.path(), canary), IsEmpty());
  EXPECT_THAT(files_with(folder_.path(), "hash-of-text"), IsEmpty());
  store->read([&](StoreReader& reader) {
    for (auto const id : {"case_1", "case_2"}) {
      ASSERT_EQ(reader.personal_of(id).size(), 1U);
      EXPECT_EQ(reader.personal_of(id)[0].text, canary);
      EXPECT_EQ(reader.personal_of(id)[0].salt, std::string(64, 'a'));
      EXPECT_EQ(reader.find_evidence(fmt::format("ev_{}", id))->text, canary);
      EXPECT_EQ(reader.find_evidence(fmt::format("ev_{}", id))->sha256, "hash-of-text");
      EXPECT_EQ(reader.find_evidence(fmt::format("ev_file_{}", id))->sha256, "hash-of-file");
    }
    EXPECT_EQ(reader.personal_of(office_of("shop_1"))[0].text, canary);
    EXPECT_FALSE(reader.setting("personal.sealing"));
  });
  EXPECT_EQ(person_of(*store, "case_1").number, person_of(*store, "case_2").number);
}

}  // namespace
}  // namespace redress::storage
