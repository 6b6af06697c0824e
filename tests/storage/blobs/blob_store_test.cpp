#include "storage/blobs/blob_store.hpp"

#include "tests/storage/store_test.hpp"

#include <fmt/format.h>
#include <rapidcheck/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <thread>

namespace redress::storage {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr std::int64_t room = 1 << 20;
constexpr char const* sha256_of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

class BlobStoreTest : public testing::Test {
 protected:
  Blob put(std::string_view bytes) {
    auto writer = store_->writer(room).value();
    writer.append(ledger::as_bytes(bytes)).value();
    return writer.finish().value();
  }
  std::string content(std::string const& sha256) {
    std::ifstream file(store_->find(sha256).value().value().path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  std::size_t arriving() {
    auto const left = fs::directory_iterator(folder_.path() / "blobs" / "arriving");
    return static_cast<std::size_t>(std::distance(begin(left), end(left)));
  }
  std::size_t stored() {
    std::size_t files = 0;
    for (auto const& entry : fs::recursive_directory_iterator(folder_.path() / "blobs"))
      files += entry.is_regular_file() && entry.path().filename() != "blobs.lock";
    return files;
  }

  TemporaryFolder folder_;
  std::unique_ptr<BlobStore> store_ = BlobStore::open(folder_.path()).value();
};

TEST_F(BlobStoreTest, TheOriginalUploadedAgainMakesADamagedBlobWhole) {
  auto const blob = put("abc");
  auto const place = store_->find(blob.sha256).value().value().path;
  fs::permissions(place, fs::perms::owner_write | fs::perms::owner_read);
  std::ofstream(place, std::ios::binary) << "abX";
  put("abc");
  EXPECT_EQ(content(blob.sha256), "abc");
  EXPECT_EQ(stored(), 1U);
}

TEST_F(BlobStoreTest, KeepsBytesUnderTheirHash) {
  auto const blob = put("abc");
  EXPECT_EQ(blob.sha256, sha256_of_abc);
  EXPECT_EQ(blob.size_bytes, 3);
  EXPECT_EQ(blob.mime, "text/plain");
  auto const found = store_->find(blob.sha256).value();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->path, folder_.path() / "blobs" / "ba" / std::string(sha256_of_abc).substr(2));
  EXPECT_EQ(found->size_bytes, 3);
  EXPECT_EQ(found->mime, "text/plain");
  EXPECT_EQ(content(blob.sha256), "abc");
  struct stat about {};
  ASSERT_EQ(::stat(found->path.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0400U) << "never altered";
}

RC_GTEST_FIXTURE_PROP(BlobStoreTest, HowTheBytesArriveDoesNotMatter, (std::vector<std::vector<std::uint8_t>> pieces)) {
  auto writer = store_->writer(room).value();
  std::vector<std::uint8_t> whole;
  for (auto const& piece : pieces) {
    writer.append(piece).value();
    whole.insert(whole.end(), piece.begin(), piece.end());
  }
  auto const blob = writer.finish().value();
  RC_ASSERT(blob.sha256 == ledger::hex(ledger::sha256(ledger::Bytes(whole))));
  RC_ASSERT(blob.size_bytes == std::ssize(whole));
  auto const stored = content(blob.sha256);
  RC_ASSERT(std::equal(stored.begin(), stored.end(), whole.begin(), whole.end(),
                       [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; }));
  RC_ASSERT(store_->find(blob.sha256).value()->mime == blob.mime);
}

TEST_F(BlobStoreTest, TheSameBytesAreStoredOnce) {
  put("abc");
  put("abc");
  put("abcd");
  EXPECT_EQ(stored(), 2U);
  EXPECT_EQ(arriving(), 0U);
}

TEST_F(BlobStoreTest, WhatIsLeftUnfinishedGoesAway) {
  {
    auto writer = store_->writer(room).value();
    writer.append(ledger::as_bytes("abc")).value();
    EXPECT_EQ(arriving(), 1U);
    auto moved = std::move(writer);
    EXPECT_EQ(arriving(), 1U);
  }
  EXPECT_EQ(stored(), 0U);
  EXPECT_FALSE(store_->find(sha256_of_abc).value());
}

TEST_F(BlobStoreTest, WhatACrashLeftIsClearedAtTheStart) {
  store_.reset();
  std::ofstream(folder_.path() / "blobs" / "arriving" / "7") << "half";
  store_ = BlobStore::open(folder_.path()).value();
  EXPECT_EQ(arriving(), 0U);
}

TEST_F(BlobStoreTest, TakesTheLimitAndNotAByteMore) {
  auto fits = store_->writer(3).value();
  ASSERT_TRUE(fits.append(ledger::as_bytes("ab")).has_value());
  ASSERT_TRUE(fits.append(ledger::as_bytes("c")).has_value());
  EXPECT_TRUE(fits.finish().has_value());
  {
    auto over = store_->writer(3).value();
    ASSERT_TRUE(over.append(ledger::as_bytes("ab")).has_value());
    auto const refused = over.append(ledger::as_bytes("cd"));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().kind, FaultKind::too_large);
  }
  EXPECT_EQ(stored(), 1U);
}

TEST_F(BlobStoreTest, NamesThatAreNoHashFindNothing) {
  put("abc");
  for (auto const* name :
       {"", "abc", "../../../../etc/passwd", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
        "0000000000000000000000000000000000000000000000000000000000000000"})
    EXPECT_FALSE(store_->find(name).value()) << name;
}

TEST_F(BlobStoreTest, ACutOffFileIsReplacedWhenTheBytesComeAgain) {
  auto const path = store_->find(put("abc").sha256).value()->path;
  fs::permissions(path, fs::perms::owner_write | fs::perms::owner_read);
  fs::resize_file(path, 1);
  put("abc");
  EXPECT_EQ(content(sha256_of_abc), "abc");
}

TEST_F(BlobStoreTest, ASecondOpenerIsRefused) {
  auto const second = BlobStore::open(folder_.path());
  ASSERT_FALSE(second.has_value());
  EXPECT_THAT(second.error().says.en, HasSubstr("is in use by process"));
}

TEST_F(BlobStoreTest, ManyThreadsMayBringTheSameBytes) {
  {
    std::vector<std::jthread> crowd;
    for (int thread = 0; thread < 4; ++thread)
      crowd.emplace_back([this] {
        for (int i = 0; i < 25; ++i)
          EXPECT_EQ(put(fmt::format("photo {}", i)).size_bytes, std::ssize(fmt::format("photo {}", i)));
      });
  }
  EXPECT_EQ(stored(), 25U);
  EXPECT_EQ(arriving(), 0U);
}

}  // namespace
}  // namespace redress::storage
