// Files in and out: streamed, limited, ranged, and never shown as a page of ours.
#include "tests/api/http/house.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace redress::api::http {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string put(std::size_t announced, std::string_view more_fields = "", std::string_view query = "") {
  return fmt::format("PUT /v1/blobs{} HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n{}\r\n", query, announced,
                     more_fields);
}

// Bytes whose place in the file can be told, so that a lost or doubled piece shows.
std::string numbered_bytes(std::size_t count) {
  std::string bytes;
  bytes.reserve(count + 8);
  for (std::uint32_t i = 0; bytes.size() < count; ++i) bytes.append(reinterpret_cast<char const*>(&i), 4);
  bytes.resize(count);
  return bytes;
}

TEST(BlobUpload, StreamsEverySizeWhole) {
  House house;
  Client client(house);
  for (std::size_t const size : {0u, 1u, 4096u, 256u * 1024u - 1, 256u * 1024u, 256u * 1024u + 1, 3'000'000u}) {
    auto const bytes = numbered_bytes(size);
    client.send(put(size) + bytes);
    auto const answer = client.receive();
    ASSERT_TRUE(answer) << size;
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, fmt::format("{{\"size\":{}}}", size));
    EXPECT_EQ(house.service.blobs().back(), bytes);
  }
  client.send(post("and on the same connection"));
  EXPECT_EQ(client.receive()->body, "and on the same connection");
}

