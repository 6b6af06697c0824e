// The door for packs: how many at once, how many on the disk, how large; and that nothing of them stays.
#include "api/server/pack_pages.hpp"

#include "api/server/rulebooks.hpp"
#include "tests/api/packs/case_to_pack.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

namespace redress::api {
namespace {

class PackPagesTest : public testing::Test {
 protected:
  PackPagesTest() : folder_(std::filesystem::temp_directory_path() / fmt::format("redress-pages-{}", ::getpid())) {
    std::filesystem::create_directories(folder_ / "packs");
    std::ofstream(folder_ / "original", std::ios::binary) << std::string(1000, 'x');
    std::ofstream(folder_ / "packs" / "left-by-a-crash.zip.part") << "half";
  }
  ~PackPagesTest() override { std::filesystem::remove_all(folder_); }
  PackPagesTest(PackPagesTest const&) = delete;
  PackPagesTest& operator=(PackPagesTest const&) = delete;

  void open(PackDoorLimits limits = {}, std::function<void()> while_making = {}) {
    pages_.emplace(
        desk_,
        [this, while_making](std::string_view) {
          if (while_making) while_making();
          return std::optional(folder_ / "original");
        },
        folder_ / "packs", limits);
  }

  http::Response get(std::string const& query = {}, std::string_view ending = ".zip", Role role = Role::agent) {
    auto const path = fmt::format("/v1/packs/{}{}", case_.case_id(), ending);
    http::Head const head{
        .target = path, .path = path, .query = query.empty() ? std::string_view{} : std::string_view{query}};
    auto response = pages_->page(head, {.id = "a", .role = role, .shop = "s1"});
    EXPECT_TRUE(response.has_value());
    return std::move(*response);
  }

  std::size_t on_disk() const {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(folder_ / "packs"), std::filesystem::directory_iterator{}));
  }

  std::filesystem::path folder_;
  packs::CaseToPack case_;
  RulebooksInForce books_{rulebooks_with({}).value()};
  LedgerSigner signer_{case_.house().store(),
                       ledger_keeping_in_memory(),
                       {.signing = {ledger::SigningKey::from_seed("test", std::vector<std::uint8_t>(32, 7)).value()}}};
  AuditDesk audit_{case_.house().store(), books_, signer_};
  packs::PackDesk desk_{case_.house().store(), books_, audit_, [](std::string_view) { return true; }, "redress test"};
  std::optional<PackPages> pages_;
};

TEST_F(PackPagesTest, what_is_sent_goes_away_with_its_answer) {
  open();
  EXPECT_EQ(on_disk(), 0U) << "what a crash left is gone";
  {
    auto const response = get();
    ASSERT_EQ(response.status, 200) << response.body;
    ASSERT_TRUE(response.file.has_value());
    EXPECT_EQ(std::filesystem::file_size(response.file->path), response.file->size);
    EXPECT_EQ(on_disk(), 1U);
  }
  EXPECT_EQ(on_disk(), 0U);
  auto const cover = get({}, ".pdf");
  EXPECT_EQ(cover.content_type, "application/pdf");
  EXPECT_TRUE(cover.body.starts_with("%PDF"));
  EXPECT_EQ(on_disk(), 0U);
}

TEST_F(PackPagesTest, an_original_of_other_bytes_ends_it) {
  case_.add_file("E-PHOTO");
  open();
  auto const response = get();
  EXPECT_EQ(response.status, 409);
  EXPECT_NE(response.body.find("ledger_broken"), std::string::npos);
  EXPECT_EQ(on_disk(), 0U) << "and no half ZIP stays";
}

TEST_F(PackPagesTest, make_so_many_at_once_and_not_one_more) {
  case_.add_file("E-PHOTO");
  int inside = 0;
  std::vector<int> answered;
  // While one is made, another is asked for; and while that one is made, a third.
  open({}, [&] {
    ++inside;
    answered.push_back(get().status);
  });
  auto const outermost = get();
  EXPECT_EQ(inside, PackDoorLimits{}.made_at_once);
  EXPECT_EQ(answered, (std::vector<int>{429, 409}));
  EXPECT_EQ(outermost.status, 409);
  inside = 0;
  get();
  EXPECT_EQ(inside, PackDoorLimits{}.made_at_once) << "places are given back";
}

TEST_F(PackPagesTest, keep_so_many_on_the_disk_and_not_one_more) {
  open();
  std::vector<http::Response> held;
  for (int i = 0; i < PackDoorLimits{}.on_disk; ++i) {
    held.push_back(get());
    ASSERT_EQ(held.back().status, 200) << i;
  }
  auto const refused = get();
  EXPECT_EQ(refused.status, 429);
  EXPECT_NE(refused.body.find("rate_limited"), std::string::npos);
  held.pop_back();
  EXPECT_EQ(get().status, 200);
}

TEST_F(PackPagesTest, take_a_pack_of_their_limit_and_not_one_byte_more) {
  auto const content = desk_.content_of({case_.case_id()}, {.id = "a", .role = Role::agent, .shop = "s1"});
  ASSERT_TRUE(content.has_value());
  std::int64_t bytes = 0;
  for (auto const& document : content->documents) bytes += static_cast<std::int64_t>(document.bytes.size());
  for (auto const& original : content->originals) bytes += original.size_bytes;
  open({.pack_bytes = bytes});
  EXPECT_EQ(get().status, 200);
  open({.pack_bytes = bytes - 1});
  auto const over = get();
  EXPECT_EQ(over.status, 413);
  EXPECT_NE(over.body.find("withhold"), std::string::npos);
}

TEST_F(PackPagesTest, a_disk_without_room_is_said_before_anything_is_written) {
  open({.spare_disk_bytes = std::int64_t{1} << 60});
  EXPECT_EQ(get().status, 500);
  EXPECT_EQ(on_disk(), 0U);
}

TEST_F(PackPagesTest, admins_make_none) {
  open();
  EXPECT_EQ(get({}, ".zip", Role::admin).status, 403);
  EXPECT_EQ(get({}, ".pdf", Role::admin).status, 403);
}

}  // namespace
}  // namespace redress::api
