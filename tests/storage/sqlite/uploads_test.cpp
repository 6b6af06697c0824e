// Who uploaded which bytes: whose they are to attach, until an item is made of them, and after a restart.
#include "engine/cases/uploads.hpp"

#include "engine/cases/persons.hpp"
#include "tests/storage/store_test.hpp"

namespace redress::storage {
namespace {

class UploadsTest : public testing::Test {
 protected:
  void upload(std::string const& sha256, std::string const& shop) {
    commit(*store_, [&](StoreWriter& writer) { uploads_of_writer(writer)->put_upload(sha256, shop); });
  }
  bool takes(std::string const& shop, std::string const& sha256) {
    return read(*store_, [&](StoreReader& reader) { return may_attach(reader, sha256, shop); });
  }
  void attach(std::string const& case_id, std::string const& shop, std::string const& sha256) {
    auto case_ = case_of_shape({.id = case_id});
    case_.shop = shop;
    case_.buyer = "buyer_of_" + case_id;
    auto record = opening(case_);
    record.order = order_of(shop);
    record.evidence = {photo("ev_of_" + case_id, case_id, sha256)};
    commit(*store_, [&](StoreWriter& writer) { writer.record(record); });
  }
  void restrict(std::string const& case_id) {
    commit(*store_, [&](StoreWriter& writer) {
      auto person = persons_of(writer)->person_of_case(case_id).value();
      person.state = PersonState::restricted;
      persons_of_writer(writer)->put_person(person);
    });
  }
  void open_again() {
    store_.reset();
    store_ = SqliteStore::open(folder_.path()).value();
  }

  TemporaryFolder folder_;
  std::unique_ptr<SqliteStore> store_ = SqliteStore::open(folder_.path()).value();
};

TEST_F(UploadsTest, AreTheirShopsAloneAfterARestartToo) {
  EXPECT_FALSE(takes("s1", "aa"));
  upload("aa", "s1");
  open_again();
  EXPECT_TRUE(takes("s1", "aa"));
  EXPECT_FALSE(takes("s2", "aa"));
  EXPECT_FALSE(takes("s1", "bb"));
  upload("aa", "s2");
  EXPECT_TRUE(takes("s2", "aa")) << "whoever has the bytes may bring them";
}

TEST_F(UploadsTest, OfACallerOfEveryShopAreForWhicheverTakesThem) {
  upload("aa", "");
  EXPECT_TRUE(takes("s1", "aa"));
  attach("case_1", "s1", "aa");
  EXPECT_TRUE(takes("s1", "aa"));
  EXPECT_TRUE(takes("s2", "aa"));
}

TEST_F(UploadsTest, BelongToThePersonOnceAnItemIsMadeOfThem) {
  upload("aa", "s1");
  attach("case_1", "s1", "aa");
  EXPECT_TRUE(takes("s1", "aa")) << "an active person's";
  EXPECT_FALSE(takes("s2", "aa"));
  restrict("case_1");
  EXPECT_FALSE(takes("s1", "aa")) << "the hash brings nothing back";
  upload("aa", "s1");
  EXPECT_TRUE(takes("s1", "aa")) << "the bytes do";
  attach("case_2", "s1", "aa");
  restrict("case_2");
  EXPECT_FALSE(takes("s1", "aa"));
}

// As a store is after its migration: nobody is known to have uploaded anything.
TEST_F(UploadsTest, WhatWasAttachedBeforeStaysTheShops) {
  attach("case_1", "s1", "aa");
  EXPECT_TRUE(takes("s1", "aa"));
  EXPECT_FALSE(takes("s2", "aa"));
}

}  // namespace
}  // namespace redress::storage
