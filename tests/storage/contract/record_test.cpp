// What one record writes, what it refuses, and that it is all or nothing.
#include "tests/storage/store_test.hpp"

namespace redress::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class RecordTest : public StoreTest {};
REDRESS_FOR_EVERY_STORE(RecordTest);

TEST_P(RecordTest, WritesEverythingOfACommand) {
  auto case_ = case_of_shape({.id = "case_1", .due_at = some_day + hour_ms});
  case_.facts.set("claim.amount_minor", std::int64_t{20007});
  case_.flags = {"status_unknown"};
  auto text = photo("ev_2", "case_1", "bb");
  text.text = "聊天记录，含 ' \" 和 \xF0\x9F\x98\x80";
  text.salt = std::string(64, 'a');
  text.commitment = std::string(64, 'b');
  text.captured_at = some_day + -1;
  text.helps = "them";
  text.note = "note";
  text.name = "../聊天.txt";
  text.derived_from = "ev_1";
  text.derived_how = "excerpt";
  text.attributes = {{"proof.context_whole", true}, {"proof.number", "n1"}};
  text.quotes = {boost::json::object{{"first", 1}, {"last", 2}}};
  text.weight = Weight::weak;
  auto record = opening(case_);
  record.order = order_of();
  record.evidence = {photo("ev_1", "case_1", "aa"), text};
  record.outbox = {effect("entry_case_1/0/0", "case_1")};
  record.personal = {{"case_1", "entry_case_1/0", "note", std::string(64, 'c'), "我的电话是 138"}};
  record.answer = answer("agent_1", "r1");

  Entry sealed;
  commit(store(), [&](StoreWriter& writer) { sealed = writer.record(record); });

  store().read([&](StoreReader& reader) {
    auto const stored = reader.find_case("case_1");
    ASSERT_TRUE(stored);
    auto expected = case_;
    expected.version = 1;
    expected.last_hash = sealed.hash;
    EXPECT_TRUE(*stored == expected);
    EXPECT_EQ(reader.find_order("shop_1", "taobao", "order_1"), std::optional(order_of()));
    EXPECT_TRUE(same(reader.evidence_of("case_1"), record.evidence));
    EXPECT_TRUE(same(reader.find_evidence("ev_2"), std::optional(text)));
    EXPECT_TRUE(same(reader.outbox_of("case_1"), record.outbox));
    EXPECT_TRUE(same(reader.personal_of("case_1"), record.personal));
    EXPECT_TRUE(same(reader.find_answer("agent_1", "r1"), record.answer));
    EXPECT_TRUE(same(reader.find_entry("entry_case_1/0"), std::optional(sealed)));
    EXPECT_EQ(reader.ledger_size(), 1);
    EXPECT_EQ(ledger_flaw(reader), "");
  });
}

TEST_P(RecordTest, AnEmptyStoreHasNothing) {
  store().read([](StoreReader& reader) {
    EXPECT_FALSE(reader.find_case("case_1"));
    EXPECT_THAT(reader.evidence_of("case_1"), IsEmpty());
    EXPECT_FALSE(reader.find_evidence("ev_1"));
    EXPECT_FALSE(reader.blob_belongs_to("aa", ""));
    EXPECT_THAT(reader.trail("case_1", "", 10).entries, IsEmpty());
    EXPECT_FALSE(reader.find_entry("entry_1"));
    EXPECT_THAT(reader.entries_from(0, 10), IsEmpty());
    EXPECT_EQ(reader.ledger_size(), 0);
    EXPECT_FALSE(reader.find_order("shop_1", "taobao", "order_1"));
    EXPECT_FALSE(reader.order_account(case_of_shape({})));
    EXPECT_THAT(reader.cases_of_order("shop_1", "taobao", "order_1"), IsEmpty());
    EXPECT_FALSE(reader.find_answer("agent_1", "r1"));
    EXPECT_THAT(reader.personal_of("case_1"), IsEmpty());
    EXPECT_THAT(reader.cases_due(some_day, 10), IsEmpty());
    EXPECT_FALSE(reader.next_due());
    EXPECT_THAT(reader.outbox_pending(some_day, 10), IsEmpty());
    EXPECT_THAT(reader.outbox_of("case_1"), IsEmpty());
    EXPECT_FALSE(reader.find_token("aa"));
    EXPECT_THAT(reader.tokens(), IsEmpty());
    EXPECT_FALSE(reader.setting("x"));
    EXPECT_THAT(reader.list_cases({}).cases, IsEmpty());
  });
}

