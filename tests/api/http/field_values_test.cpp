#include "api/http/field_values.hpp"

#include "api/http/limits.hpp"
#include "api/http/listen_address.hpp"
#include "api/http/pace.hpp"

#include <gtest/gtest.h>

namespace redress::api::http {
namespace {

using Kind = ByteRange::Kind;

TEST(FieldValues, CutsListsAtCommas) {
  std::string_view list = " a,b ,, \"c\"";
  EXPECT_EQ(next_item(list), "a");
  EXPECT_EQ(next_item(list), "b");
  EXPECT_EQ(next_item(list), "");
  EXPECT_EQ(next_item(list), "\"c\"");
  EXPECT_TRUE(list.empty());
  EXPECT_TRUE(lists_word("keep-alive, UPGRADE", "upgrade"));
  EXPECT_FALSE(lists_word("keep-alive, upgraded", "upgrade"));
  EXPECT_FALSE(lists_word("", "upgrade"));
}

TEST(FieldValues, TakesACookieByItsName) {
  struct {
    std::string_view field, value;
  } const rows[] = {
      {"redress=abc", "abc"},
      {"a=1; redress=abc; b=2", "abc"},
      {"a=1;redress=abc", "abc"},
      {"redress=a=b", "a=b"},
      {"redress=", ""},
      {"redress", ""},
      {"xredress=abc", ""},
      {"Redress=abc", ""},
      {"__Host-redress=abc", ""},
      {"redress=abc; redress=def", ""},
      {"a=redress=abc", ""},
      {"", ""},
      {";;;", ""},
  };
  for (auto const& row : rows) EXPECT_EQ(cookie_named(row.field, "redress"), row.value) << row.field;
  EXPECT_EQ(cookie_named("=abc", ""), "");
}

TEST(FieldValues, TakesTheTokenOfBearerOnly) {
  struct {
    std::string_view value, token;
  } const rows[] = {
      {"Bearer rdr_7_abc_12", "rdr_7_abc_12"},
      {"bearer  a.b-c~d/e+f==", "a.b-c~d/e+f=="},
      {"BEARER x", "x"},
      {"Bearer", ""},
      {"Bearer ", ""},
      {"Bearer a b", ""},
      {"Bearer a,b", ""},
      {"Basic dXNlcg==", ""},
      {"Bearerx", ""},
      {"", ""},
  };
  for (auto const& row : rows) EXPECT_EQ(bearer_token(row.value), row.token) << row.value;
}

TEST(FieldValues, KnowsJsonWithParameters) {
  for (auto const* yes :
       {"application/json", "Application/JSON", "application/json; charset=utf-8", "application/json ;x=1"})
    EXPECT_TRUE(is_json(yes)) << yes;
  for (auto const* no : {"", "text/plain", "application/jsonx", "application/json, text/plain",
                         "text/plain; application/json", "application/x-www-form-urlencoded"})
    EXPECT_FALSE(is_json(no)) << no;
}

TEST(FieldValues, LetsAPageCallItsOwnHostOnly) {
  std::vector<std::string> const allowed{"https://desk.example"};
  struct {
    std::string_view origin, host;
    bool may;
  } const rows[] = {
      {"http://127.0.0.1:8080", "127.0.0.1:8080", true},
      {"http://shop.example", "shop.example", true},
      {"http://shop.example", "shop.example:80", true},
      {"https://shop.example", "shop.example:443", true},
      {"https://shop.example", "SHOP.example", true},
      {"http://[::1]:8080", "[::1]:8080", true},
      {"https://desk.example", "127.0.0.1:8080", true},
      {"http://desk.example", "127.0.0.1:8080", false},
      {"http://evil.example", "127.0.0.1:8080", false},
      {"http://127.0.0.1:8081", "127.0.0.1:8080", false},
      {"http://127.0.0.1", "127.0.0.1:8080", false},
      {"http://127.0.0.1:8080.evil.example", "127.0.0.1:8080", false},
      {"https://shop.example", "shop.example:80", false},
      {"null", "127.0.0.1:8080", false},
      {"file://", "", false},
      {"", "127.0.0.1:8080", false},
  };
  for (auto const& row : rows) EXPECT_EQ(origin_may_call(row.origin, row.host, allowed), row.may) << row.origin;
}

TEST(FieldValues, ReadsOneByteRange) {
  constexpr auto most = "18446744073709551615";
  struct {
    std::string range;
    std::uint64_t size;
    ByteRange expected;
  } const rows[] = {
      {"", 10, {}},
      {"bytes=0-0", 10, {Kind::part, 0, 1}},
      {"bytes=0-9", 10, {Kind::part, 0, 10}},
      {"bytes=0-99", 10, {Kind::part, 0, 10}},
      {"bytes=3-", 10, {Kind::part, 3, 7}},
      {"bytes=-3", 10, {Kind::part, 7, 3}},
      {"bytes=-30", 10, {Kind::part, 0, 10}},
      {"Bytes=9-9", 10, {Kind::part, 9, 1}},
      {std::string("bytes=0-") + most, 10, {Kind::part, 0, 10}},
      {std::string("bytes=-") + most, 10, {Kind::part, 0, 10}},
      {"bytes=10-", 10, {.kind = Kind::unsatisfiable}},
      {"bytes=10-12", 10, {.kind = Kind::unsatisfiable}},
      {"bytes=-0", 10, {.kind = Kind::unsatisfiable}},
      {"bytes=0-", 0, {.kind = Kind::unsatisfiable}},
      {"bytes=-1", 0, {.kind = Kind::unsatisfiable}},
      // Not one well-formed range of bytes: the whole.
      {"bytes=5-3", 10, {}},
      {"bytes=0-1,3-4", 10, {}},
      {"bytes=", 10, {}},
      {"bytes=-", 10, {}},
      {"bytes=a-b", 10, {}},
      {"bytes=+1-2", 10, {}},
      {"bytes=1-2x", 10, {}},
      {"bytes=99999999999999999999-", 10, {}},
      {"lines=1-2", 10, {}},
  };
  for (auto const& row : rows) EXPECT_EQ(read_range(row.range, row.size), row.expected) << row.range;
}

TEST(ListenAddress, ReadsHostAndPort) {
  struct {
    std::string_view text;
    std::optional<ListenAddress> expected;
  } const rows[] = {
      {"127.0.0.1:8080", ListenAddress{"127.0.0.1", 8080}},
      {"localhost:0", ListenAddress{"localhost", 0}},
      {"[::1]:65535", ListenAddress{"::1", 65535}},
      {"127.0.0.1", {}},
      {"127.0.0.1:", {}},
      {"127.0.0.1:65536", {}},
      {"127.0.0.1:80x", {}},
      {"127.0.0.1:-1", {}},
      {":8080", {}},
      {"::1:8080", {}},
      {"[::1:8080", {}},
      {"[]:8080", {}},
      {"", {}},
  };
  for (auto const& row : rows) {
    auto const read = parse_listen_address(row.text);
    EXPECT_EQ(read.has_value(), row.expected.has_value()) << row.text;
    if (!read) {
      EXPECT_EQ(read.error().kind, FaultKind::invalid_params);
      continue;
    }
    EXPECT_EQ(*read, *row.expected) << row.text;
    EXPECT_EQ(format(*read), row.text);
  }
}

TEST(Pace, EveryWindowMustBringItsShare) {
  using namespace std::chrono_literals;
  Pace::Moment const start{};
  Limits const limits;  // 10 s, 1 KiB/s
  Pace pace(limits, start);
  EXPECT_EQ(pace.due(), start + 10s);
  pace.moved(10 * 1024 - 1, start + 9s);
  EXPECT_EQ(pace.due(), start + 10s) << "one byte short of the share";
  pace.moved(1, start + 9s);
  EXPECT_EQ(pace.due(), start + 19s);
  pace.moved(50 * 1024 * 1024, start + 10s);
  EXPECT_EQ(pace.due(), start + 20s) << "a fast start must not buy a stall";
}

}  // namespace
}  // namespace redress::api::http
