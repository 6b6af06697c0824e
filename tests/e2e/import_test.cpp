// Imports through the real binary: a second run changes nothing, and whatever was opened can be walked to an end.
//
// REDRESS_OLIST names a folder with the public Olist tables orders.csv and reviews.csv to run the same over all of
// them.
#include "tests/e2e/server_process.hpp"
#include "tests/e2e/walk.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace redress::e2e {
namespace {

constexpr int steps_max = 400;

std::string source(std::string_view path) { return fmt::format("{}/{}", REDRESS_SOURCE_DIR, path); }

class Imports : public testing::Test {
 protected:
  e2e::Run run_import(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--url", server_.url(), "--token", token_, "--json", "import"});
    return run_redress(std::move(arguments));
  }

  std::string checkpoint() { return boost::json::serialize(client_.call("audit.checkpoint", {}).result.at("root")); }

  std::vector<std::string> every_case() {
    std::vector<std::string> ids;
    boost::json::object params{{"limit", 100}};
    for (bool more = true; more;) {
      auto const page = client_.call("case.list", params);
      for (auto const& each : page.result.at("cases").as_array()) ids.emplace_back(each.at("id").as_string());
      auto const* next = page.result.as_object().if_contains("next_cursor");
      more = next != nullptr;
      if (more) params["cursor"] = *next;
    }
    return ids;
  }

  /// Imports twice, then walks every case to its end.
  void import_and_walk(std::vector<std::string> const& arguments, int exit, std::int64_t cases) {
    auto const first = run_import(arguments);
    ASSERT_EQ(first.exit, exit) << first.out;
    client_.call("sandbox.advance",
                 {{"seconds", 1}});  // deadlines that had passed when the record came have fired then
    auto const before = checkpoint();
    auto const ids = every_case();
    EXPECT_EQ(boost::json::parse(first.out).at("opened"), cases);
    EXPECT_GE(std::ssize(ids), cases) << "cases that go on as a refund have opened more";
    auto const second = boost::json::parse(run_import(arguments).out);
    EXPECT_EQ(checkpoint(), before) << "the second import wrote something: " << boost::json::serialize(second);
    EXPECT_EQ(second.at("opened"), 0);
    auto const with = seed();
    std::mt19937 random{with};
    SCOPED_TRACE(fmt::format("REDRESS_SEED={}", with));
    for (auto const& id : ids) {
      SCOPED_TRACE(id);
      EXPECT_NE((Walk{client_, random, id}.run(steps_max)), "") << "did not end";
      if (HasFailure()) return;
    }
    EXPECT_TRUE(client_.call("audit.verify", {}).result.at("ok").as_bool());
  }

  Folder folder_;
  ServerProcess server_{folder_.path()};
  std::string token_ = server_.token("service", "olist");
  cli::RpcClient client_ = server_.client(token_);
};

TEST_F(Imports, PlatformRecords) {
  import_and_walk({"top-refunds", source("tests/api/importers/top_refunds.ndjson"), "--shop", "olist"}, 0, 119);
}

TEST_F(Imports, OrdersThatCameLate) {
  auto const file = folder_.path() / "orders.csv";
  std::ofstream(file)
      << "order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,order_delivered_carrier_date,"
         "order_delivered_customer_date,order_estimated_delivery_date\n"
         "o1,c1,delivered,2017-11-18 19:28:06,2017-11-18 19:45:59,2017-11-22 13:39:59,2017-12-02 00:28:42,"
         "2017-12-15 00:00:00\n"
         "o2,c2,delivered,2017-11-18 19:28:06,2017-11-18 19:45:59,2017-11-22 13:39:59,2018-01-02 00:28:42,"
         "2017-12-15 00:00:00\n"
         "o3,c3,shipped,2017-11-18 19:28:06,2017-11-18 19:45:59,2017-11-22 13:39:59,,2017-12-15 00:00:00\n";
  import_and_walk({"csv", "--map", source("docs/examples/olist-orders.yaml"), file}, 0, 2);
}

TEST_F(Imports, ReviewsThatAreBad) {
  auto const file = folder_.path() / "reviews.csv";
  std::ofstream(file)
      << "review_id,order_id,review_score,review_comment_title,review_comment_message,"
         "review_creation_date,review_answer_timestamp\n"
         "r1,o1,5,,,2018-01-18 00:00:00,2018-01-18 21:46:59\n"
         "r2,o2,1,nada,\"veio, quebrado\nfalei \"\"não\"\" 😡\",2018-03-10 00:00:00,2018-03-11 03:05:13\n"
         "r3,o3,2,,晚了,2018-02-17 00:00:00,2018-02-18 14:36:24\n";
  import_and_walk({"csv", "--map", source("docs/examples/olist-reviews.yaml"), file}, 0, 2);
}

TEST_F(Imports, TheWholePublicTables) {
  auto const* folder = std::getenv("REDRESS_OLIST");
  if (!folder) GTEST_SKIP() << "REDRESS_OLIST is not set";
  import_and_walk({"csv", "--map", source("docs/examples/olist-orders.yaml"), fmt::format("{}/orders.csv", folder)}, 0,
                  380);
  import_and_walk({"csv", "--map", source("docs/examples/olist-reviews.yaml"), fmt::format("{}/reviews.csv", folder)},
                  0, 857);
}

}  // namespace
}  // namespace redress::e2e
