// What a request says its body hashes to: read strictly where it is told, and passed over where it is not.
#include "api/server/content_digest.hpp"

#include <gtest/gtest.h>

namespace redress::api {
namespace {

TEST(ContentDigest, is_read_in_both_its_forms) {
  std::string const empty_hex = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  std::string const empty = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
  std::string const other = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  struct Row {
    std::string content_digest, digest;
    std::optional<std::string> told;
    bool bad = false;
  };
  Row const rows[] = {
      {"", "", {}},
      {"sha-256=:" + empty + ":", "", empty_hex},
      {"SHA-256=:" + empty + ":", "", empty_hex},
      {"sha-512=:" + other + ":, sha-256=:" + empty + ":", "", empty_hex},
      {"sha-512=:" + other + ":", "", {}},
      {"", "SHA-256=" + empty, empty_hex},
      {"", "md5=xyz", {}},
      {"sha-256=:" + empty + ":", "SHA-256=" + empty, empty_hex},
      {"sha-256=:" + empty + ":", "SHA-256=" + other, {}, true},
      {"sha-256=" + empty, "", {}, true},
      {"sha-256=:abc:", "", {}, true},
      {"sha-256=:" + empty_hex + ":", "", {}, true},
      {"sha-256", "", {}},
  };
  for (auto const& row : rows) {
    auto const read = sha256_told(row.content_digest, row.digest);
    ASSERT_EQ(read.has_value(), !row.bad) << row.content_digest << " | " << row.digest;
    if (read) EXPECT_EQ(*read, row.told) << row.content_digest << " | " << row.digest;
  }
}

}  // namespace
}  // namespace redress::api
