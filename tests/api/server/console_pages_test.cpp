// What a browser gets of the console: which path is which page, the fields each carries, compressed or not.
#include "api/server/console_pages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace redress::api {
namespace {

using testing::HasSubstr;
using testing::Not;

// printf 'hello hello hello hello' | gzip -9 -n
constexpr std::string_view hello_gzip{
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xcb\x48\xcd\xc9\xc9\x57\xc8\x40\x27\x01\xe3\x51\x3d\x8d\x17\x00\x00\x00",
    28};

class ConsolePages : public testing::Test {
 protected:
  std::optional<http::Response> get(std::string_view path, std::vector<http::Field> fields = {}) {
    return pages_({.target = path, .path = path, .fields = fields});
  }
  static std::string field(http::Response const& response, std::string_view name) {
    for (auto const& [each, value] : response.fields)
      if (each == name) return value;
    return {};
  }

  SystemClock clock_;
  SystemEntropy entropy_;
  Ids ids_{clock_, entropy_};
  std::vector<ConsoleFile> files_{{"/assets/a-1f.js", "text/javascript; charset=utf-8", "ab12", hello_gzip, 23},
                                  {"/favicon.svg", "image/svg+xml", "cd34", hello_gzip, 23}};
  std::function<std::optional<http::Response>(http::Head const&)> pages_ =
      console_pages(ids_, files_, "<script nonce=\"__CSP_NONCE__\"></script><style nonce=\"__CSP_NONCE__\">");
};

TEST_F(ConsolePages, paths_of_the_router_are_the_index_and_others_are_not) {
  for (std::string_view const path : {"/", "/cases", "/cases/case_01J", "/settings/users/", "/登录", "/rpcs", "/v1x"})
    EXPECT_TRUE(get(path)) << path;
  for (std::string_view const path :
       {"/rpc", "/v1", "/v1/", "/v1/session", "/livez", "/readyz", "/metrics", "/assets/", "/assets/b.js",
        "/index.html", "/../etc/passwd", "/a/..", "/%2e%2e/secret", "/.well-known/x", "favicon.svg", "/assets/../a"})
    EXPECT_FALSE(get(path)) << path;
}

TEST_F(ConsolePages, each_index_has_a_nonce_of_its_own) {
  std::set<std::string> bodies;
  for (int i = 0; i < 10; ++i) {
    auto const page = *get("/");
    auto const from = page.body.find('"') + 1;
    auto const nonce = page.body.substr(from, page.body.find('"', from) - from);
    EXPECT_EQ(nonce.size(), 32U);
    EXPECT_THAT(page.body, Not(HasSubstr("__CSP_NONCE__")));
    EXPECT_EQ(page.body, "<script nonce=\"" + nonce + "\"></script><style nonce=\"" + nonce + "\">");
    auto const policy = field(page, "Content-Security-Policy");
    EXPECT_THAT(policy, HasSubstr("script-src 'self' 'nonce-" + nonce + "';"));
    EXPECT_THAT(policy, HasSubstr("style-src 'self' 'nonce-" + nonce + "';"));
    EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
    EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'"));
    EXPECT_THAT(policy, Not(HasSubstr("unsafe-eval")));
    EXPECT_THAT(field(page, "Cache-Control"), HasSubstr("no-store"));
    EXPECT_EQ(field(page, "Cross-Origin-Opener-Policy"), "same-origin");
    bodies.insert(page.body);
  }
  EXPECT_EQ(bodies.size(), 10U);
}

TEST_F(ConsolePages, files_go_out_compressed_to_whom_takes_that_and_plain_to_others) {
  auto const packed = *get("/assets/a-1f.js", {{"Accept-Encoding", "gzip, deflate"}});
  EXPECT_EQ(packed.static_body, hello_gzip);
  EXPECT_EQ(field(packed, "Content-Encoding"), "gzip");
  EXPECT_EQ(packed.content_type, "text/javascript; charset=utf-8");
  EXPECT_EQ(field(packed, "Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(field(packed, "Vary"), "Accept-Encoding");
  auto const plain = *get("/assets/a-1f.js");
  EXPECT_EQ(plain.bytes(), "hello hello hello hello");
  EXPECT_EQ(field(plain, "Content-Encoding"), "");
  EXPECT_NE(field(plain, "ETag"), field(packed, "ETag"));
  EXPECT_EQ(field(*get("/favicon.svg"), "Cache-Control"), "no-cache") << "its name holds no hash";
}

TEST_F(ConsolePages, a_file_that_is_there_already_is_not_sent_again) {
  auto const etag = field(*get("/assets/a-1f.js", {{"Accept-Encoding", "gzip"}}), "ETag");
  auto const again = *get("/assets/a-1f.js", {{"Accept-Encoding", "gzip"}, {"If-None-Match", "\"x\", W/" + etag}});
  EXPECT_EQ(again.status, 304);
  EXPECT_TRUE(again.bytes().empty());
  EXPECT_EQ(get("/assets/a-1f.js", {{"Accept-Encoding", "gzip"}, {"If-None-Match", "\"x\""}})->status, 200);
}

TEST(TakesGzip, reads_the_field_as_browsers_and_proxies_write_it) {
  for (std::string_view const yes : {"gzip", "gzip, deflate", "deflate, GZIP;q=0.5", "*", "br;q=1.0, gzip;q=0.001"})
    EXPECT_TRUE(takes_gzip(yes)) << yes;
  for (std::string_view const no : {"", "identity", "br", "gzip;q=0", "gzip;q=0.000, *", "*;q=0", "xgzip"})
    EXPECT_FALSE(takes_gzip(no)) << no;
}

TEST(Inflated, is_the_whole_text_or_nothing) {
  EXPECT_EQ(inflated(hello_gzip, 23), "hello hello hello hello");
  EXPECT_EQ(inflated(hello_gzip, 22), "");
  EXPECT_EQ(inflated(hello_gzip.substr(0, 20), 23), "");
  EXPECT_EQ(inflated("", 23), "");
}

TEST(ConsoleFiles, of_this_build_are_all_as_long_as_they_say) {
  EXPECT_NE(console_index().find("__CSP_NONCE__"), std::string_view::npos);
  for (auto const& file : console_files())
    EXPECT_EQ(inflated(file.gzip, file.plain_bytes).size(), file.plain_bytes) << file.path;
}

}  // namespace
}  // namespace redress::api