TEST_P(RecordTest, EntriesLinkWithinTheirCaseAndCountInTheLedger) {
  auto first = opened();
  auto second = opened();
  first = record(store(), following(first));
  second = record(store(), following(second));
  first = record(store(), following(first));
  EXPECT_EQ(first.version, 3);
  store().read([&](StoreReader& reader) {
    auto const trail = reader.trail(first.id, "", 10).entries;
    ASSERT_EQ(trail.size(), 3U);
    EXPECT_EQ(trail[0].seq, 0);
    EXPECT_EQ(trail[1].seq, 2);
    EXPECT_EQ(trail[2].seq, 4);
    EXPECT_EQ(boost::json::parse(trail[1].bytes).at("prev_hash").as_string(), trail[0].hash);
    EXPECT_EQ(reader.find_case(first.id)->last_hash, trail[2].hash);
    EXPECT_EQ(ledger_flaw(reader), "");
  });
}

TEST_P(RecordTest, ARecordOfAnOldVersionIsAConflict) {
  auto const before = opened();
  record(store(), following(before));
  EXPECT_EQ(fault_of(store(), [&](StoreWriter& writer) { writer.record(following(before)); }),
            FaultKind::version_conflict);
  EXPECT_EQ(read(store(), [&](StoreReader& reader) { return reader.find_case(before.id)->version; }), 2);
}

TEST_P(RecordTest, TwoUnitsOfOneVersionLetOneThrough) {
  auto const before = opened();
  std::vector<bool> done;
  for (int i = 0; i < 2; ++i)
    store().write([&](StoreWriter& writer) { writer.record(following(before)); },
                  [&](std::exception_ptr failure) { done.push_back(failure == nullptr); });
  store().drain();
  EXPECT_THAT(done, ElementsAre(true, false));
}

TEST_P(RecordTest, OpeningTwiceIsAConflictAndContinuingNothingIsNotFound) {
  auto const case_ = opened({.id = "case_1"});
  EXPECT_EQ(fault_of(store(), [&](StoreWriter& writer) { writer.record(opening(case_of_shape({.id = "case_1"}))); }),
            FaultKind::version_conflict);
  EXPECT_EQ(fault_of(store(), [&](StoreWriter& writer) { writer.record(following(case_of_shape({.id = "case_2"}))); }),
            FaultKind::not_found);
}

TEST_P(RecordTest, AnswersAreKeptAsAnswerWithSaysThem) {
  auto record = opening(case_of_shape({.id = "case_1"}));
  record.answer = answer("agent_1", "r1");
  record.answer_with = [](Case const& case_, Entry const& entry) {
    return serialize(boost::json::object{{"version", case_.version}, {"hash", entry.hash}, {"seq", entry.seq}});
  };
  Entry sealed;
  commit(store(), [&](StoreWriter& writer) { sealed = writer.record(record); });
  auto const text = read(store(), [](StoreReader& reader) { return reader.find_answer("agent_1", "r1")->text; });
  auto const said = boost::json::parse(text);
  EXPECT_EQ(said.at("version"), 1);
  EXPECT_EQ(said.at("hash").as_string(), sealed.hash);
  EXPECT_EQ(said.at("seq"), 0);
}

TEST_P(RecordTest, ARequestIdIsAnsweredOnceForEachActor) {
  auto first = opening(case_of_shape({.id = "case_1"}));
  first.answer = answer("agent_1", "r1");
  record(store(), first);
  auto again = opening(case_of_shape({.id = "case_2"}));
  again.answer = answer("agent_1", "r1");
  EXPECT_EQ(fault_of(store(), [&](StoreWriter& writer) { writer.record(again); }), FaultKind::request_id_reused);
  again.answer = answer("agent_2", "r1");
  EXPECT_EQ(record(store(), again).version, 1);
}

