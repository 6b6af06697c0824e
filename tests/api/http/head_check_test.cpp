#include "api/http/head_check.hpp"

#include "tests/api/http/malformed_heads.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>
#include <set>

namespace redress::api::http {
namespace {

using Kind = HeadVerdict::Kind;

HeadVerdict fed_in_pieces(std::string_view bytes, std::vector<std::size_t> const& cuts, HeadLimits const& limits = {}) {
  HeadCheck check(limits);
  for (auto const cut : cuts) check.look(bytes.substr(0, cut));
  return check.look(bytes);
}

TEST(HeadCheck, RefusesEachMalformedHeadForItsReason) {
  EXPECT_GE(malformed_heads().size(), 40u);
  for (auto const& [bytes, refusal] : malformed_heads()) {
    auto const verdict = check_head(bytes);
    EXPECT_EQ(verdict.kind, Kind::refused) << bytes.substr(0, 200);
    EXPECT_EQ(name_of(verdict.refusal), name_of(refusal)) << bytes.substr(0, 200);
  }
}

TEST(HeadCheck, EveryReasonHasAHeadThatMeetsIt) {
  std::set<std::string_view> met{"too_many_fields"};  // in AllowsAHundredFieldsAndNotOneMore
  for (auto const& each : malformed_heads()) met.insert(name_of(each.refusal));
  for (int i = 0; i <= static_cast<int>(HeadRefusal::upgrade_malformed); ++i)
    EXPECT_TRUE(met.contains(name_of(static_cast<HeadRefusal>(i)))) << name_of(static_cast<HeadRefusal>(i));
}

TEST(HeadCheck, EveryReasonIsAClientErrorSaidInTwoLanguages) {
  for (int i = 0; i <= static_cast<int>(HeadRefusal::upgrade_malformed); ++i) {
    auto const refusal = static_cast<HeadRefusal>(i);
    EXPECT_TRUE(status_of(refusal) >= 400 && status_of(refusal) <= 505);
    EXPECT_FALSE(says_of(refusal).zh.empty() || says_of(refusal).en.empty());
  }
}

struct Accepted {
  std::string bytes;
  HeadFrame frame;
};

std::vector<Accepted> const& accepted_heads() {
  // clang-format off
  static std::vector<Accepted> const heads{
      {"GET / HTTP/1.1\r\nHost: a\r\n\r\n",                                           {}},
      {"GET /x?y=%20&z=(1)' HTTP/1.1\r\nHost: a\r\n\r\n",                             {}},
      {"HEAD /livez HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n",                            {.method = Method::head}},
      {"OPTIONS /rpc HTTP/1.1\r\nhost:127.0.0.1:1\r\n\r\n",                           {.method = Method::options}},
      {"POST /rpc HTTP/1.1\r\nHost: a\r\nContent-Length: 17\r\n\r\n",                 {.method = Method::post, .content_length = 17}},
      {"PUT /v1/blobs HTTP/1.1\r\nHost: a\r\ncontent-length:\t 0 \r\n\r\n",           {.method = Method::put}},
      {"POST /rpc HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551615\r\n\r\n",
       {.method = Method::post, .content_length = std::numeric_limits<std::uint64_t>::max()}},
      {"GET / HTTP/1.0\r\n\r\n",                                                      {.keep_alive = false}},
      {"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",                            {.keep_alive = false}},
      {"GET / HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n",                      {.keep_alive = false}},
      {"GET / HTTP/1.1\r\nHost: a\r\nConnection: x\r\nConnection: y, close\r\n\r\n",  {.keep_alive = false}},
      {"POST /rpc HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n\r\n",
       {.method = Method::post, .content_length = 3, .expects_continue = true}},
      {"POST /rpc HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n",
       {.method = Method::post, .content_length = 3, .keep_alive = false}},
      {"GET /rpc HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n\r\n", {.websocket = true}},
      {"GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\n\r\n",                    {}},
      {"GET / HTTP/1.1\r\nHost: a\r\nX-Note: \xe4\xb8\xad\tb\r\nX-Empty:\r\n\r\n",    {}},
      {"GET / HTTP/1.1\r\nHost: a\r\nAccept: a\r\nAccept: b\r\n\r\n",                 {}},
      {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Encoding: identity\r\n\r\n", {}},
  };
  // clang-format on
  return heads;
}

TEST(HeadCheck, ReadsTheFramingOfHonestHeads) {
  for (auto const& [bytes, frame] : accepted_heads()) {
    auto expected = frame;
    expected.size = bytes.size();
    for (std::string const tail : {"", "\r\n", "{\"jsonrpc\":\"2.0\"}", "GET / HTTP/1.1\r\n"}) {
      auto const verdict = check_head(bytes + tail);
      ASSERT_EQ(verdict.kind, Kind::complete) << bytes << name_of(verdict.refusal);
      EXPECT_EQ(verdict.frame, expected) << bytes;
    }
  }
}

TEST(HeadCheck, WaitsForEveryByteOfAnHonestHead) {
  for (auto const& [bytes, frame] : accepted_heads())
    for (std::size_t cut = 0; cut < bytes.size(); ++cut)
      EXPECT_EQ(check_head(bytes.substr(0, cut)).kind, Kind::incomplete) << bytes << cut;
}

TEST(HeadCheck, SaysTheSameForEveryCutIntoTwo) {
  auto const same_for_every_cut = [](std::string const& bytes) {
    auto const whole = check_head(bytes);
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
      ASSERT_EQ(fed_in_pieces(bytes, {cut}), whole) << bytes.substr(0, 200) << " cut at " << cut;
      // A verdict reached early is final.
      auto const early = check_head(bytes.substr(0, cut));
      ASSERT_TRUE(early.kind == Kind::incomplete || early == whole) << bytes.substr(0, 200) << " cut at " << cut;
    }
  };
  for (auto const& each : malformed_heads()) same_for_every_cut(each.bytes);
  for (auto const& each : accepted_heads()) same_for_every_cut(each.bytes + "tail");
}

TEST(HeadCheck, AllowsATargetOf4096BytesAndNotOneMore) {
  auto const head = [](std::string const& method, std::size_t target_bytes) {
    return method + " /" + std::string(target_bytes - 1, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n";
  };
  for (auto const* method : {"GET", "OPTIONS"}) {
    EXPECT_EQ(check_head(head(method, 4096)).kind, Kind::complete);
    EXPECT_EQ(check_head(head(method, 4097)).refusal, HeadRefusal::target_too_long);
  }
}

TEST(HeadCheck, AllowsAHeadOf16384BytesAndNotOneMore) {
  auto const head = [](std::size_t bytes) {
    std::string const before = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
    return before + std::string(bytes - before.size() - 4, 'x') + "\r\n\r\n";
  };
  EXPECT_EQ(check_head(head(16384)).kind, Kind::complete);
  EXPECT_EQ(check_head(head(16385)).refusal, HeadRefusal::head_too_long);
}

TEST(HeadCheck, AllowsAHundredFieldsAndNotOneMore) {
  auto const head = [](int fields) {
    std::string text = "GET / HTTP/1.1\r\nHost: a\r\n";
    for (int i = 1; i < fields; ++i) text += "X-" + std::to_string(i) + ": 1\r\n";
    return text + "\r\n";
  };
  EXPECT_EQ(check_head(head(100)).kind, Kind::complete);
  EXPECT_EQ(check_head(head(101)).refusal, HeadRefusal::too_many_fields);
}

// An honest or hostile head with a few bytes changed, doubled or taken out, near the borders where parsers disagree.
rc::Gen<std::string> damaged_head() {
  return rc::gen::exec([] {
    auto const honest = *rc::gen::arbitrary<bool>();
    auto bytes = honest ? accepted_heads()[*rc::gen::inRange<std::size_t>(0, accepted_heads().size())].bytes
                        : malformed_heads()[*rc::gen::inRange<std::size_t>(0, malformed_heads().size())].bytes;
    auto const damages = *rc::gen::inRange(0, 4);
    for (int i = 0; i < damages && !bytes.empty(); ++i) {
      auto const at = *rc::gen::inRange<std::size_t>(0, bytes.size());
      auto const byte = *rc::gen::weightedOneOf<char>(
          {{3, rc::gen::elementOf(std::string("\r\n \t:,\0+5aA%", 12))}, {1, rc::gen::arbitrary<char>()}});
      switch (*rc::gen::inRange(0, 3)) {
        case 0:
          bytes[at] = byte;
          break;
        case 1:
          bytes.insert(at, 1, byte);
          break;
        default:
          bytes.erase(at, 1);
      }
    }
    return bytes + "\r\n\r\nPOST /rpc HTTP/1.1\r\n\r\n";
  });
}

RC_GTEST_PROP(HeadCheckLaw, TheVerdictDoesNotDependOnHowTheBytesWereCut, ()) {
  auto const bytes = *damaged_head();
  auto cuts = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, bytes.size() + 1));
  std::sort(cuts.begin(), cuts.end());
  auto const whole = check_head(bytes);
  RC_ASSERT(fed_in_pieces(bytes, cuts) == whole);
  for (auto const cut : cuts) {
    auto const early = check_head(std::string_view(bytes).substr(0, cut));
    RC_ASSERT(early.kind == Kind::incomplete || early == whole);
  }
}

RC_GTEST_PROP(HeadCheckLaw, WhatIsAcceptedHasOneReading, ()) {
  auto const bytes = *damaged_head();
  auto const verdict = check_head(bytes);
  if (verdict.kind != Kind::complete) RC_DISCARD("refused");
  auto const head = bytes.substr(0, verdict.frame.size);
  RC_ASSERT(head.ends_with("\r\n\r\n"));
  RC_ASSERT(head.find("\r\n\r\n") == head.size() - 4);
  for (std::size_t i = 0; i < head.size(); ++i) {
    RC_ASSERT(head[i] != '\0');
    if (head[i] == '\n') RC_ASSERT(i > 0 && head[i - 1] == '\r');
    if (head[i] == '\r') RC_ASSERT(head[i + 1] == '\n');
    if (head[i] == '\n' && i + 1 < head.size()) RC_ASSERT(head[i + 1] != ' ' && head[i + 1] != '\t');
  }
}

}  // namespace
}  // namespace redress::api::http
