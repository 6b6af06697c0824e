#include "api/packs/platform_limits.hpp"

#include <gtest/gtest.h>

namespace redress::packs {
namespace {

std::vector<std::string> calls(std::vector<LimitFinding> const& findings) {
  std::vector<std::string> names;
  for (auto const& finding : findings) names.emplace_back(finding.limit->call);
  return names;
}

using Names = std::vector<std::string>;
std::string const refuse = "taobao.refund.refuse";
std::string const returned = "taobao.rp.returngoods.refuse";
std::string const message = "taobao.refund.message.add";
std::string const page = "refund page voucher";

TEST(PlatformLimits, at_each_limit_and_one_past_it) {
  struct Row {
    std::string_view platform;
    LimitedItem item;
    Names past;
  };
  for (auto const& [platform, item, past] : {
           Row{"taobao", {"image/png", 130'000}, {}}, Row{"taobao", {"image/png", 130'001}, {refuse}},
           Row{"taobao", {"image/jpeg", 500'000}, {refuse}}, Row{"taobao", {"image/gif", 500'001}, {refuse, message}},
           Row{"taobao", {"image/png", 5'000'001}, {refuse, message, page}},
           Row{"tmall", {"image/png", 5'000'000}, {refuse, message}},
           Row{"tmall", {"image/png", 5'000'001}, {refuse, returned, message, page}},
           Row{"tmall", {"image/webp", 1}, {refuse, message, page}},
           Row{"taobao", {"video/mp4", 1}, {refuse, message, page}},
           Row{"taobao", {"text/plain; charset=utf-8", 400, true}, {}},
           Row{"taobao", {"text/plain; charset=utf-8", 401, true}, {message}},
           Row{"jd", {"video/mp4", 1LL << 40}, {}},  // the reference gives no such limit, so none is invented
       })
    EXPECT_EQ(calls(limits_passed(platform, item)), past) << platform << " " << item.mime << " " << item.size_bytes;
  EXPECT_TRUE(counts_passed("taobao", 5).empty());
  EXPECT_EQ(calls(counts_passed("taobao", 6)), Names{page});
  EXPECT_TRUE(counts_passed("jd", 600).empty());
}

TEST(PlatformLimits, say_the_figure_the_limit_and_the_source) {
  auto const findings = limits_passed("taobao", {"image/png", 130'001});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].says.en, "130001 bytes, at most 130000 there");
  for (auto const& limit : platform_limits()) {
    EXPECT_FALSE(limit.source.empty()) << limit.call;
    EXPECT_TRUE(limit.confidence == "high" || limit.confidence == "medium") << limit.call;
  }
}

}  // namespace
}  // namespace redress::packs
