// Each entry of a case looked at again: what is wrong is said of that entry alone.
#include "api/service/case_check.hpp"

#include "tests/api/tea_shop.hpp"

namespace redress::api {
namespace {

struct Held {
  Case case_;
  std::vector<Entry> trail;
  SignedTree tree;
};

class CaseCheckTest : public TeaShop {
 protected:
  // A case of four entries and the tree over all of the ledger.
  Held held() {
    auto const id = open({{"reason", "do_not_want"}, {"wants", "refund_only"}, {"amount", money(20000)}});
    for (int i = 0; i < 3; ++i)
      call("case.facts",
           {{"case_id", id},
            {"set", object{{"buyer.refunds_90d", i}}},
            {"source", "shop"},
            {"request_id", fmt::format("f{}", i)}},
           Role::service);
    Held held;
    house.store().read([&](StoreReader& store) {
      held.case_ = store.find_case(id).value();
      held.trail = store.trail(id, {}, 100).entries;
      for (auto const& entry : store.entries_from(0, 1000)) leaves_.push_back(ledger::leaf_hash(entry.bytes));
    });
    held.tree = {{.origin = "test", .size = leaves_.size(), .root = ledger::root_of(leaves_)},
                 [this](std::uint64_t index) -> Result<ledger::Proof> {
                   return ledger::inclusion_proof(ledger::nodes_over(leaves_), index, leaves_.size());
                 }};
    return held;
  }

  std::vector<ledger::Digest> leaves_;
};

TEST_F(CaseCheckTest, a_sound_case_is_sound_and_signed) {
  auto const one = held();
  ASSERT_EQ(one.trail.size(), 4U);
  auto const check = check_case(one.case_, one.trail, one.tree);
  EXPECT_TRUE(check.ok());
  for (auto const& mark : check.marks) EXPECT_TRUE(mark.is_signed) << mark.seq;
  auto const unsigned_ = check_case(one.case_, one.trail, std::nullopt);
  EXPECT_TRUE(unsigned_.ok());
  for (auto const& mark : unsigned_.marks) EXPECT_FALSE(mark.is_signed);
}

struct Damage {
  std::string_view name;
  std::function<void(Held&)> spoil;
  std::optional<std::size_t> marks;  // which entry; nothing: the case's row
};

TEST_F(CaseCheckTest, what_is_wrong_is_said_of_that_entry) {
  auto const rehash = [](Entry& entry) { entry.hash = ledger::hex(ledger::leaf_hash(entry.bytes)); };
  auto const swap_text = [](Entry& entry, std::string const& what, std::string const& by) {
    auto const at = entry.bytes.find(what);
    ASSERT_NE(at, std::string::npos) << what;
    entry.bytes.replace(at, what.size(), by);
  };
  std::vector<Damage> const table{
      {"a flipped bit", [](Held& one) { one.trail[2].bytes[40] ^= 1; }, 2},
      {"a flipped bit of the last", [](Held& one) { one.trail[3].bytes[40] ^= 1; }, 3},
      {"other bytes with their own hash",
       [&](Held& one) {
         swap_text(one.trail[0], "\"outcome\":\"accepted\"", "\"outcome\":\"acceptED\"");
         rehash(one.trail[0]);
         swap_text(one.trail[1], one.trail[1].bytes.substr(one.trail[1].bytes.find("\"prev_hash\":\"") + 13, 64),
                   one.trail[0].hash);
         rehash(one.trail[1]);
       },
       0},
      {"a stored hash that is another",
       [](Held& one) { one.trail[1].hash[0] = one.trail[1].hash[0] == 'a' ? 'b' : 'a'; }, 1},
      {"an entry of another case",
       [&](Held& one) {
         swap_text(one.trail[2], one.case_.id, std::string(one.case_.id.size(), 'x'));
         rehash(one.trail[2]);
       },
       2},
      {"no JSON",
       [&](Held& one) {
         one.trail[3].bytes = "nonsense";
         rehash(one.trail[3]);
       },
       3},
      {"an entry left out", [](Held& one) { one.trail.erase(one.trail.begin() + 1); }, 1},
      {"the last one cut off", [](Held& one) { one.trail.pop_back(); }, std::nullopt},
      {"another state in the row", [](Held& one) { one.case_.state = "REFUND_CLOSED"; }, std::nullopt},
  };
  auto const sound = held();
  for (auto const& damage : table) {
    auto one = sound;
    damage.spoil(one);
    auto const check = check_case(one.case_, one.trail, sound.tree);
    EXPECT_FALSE(check.ok()) << damage.name;
    EXPECT_FALSE(check.fault().says.zh.empty()) << damage.name;
    EXPECT_EQ(check.fault().kind, FaultKind::ledger_broken);
    auto const json = to_json(check);
    EXPECT_FALSE(json.at("ok").as_bool());
    for (std::size_t i = 0; i < damage.marks.value_or(0); ++i)
      EXPECT_FALSE(check.marks[i].why.has_value()) << damage.name << " " << i;
    if (damage.marks) {
      EXPECT_TRUE(check.marks[*damage.marks].why.has_value()) << damage.name;
      EXPECT_EQ(json.at("first_bad").at("seq").to_number<std::int64_t>(), one.trail[*damage.marks].seq) << damage.name;
    } else {
      EXPECT_TRUE(check.end.has_value()) << damage.name;
    }
  }
}

TEST_F(CaseCheckTest, is_shown_within_the_shop_and_has_its_bound) {
  auto const id = open({{"reason", "do_not_want"}, {"wants", "refund_only"}, {"amount", money(20000)}});
  auto const report = [&](std::size_t number) {
    call("case.facts",
         {{"case_id", id},
          {"set", object{{"buyer.refunds_90d", number}}},
          {"source", "shop"},
          {"request_id", fmt::format("facts-{}", number)}},
         Role::service);
  };
  for (std::size_t entries = 1; entries < case_check_entries_max; ++entries) report(entries);
  auto const full = call("audit.case_check", {{"case_id", id}}, Role::agent);
  ASSERT_TRUE(full.contains("result")) << boost::json::serialize(full);
  EXPECT_TRUE(full.at("result").at("ok").as_bool());
  EXPECT_EQ(full.at("result").at("entries").as_array().size(), case_check_entries_max);
  report(case_check_entries_max);
  auto const over = call("audit.case_check", {{"case_id", id}}, Role::agent);
  EXPECT_EQ(over.at("error").at("data").at("kind").as_string(), "too_large");
  EXPECT_EQ(call("audit.case_check", {{"case_id", "case_none"}}).at("error").at("data").at("kind").as_string(),
            "not_found");
  EXPECT_TRUE(call("audit.case_check", {{"case_id", id}}, Role::admin).contains("error")) << "admins see no case";
}

}  // namespace
}  // namespace redress::api
