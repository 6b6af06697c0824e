#include "storage/blobs/mime_sniffer.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace redress::storage {
namespace {

std::string sniffed(std::string_view bytes) { return sniff_mime(ledger::as_bytes(bytes)); }

TEST(MimeSniffer, KnowsTheKindsEvidenceComesIn) {
  using namespace std::string_view_literals;
  struct Line {
    std::string_view bytes;
    char const* mime;
  };
  Line const lines[] = {
      {"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\b\6\0\0\0"sv, "image/png"},
      {"\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"sv, "image/jpeg"},
      {"GIF89a\1\0\1\0\x80\0\0"sv, "image/gif"},
      {"RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0"sv, "image/webp"},
      {"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"sv, "application/pdf"},
      {"\0\0\0\x20"
       "ftypisom\0\0\2\0isomiso2avc1mp41"sv,
       "video/mp4"},
      {"您好，商品有划痕，请处理。\n"sv, "text/plain"},
      {"<!DOCTYPE html><html><script>alert(1)</script></html>"sv, "text/html"},
      {"\1\2\3\4"sv, "application/octet-stream"},
      {""sv, "application/x-empty"},
  };
  for (auto const& line : lines) EXPECT_EQ(sniffed(line.bytes), line.mime);
}

TEST(MimeSniffer, LooksNoFurtherThanItSays) {
  std::string text(sniffed_bytes, 'a');
  auto const mime = sniffed(text);
  text += std::string("\0\1\2", 3);
  EXPECT_EQ(sniffed(text), mime);
}

TEST(MimeSniffer, ServesThreadsAtOnce) {
  std::vector<std::jthread> crowd;
  for (int i = 0; i < 4; ++i)
    crowd.emplace_back([] {
      for (int n = 0; n < 50; ++n) EXPECT_EQ(sniffed("%PDF-1.7\n"), "application/pdf");
    });
}

}  // namespace
}  // namespace redress::storage
