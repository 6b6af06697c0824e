// What holds a secret is drawn once. A file that cannot be read for the moment stands for its secret all the same.
#include "api/server/key_files.hpp"

#include "api/service/erasure_list.hpp"
#include "storage/common/file.hpp"
#include "storage/common/shop_keys.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace redress::api {
namespace {

namespace fs = std::filesystem;

class KeyFiles : public testing::Test {
 protected:
  KeyFiles() : folder_(fs::temp_directory_path() / fmt::format("redress-keys-{}", ::getpid())) {
    fs::create_directories(folder_);
  }
  ~KeyFiles() override { fs::remove_all(folder_); }
  KeyFiles(KeyFiles const&) = delete;
  KeyFiles& operator=(KeyFiles const&) = delete;

  std::string content(std::string const& name) const { return storage::read_whole(folder_ / name).value().value(); }

  // There, and nobody can open it, root neither: as while the system has no descriptor left or the disk fails.
  void make_unreadable(std::string const& name) const { fs::create_symlink(name, folder_ / name); }

  fs::path folder_;
  VirtualClock clock_{parse_rfc3339("2026-01-05T02:00:00Z").value()};
  SystemEntropy entropy_;
  Ids ids_{clock_, entropy_};
};

TEST_F(KeyFiles, AreDrawnOnceAndReadAfterwards) {
  auto const first = ledger_keys(folder_, ids_, clock_.now()).value();
  auto const again = ledger_keys(folder_, ids_, clock_.now()).value();
  EXPECT_EQ(first.signing.front().verifier().text(), again.signing.front().verifier().text());
  EXPECT_EQ(pseudonym_key(folder_, ids_).value(), pseudonym_key(folder_, ids_).value());
}

TEST_F(KeyFiles, ThatCannotBeReadAreNeverDrawnAnew) {
  for (auto const* name : {"ledger.key", "pseudonym.key", "witness.key", "personal.key", "erasures.log"})
    make_unreadable(name);
  EXPECT_FALSE(ledger_keys(folder_, ids_, clock_.now()).has_value());
  EXPECT_FALSE(pseudonym_key(folder_, ids_).has_value());
  EXPECT_FALSE(witness_key(folder_, "", ids_).has_value());
  EXPECT_FALSE(storage::ShopKeys::open(folder_, true).has_value());
  EXPECT_FALSE(ErasureList::open(folder_ / "erasures.log").has_value());
  for (auto const* name : {"ledger.key", "pseudonym.key", "witness.key", "personal.key", "erasures.log"})
    EXPECT_TRUE(fs::is_symlink(folder_ / name)) << name;
}

TEST_F(KeyFiles, AnEmptyOneIsRefusedRatherThanFilled) {
  storage::replace_private_file(folder_ / "pseudonym.key", "").value();
  EXPECT_FALSE(pseudonym_key(folder_, ids_).has_value());
  EXPECT_EQ(content("pseudonym.key"), "");
}

TEST_F(KeyFiles, APromotionThatCannotReadTheOldKeysKeepsThem) {
  FileKeyRing ring(folder_, ids_);
  ring.keys(clock_.now());
  auto const before = content("ledger.key");
  ring.prepare("redress.local/next");
  fs::rename(folder_ / "ledger.key", folder_ / "aside");
  make_unreadable("ledger.key");
  EXPECT_THROW(ring.promote(clock_.now()), FaultError);
  fs::remove(folder_ / "ledger.key");
  fs::rename(folder_ / "aside", folder_ / "ledger.key");
  EXPECT_EQ(content("ledger.key"), before);
  ring.promote(clock_.now());
  EXPECT_TRUE(content("ledger.key").find(before.substr(0, before.find('\n'))) != std::string::npos);
}

}  // namespace
}  // namespace redress::api
