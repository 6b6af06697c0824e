// Entries that belong to no case: one chain for each shop and one for all, between the cases' entries.
#include "tests/storage/store_test.hpp"

namespace redress::storage {
namespace {

class OfficeTest : public StoreTest {
 protected:
  static OfficeRecord act(std::string const& id, std::string const& shop = {}) {
    return {.act = {.entry_id = "entry_" + id,
                    .nonce = std::string(32, '0'),
                    .at = some_day,
                    .actor = {.id = "manager_1", .role = Role::manager},
                    .shop = shop,
                    .event = "automation_switched"}};
  }
  Entry put(OfficeRecord const& record) {
    Entry sealed;
    commit(store(), [&](StoreWriter& writer) { sealed = writer.record_office(record); });
    return sealed;
  }
  std::vector<Entry> trail(std::string const& office) {
    return read(store(), [&](StoreReader& reader) { return reader.trail(office, "", 50).entries; });
  }
  std::string flaw() {
    return read(store(), [](StoreReader& reader) { return ledger_flaw(reader); });
  }
};
REDRESS_FOR_EVERY_STORE(OfficeTest);

TEST_P(OfficeTest, EachOfficeIsAChainOfItsOwnInTheOneLedger) {
  auto const case_ = opened();
  put(act("a"));
  put(act("b", "shop_1"));
  record(store(), following(case_));
  put(act("c"));
  auto const whole = trail("office");
  ASSERT_EQ(whole.size(), 2U);
  EXPECT_EQ(whole[0].seq, 1);
  EXPECT_EQ(whole[1].seq, 4);
  EXPECT_EQ(whole[1].case_seq, 1);
  EXPECT_EQ(to_json(whole[1]).at("prev_hash").as_string(), whole[0].hash);
  ASSERT_EQ(trail("office_shop_1").size(), 1U);
  EXPECT_EQ(trail("office_shop_1").front().case_seq, 0);
  EXPECT_EQ(flaw(), "");
}

TEST_P(OfficeTest, AnActIsWrittenWholeOrNotAtAll) {
  auto kept = act("a", "shop_1");
  kept.personal = {{"office_shop_1", "entry_a", "reason", std::string(64, 'c'), "大促"}};
  kept.answer = answer("manager_1", "r1");
  kept.answer_with = [](Entry const& entry) { return entry.hash; };
  auto const entry = put(kept);
  store().read([&](StoreReader& reader) {
    EXPECT_EQ(reader.find_answer("manager_1", "r1")->text, entry.hash);
    EXPECT_TRUE(same(reader.personal_of("office_shop_1"), kept.personal));
  });
  auto again = act("b", "shop_1");
  again.answer = kept.answer;  // the request id is taken
  EXPECT_THROW(put(again), FaultError);
  EXPECT_THROW(put(act("a")), FaultError);  // the entry's id is
  EXPECT_EQ(trail("office_shop_1").size(), 1U);
  EXPECT_EQ(read(store(), [](StoreReader& reader) { return reader.ledger_size(); }), 1);
  EXPECT_EQ(put(act("c", "shop_1")).case_seq, 1) << "what failed left no gap";
  EXPECT_EQ(flaw(), "");
}

}  // namespace
}  // namespace redress::storage