TEST(BlobUpload, TakesItsLimitAndNotOneByteMore) {
  ServerOptions options;
  options.limits.blob_bytes = 300'000;
  House house(options);
  Client client(house);
  client.send(put(300'000) + numbered_bytes(300'000));
  EXPECT_EQ(client.receive()->status, 200);
  client.send(put(300'001));
  auto const refused = client.receive();
  ASSERT_TRUE(refused) << "unread";
  EXPECT_EQ(refused->status, 413);
  EXPECT_TRUE(client.closed_by_server());
  EXPECT_EQ(house.service.blobs().size(), 1u);
}

TEST(BlobUpload, AllowsAHundredMebibytesUnlessToldOtherwise) {
  House house;
  Client client(house);
  client.send(put(100 * 1024 * 1024, "Expect: 100-continue\r\n"));
  EXPECT_EQ(client.receive()->status, 100);
  Client over(house);
  over.send(put(100 * 1024 * 1024 + 1, "Expect: 100-continue\r\n"));
  EXPECT_EQ(over.receive()->status, 413);
}

TEST(BlobUpload, InvitesTheBodyOnlyWhenItIsWanted) {
  House house;
  Client client(house);
  client.send(put(5, "Expect: 100-continue\r\n"));
  EXPECT_EQ(client.receive()->status, 100);
  client.send("bytes");
  EXPECT_EQ(client.receive()->status, 200);
  EXPECT_THAT(house.service.blobs(), ElementsAre("bytes"));

  client.send(put(5, "Expect: 100-continue\r\n", "?full"));
  EXPECT_EQ(client.receive()->status, 507);
  Client refused(house);
  refused.send(put(5, "Expect: 100-continue\r\nAuthorization: Bearer bad\r\n"));
  EXPECT_EQ(refused.receive()->status, 401);
}

TEST(BlobUpload, StopsWhenTheSinkTakesNoMore) {
  House house;
  house.service.blob_gives_up_after = 100'000;
  Client client(house);
  client.send(put(2'000'000) + numbered_bytes(2'000'000));
  auto const answer = client.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 507);
  EXPECT_TRUE(client.closed_by_server());
  EXPECT_THAT(house.service.blobs(), IsEmpty());
}

TEST(BlobUpload, AbandonsWhatIsCutOff) {
  House house;
  {
    Client client(house);
    client.send(put(1'000'000) + numbered_bytes(600'000));
  }
  house.service.wait_for_abandoned_blob();
  EXPECT_THAT(house.service.blobs(), IsEmpty());
}

TEST(BlobUpload, CutsOffASlowOne) {
  ServerOptions options;
  options.limits.pace_window_ms = 80;
  House house(options);
  Client client(house);
  client.send(put(1'000'000) + numbered_bytes(600'000));
  EXPECT_EQ(client.receive()->status, 408);
  EXPECT_TRUE(client.closed_by_server());
  house.service.wait_for_abandoned_blob();
}

class BlobDownload : public testing::Test {
 protected:
  BlobDownload() {
    std::ofstream(path_, std::ios::binary) << bytes_;
    std::ofstream(empty_path_, std::ios::binary);
    house_.service.files[name_] = {path_, bytes_.size(), "video/mp4"};
    house_.service.files[empty_name_] = {empty_path_, 0, "text/plain"};
    house_.service.files[lost_name_] = {path_ + ".lost", 10, "text/plain"};
  }
  ~BlobDownload() override {
    std::filesystem::remove(path_);
    std::filesystem::remove(empty_path_);
  }

  std::string door(std::string const& name) const { return "/v1/blobs/" + name; }

  std::string const bytes_ = numbered_bytes(700'000);
  std::string const name_ = std::string(64, 'a');
  std::string const empty_name_ = std::string(64, 'e');
  std::string const lost_name_ = std::string(64, 'f');
  std::string const path_ = testing::TempDir() + "redress_blob_" + std::to_string(::getpid());
  std::string const empty_path_ = path_ + ".empty";
  House house_;
  Client client_{house_};
};

TEST_F(BlobDownload, SendsTheWholeFileAsADownload) {
  client_.send(get(door(name_)));
  auto const answer = client_.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, bytes_);
  EXPECT_EQ(answer->fields.at("content-type"), "video/mp4");
  EXPECT_EQ(answer->fields.at("content-disposition"), "attachment");
  EXPECT_EQ(answer->fields.at("x-content-type-options"), "nosniff");
  EXPECT_EQ(answer->fields.at("content-security-policy"), "sandbox; default-src 'none'");
  EXPECT_EQ(answer->fields.at("cross-origin-resource-policy"), "same-origin");
  EXPECT_EQ(answer->fields.at("cache-control"), "private");
  EXPECT_EQ(answer->fields.at("accept-ranges"), "bytes");
  EXPECT_EQ(answer->fields.at("etag"), "\"" + name_ + "\"");

  client_.send(get(door(empty_name_)));
  EXPECT_EQ(client_.receive()->body, "");
}

TEST_F(BlobDownload, SendsTheHeadAloneForHead) {
  client_.send(fmt::format("HEAD {} HTTP/1.1\r\nHost: a\r\n\r\n", door(name_)));
  auto const answer = client_.receive(true);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->fields.at("content-length"), "700000");
  client_.send(get("/livez"));
  EXPECT_EQ(client_.receive()->body, "ok\n");
}

TEST_F(BlobDownload, SendsOneRange) {
  struct {
    std::string range;
    int status;
    std::string content_range;
    std::size_t first, count;
  } const rows[] = {
      {"bytes=0-0", 206, "bytes 0-0/700000", 0, 1},
      {"bytes=100-", 206, "bytes 100-699999/700000", 100, 699'900},
      {"bytes=300000-599999", 206, "bytes 300000-599999/700000", 300'000, 300'000},
      {"bytes=-4", 206, "bytes 699996-699999/700000", 699'996, 4},
      {"bytes=699999-9999999", 206, "bytes 699999-699999/700000", 699'999, 1},
      {"bytes=0-1,5-6", 200, "", 0, 700'000},
      {"bytes=9-1", 200, "", 0, 700'000},
  };
  for (auto const& row : rows) {
    client_.send(get(door(name_), "Range: " + row.range + "\r\n"));
    auto const answer = client_.receive();
    ASSERT_TRUE(answer) << row.range;
    EXPECT_EQ(answer->status, row.status) << row.range;
    EXPECT_EQ(answer->body, bytes_.substr(row.first, row.count)) << row.range;
    EXPECT_EQ(answer->fields.contains("content-range") ? answer->fields.at("content-range") : "", row.content_range);
  }
}

TEST_F(BlobDownload, SaysWhenARangeLiesOutside) {
  client_.send(get(door(name_), "Range: bytes=700000-\r\n"));
  auto const answer = client_.receive();
  EXPECT_EQ(answer->status, 416);
  EXPECT_EQ(answer->fields.at("content-range"), "bytes */700000");
  client_.send(get(door(empty_name_), "Range: bytes=0-\r\n"));
  EXPECT_EQ(client_.receive()->fields.at("content-range"), "bytes */0");
}

TEST_F(BlobDownload, KnowsWhatTheClientHasAlready) {
  client_.send(get(door(name_), "If-None-Match: \"x\", \"" + name_ + "\"\r\n"));
  auto const answer = client_.receive();
  EXPECT_EQ(answer->status, 304);
  client_.send(get(door(name_), "Range: bytes=1-2\r\nIf-Range: \"" + name_ + "\"\r\n"));
  EXPECT_EQ(client_.receive()->status, 206);
  client_.send(get(door(name_), "Range: bytes=1-2\r\nIf-Range: \"other\"\r\n"));
  EXPECT_EQ(client_.receive()->status, 200);
}

TEST_F(BlobDownload, SaysWhenTheFileIsLost) {
  client_.send(get(door(lost_name_)));
  EXPECT_EQ(client_.receive()->status, 500);
  EXPECT_TRUE(client_.closed_by_server());
}

TEST_F(BlobDownload, ClosesEarlyWhenTheFileIsShorterThanItWasSaidToBe) {
  house_.service.files[name_].size = bytes_.size() + 1;
  client_.send(get(door(name_)));
  EXPECT_FALSE(client_.receive()) << "a short body must not look like a whole one";
}

}  // namespace
}  // namespace redress::api::http