// Each of these fails late in the record; a unit that swallows it must not keep the first half.
TEST_P(RecordTest, ARecordThatFailsLeavesNothingEvenIfTheUnitGoesOn) {
  auto const before = record(store(), [] {
    auto record = opening(case_of_shape({.id = "case_1"}));
    record.order = order_of();
    record.evidence = {photo("ev_1", "case_1", "aa")};
    record.outbox = {effect("key_1", "case_1")};
    record.answer = answer("agent_1", "r1");
    return record;
  }());
  struct Line {
    char const* name;
    void (*spoil)(Record&);
    FaultKind fault;
  };
  Line const lines[] = {
      {"evidence id",
       [](Record& r) {
         r.evidence = {photo("ev_2", "case_1", "bb"), photo("ev_1", "case_1", "cc")};
       },
       FaultKind::internal},
      {"outbox key",
       [](Record& r) {
         r.outbox = {effect("key_2", "case_1"), effect("key_1", "case_1")};
       },
       FaultKind::internal},
      {"request id", [](Record& r) { r.answer = answer("agent_1", "r1"); }, FaultKind::request_id_reused},
      {"entry id", [](Record& r) { r.entry_id = "entry_case_1/0"; }, FaultKind::internal},
      {"delivered key",
       [](Record& r) {
         r.outbox_done = {"key_1", "no such key"};
       },
       FaultKind::not_found},
      {"draft", [](Record& r) { r.entry.members["x"] = std::int64_t{1} << 60; }, FaultKind::internal},
  };
  for (auto const& line : lines) {
    auto spoiled = following(before, case_of_shape({.id = "case_1", .state = "spoiled", .due_at = some_day}));
    spoiled.evidence = {photo("ev_9", "case_1", "99")};
    spoiled.outbox = {effect("key_9", "case_1")};
    spoiled.personal = {{"case_1", "e", "note", "", "x"}};
    line.spoil(spoiled);
    commit(store(), [&](StoreWriter& writer) {
      try {
        writer.record(spoiled);
        ADD_FAILURE() << line.name;
      } catch (FaultError const& why) {
        EXPECT_EQ(why.fault().kind, line.fault) << line.name << ": " << why.what();
      }
      writer.put_setting("went_on", line.name);
    });
    store().read([&](StoreReader& reader) {
      EXPECT_TRUE(reader.find_case("case_1") == before) << line.name;
      EXPECT_EQ(reader.evidence_of("case_1").size(), 1U) << line.name;
      EXPECT_EQ(reader.outbox_of("case_1").size(), 1U) << line.name;
      EXPECT_FALSE(reader.outbox_of("case_1")[0].delivered_at) << line.name;
      EXPECT_THAT(reader.personal_of("case_1"), IsEmpty()) << line.name;
      EXPECT_FALSE(reader.next_due()) << line.name;
      EXPECT_EQ(reader.setting("went_on"), line.name);
      EXPECT_EQ(ledger_flaw(reader), "") << line.name;
    });
  }
}

TEST_P(RecordTest, TwoRecordsInOneUnitStandOrFallTogether) {
  auto const linked = [](bool fails) {
    return [fails](StoreWriter& writer) {
      writer.record(opening(case_of_shape({.id = "case_1"})));
      writer.record(opening(case_of_shape({.id = "case_2"})));
      EXPECT_EQ(writer.ledger_size(), 2);
      EXPECT_TRUE(writer.find_case("case_2"));
      if (fails) throw std::runtime_error("on purpose");
    };
  };
  EXPECT_THROW(commit(store(), linked(true)), std::runtime_error);
  EXPECT_THAT(ids({}), IsEmpty());
  commit(store(), linked(false));
  EXPECT_THAT(ids({}), ElementsAre("case_1", "case_2"));
  store().read([](StoreReader& reader) { EXPECT_EQ(ledger_flaw(reader), ""); });
}

TEST_P(RecordTest, BlobsBelongToTheShopsWhoseCasesHaveThem) {
  auto record_with = [&](std::string id, std::string shop, std::string sha256) {
    auto opened = opening(case_of_shape({.id = id, .shop = std::move(shop)}));
    opened.evidence = {photo("ev_" + id, id, std::move(sha256))};
    record(store(), opened);
  };
  record_with("case_1", "shop_1", "aa");
  record_with("case_2", "shop_2", "bb");
  record_with("case_3", "shop_2", "aa");
  store().read([](StoreReader& reader) {
    EXPECT_TRUE(reader.blob_belongs_to("aa", "shop_1"));
    EXPECT_TRUE(reader.blob_belongs_to("aa", "shop_2"));
    EXPECT_FALSE(reader.blob_belongs_to("bb", "shop_1"));
    EXPECT_TRUE(reader.blob_belongs_to("bb", ""));
    EXPECT_FALSE(reader.blob_belongs_to("cc", ""));
    EXPECT_FALSE(reader.blob_belongs_to("a", ""));
  });
}

}  // namespace
}  // namespace redress::storage
