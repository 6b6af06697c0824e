// Pictures by how they look, files by their bytes: found within a shop, never across shops.
#include "storage/common/picture_parts.hpp"
#include "tests/storage/store_test.hpp"

#include <fmt/format.h>

namespace redress::storage {
namespace {

using testing::IsEmpty;

class PictureTest : public StoreTest {
 protected:
  void put(std::string const& sha256, std::string const& mark) {
    commit(store(), [&](StoreWriter& writer) { writer.put_picture(sha256, {640, 480, mark}); });
  }
  void add(std::string const& case_id, std::string const& shop, std::string const& evidence_id,
           std::string const& sha256, std::string const& mime = "image/png") {
    auto case_ = case_of_shape({.id = case_id});
    case_.shop = shop;
    auto record = opening(case_);
    record.order = order_of(shop);
    auto item = photo(evidence_id, case_id, sha256);
    item.mime = mime;
    record.evidence = {item};
    commit(store(), [&](StoreWriter& writer) { writer.record(record); });
  }
  std::vector<std::string> near(std::string const& mark, std::string const& shop, int limit = 100) {
    std::vector<std::string> ids;
    store().read([&](StoreReader& reader) {
      for (auto const& use : reader.pictures_near(mark, shop, limit)) ids.push_back(use.evidence_id);
    });
    return ids;
  }
};
REDRESS_FOR_EVERY_STORE(PictureTest);

std::string const mark(64, 'a');

// `bits` of the mark turned, spread over its characters so that as few parts as possible stay whole.
std::string turned(std::string text, int bits) {
  for (int i = 0; i < bits; ++i) text[static_cast<std::size_t>(i) * 4 % 64 + static_cast<std::size_t>(i) / 16] = 'b';
  return text;
}

TEST_P(PictureTest, IsFoundByEveryMarkWithinFifteenBits) {
  put("aa", mark);
  add("case_1", "shop_1", "ev_1", "aa");
  for (int bits = 0; bits <= 15; ++bits)
    EXPECT_EQ(near(turned(mark, bits), "shop_1"), std::vector<std::string>{"ev_1"}) << bits;
  EXPECT_THAT(near(turned(mark, 16), "shop_1"), IsEmpty()) << "one in every part";
  EXPECT_THAT(near(mark, "shop_2"), IsEmpty());
  EXPECT_THAT(near("", "shop_1"), IsEmpty());
}

TEST_P(PictureTest, WhatIsNoPictureOrHasNoMarkIsNotFound) {
  put("aa", mark);
  put("bb", "");
  add("case_1", "shop_1", "ev_1", "aa", "application/pdf");
  add("case_2", "shop_1", "ev_2", "bb");
  add("case_3", "shop_1", "ev_3", "cc");
  EXPECT_THAT(near(mark, "shop_1"), IsEmpty());
}

TEST_P(PictureTest, TheFirstNoteOfItStaysAndIsRead) {
  put("aa", mark);
  put("aa", std::string(64, 'f'));
  store().read([](StoreReader& reader) {
    auto const picture = reader.find_picture("aa");
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->width, 640);
    EXPECT_EQ(picture->height, 480);
    EXPECT_EQ(picture->mark, mark);
    EXPECT_FALSE(reader.find_picture("bb"));
  });
}

TEST_P(PictureTest, UsesOfTheSameBytesAreListedPerShopFirstFirst) {
  put("aa", mark);
  add("case_1", "shop_1", "ev_1", "aa");
  add("case_2", "shop_1", "ev_2", "aa");
  add("case_3", "shop_2", "ev_3", "aa");
  store().read([](StoreReader& reader) {
    auto const uses = reader.uses_of("aa", "shop_1", 100);
    ASSERT_EQ(uses.size(), 2U);
    EXPECT_EQ(uses[0].evidence_id, "ev_1");
    EXPECT_EQ(uses[0].case_id, "case_1");
    EXPECT_EQ(uses[1].evidence_id, "ev_2");
    EXPECT_EQ(reader.uses_of("aa", "shop_1", 1).size(), 1U);
    EXPECT_THAT(reader.uses_of("bb", "shop_1", 100), IsEmpty());
  });
  EXPECT_EQ(near(mark, "shop_1", 1).size(), 1U);
}

TEST_P(PictureTest, AnItemRolledBackIsNotFound) {
  put("aa", mark);
  auto record = opening(case_of_shape({.id = "case_1"}));
  record.order = order_of();
  auto item = photo("ev_1", "case_1", "aa");
  item.mime = "image/png";
  record.evidence = {item};
  store().write(
      [&](StoreWriter& writer) {
        writer.record(record);
        throw std::runtime_error("undone");
      },
      {});
  store().drain();
  EXPECT_THAT(near(mark, "shop_1"), IsEmpty());
  store().read([](StoreReader& reader) { EXPECT_THAT(reader.uses_of("aa", "shop_1", 10), IsEmpty()); });
}

}  // namespace
}  // namespace redress::storage
