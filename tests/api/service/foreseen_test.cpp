#include "api/bench/refund_story.hpp"
#include "api/seam/entropy.hpp"
#include "api/server/rulebooks.hpp"
#include "api/service/case_desk.hpp"
#include "storage/sqlite/sqlite_store.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <set>

namespace redress::api {
namespace {

using boost::json::object;

// The story's order dates from some days before it is told.
Instant const start = SystemClock{}.now();

std::filesystem::path new_folder() {
  auto pattern = (std::filesystem::temp_directory_path() / "foreseen.XXXXXX").string();
  return ::mkdtemp(pattern.data());
}

// A desk over SQLite whose commands wait until drain(), decided beside the writer or in their turn.
class Desk {
 public:
  explicit Desk(bool foresees)
      : dir_(new_folder()), store_(storage::SqliteStore::open(dir_, {.commits_on_drain = true}).value()) {
    if (foresees) cases_.foresee_with(*store_);
  }
  ~Desk() {
    store_.reset();
    std::filesystem::remove_all(dir_);
  }
  Desk(Desk const&) = delete;
  Desk& operator=(Desk const&) = delete;

  // The place of its answer, which is there after drain().
  AnswerText& queue(std::string_view method, object params) {
    auto& answer = answers_.emplace_back();
    DeskCall call{{.id = "tok_1", .role = Role::service, .shop = ""}, std::string(method), std::move(params)};
    auto const done = [&answer](AnswerText text) { answer = std::move(text); };
    method == "case.open" ? cases_.open(std::move(call), done) : cases_.apply(std::move(call), done);
    return answer;
  }
  object call(std::string_view method, object params) {
    auto& answer = queue(method, std::move(params));
    drain();
    return boost::json::parse(answer).as_object();
  }
  void drain() { store_->drain(); }
  storage::SqliteStore& store() { return *store_; }
  VirtualClock clock{start};

 private:
  std::filesystem::path dir_;
  std::unique_ptr<storage::SqliteStore> store_;
  SeededEntropy entropy_{7};
  Ids ids_{clock, entropy_};
  RulebooksInForce books_{rulebooks_with({}).value()};
  CaseDesk cases_{*store_, books_, clock, ids_, [](std::string_view) { return std::optional<BlobFact>{}; }, "key"};
  std::deque<AnswerText> answers_;
};

// Without what is drawn anew each time, and what is hashed from it.
std::string plain(std::string text) {
  text = std::regex_replace(text, std::regex("(case|entry|ev)_[0-9A-HJKMNP-TV-Z]{26}"), "$1");
  return std::regex_replace(text, std::regex("\"[0-9a-f]{64}\"|\"[0-9a-f]{32}\""), "hash");
}

std::vector<Entry> ledger_of(Desk& desk) {
  std::vector<Entry> entries;
  desk.store().read([&](StoreReader& reader) { entries = reader.entries_from(0, 100); });
  return entries;
}

std::set<std::string> ids_in(std::string const& text) {
  std::regex const id("(case|entry|ev)_[0-9A-HJKMNP-TV-Z]{26}");
  std::set<std::string> all;
  for (std::sregex_iterator at(text.begin(), text.end(), id), end; at != end; ++at) all.insert(at->str());
  return all;
}

object opening(std::string_view order_id, std::int64_t paid_minor, std::string_view request_id) {
  bench::RefundStory const story("s1", "run", 1);
  auto params = story.params();
  auto& order = params.at("order").as_object();
  order["id"] = order_id;
  order["paid"].as_object()["minor"] = paid_minor;
  order["lines"].as_array()[0].as_object()["paid"].as_object()["minor"] = paid_minor;
  params["claim"].as_object()["amount"].as_object()["minor"] = paid_minor;
  params["request_id"] = request_id;
  return params;
}

TEST(Foreseen, answers_and_records_what_deciding_in_its_turn_does) {
  Desk beside(true);
  Desk in_turn(false);
  bench::RefundStory a("s1", "run", 1);
  bench::RefundStory b("s1", "run", 1);
  for (int step = 0; step < 7; ++step) {
    auto params = a.params();
    auto others = step == 0 ? params : b.params();
    others["request_id"] = params.at("request_id");  // made of the case's id
    auto const answer = beside.call(a.method(), params);
    auto const other = in_turn.call(b.method(), others);
    ASSERT_TRUE(answer.contains("result")) << boost::json::serialize(answer);
    EXPECT_EQ(plain(boost::json::serialize(answer)), plain(boost::json::serialize(other)));
    a.went_on(std::string(answer.at("result").at("case").at("id").as_string()));
    b.went_on(std::string(other.at("result").at("case").at("id").as_string()));
    beside.clock.advance(10);
    in_turn.clock.advance(10);
    auto const again = beside.call(step == 0 ? "case.open" : "case.apply", params);
    EXPECT_EQ(again.at("result").at("entry"), answer.at("result").at("entry"));
  }
  auto const entries = ledger_of(beside);
  auto const others = ledger_of(in_turn);
  ASSERT_EQ(entries.size(), 7U);
  ASSERT_EQ(others.size(), 7U);
  for (std::size_t i = 0; i < entries.size(); ++i) EXPECT_EQ(plain(entries[i].bytes), plain(others[i].bytes));
}

// An id that was drawn beside the writer must be left nowhere once another took its place.
TEST(Foreseen, leaves_no_id_behind_that_was_drawn_before_its_turn) {
  Desk desk(true);
  bench::RefundStory story("s1", "run", 1);
  std::string told;
  for (int step = 0; step < 7; ++step) {
    auto const answer = desk.call(story.method(), story.params());
    story.went_on(std::string(answer.at("result").at("case").at("id").as_string()));
    told += boost::json::serialize(answer);
    desk.clock.advance(10);
  }
  std::set<std::string> known;
  std::string kept;
  desk.store().read([&](StoreReader& reader) {
    for (auto const& entry : reader.entries_from(0, 100)) {
      known.insert(entry.id);
      known.insert(entry.case_id);
      kept += entry.bytes;
    }
    auto const case_id = *known.begin();
    ASSERT_TRUE(case_id.starts_with("case_"));
    for (auto const& item : reader.evidence_of(case_id)) {
      known.insert(item.id);
      EXPECT_EQ(item.case_id, case_id);
    }
    for (auto const& text : reader.personal_of(case_id)) EXPECT_TRUE(known.contains(text.entry_id));
    for (auto const& item : reader.outbox_of(case_id)) kept += item.key + boost::json::serialize(item.content);
    kept += boost::json::serialize(to_json(reader.find_case(case_id).value()));
  });
  for (auto const& id : ids_in(told + kept)) EXPECT_TRUE(known.contains(id)) << id;
  auto const entries = ledger_of(desk);
  for (std::size_t i = 1; i < entries.size(); ++i) EXPECT_LT(entries[i - 1].id, entries[i].id);
}

// Both openings suppose a new order; when the second one's turn comes, the first has told it.
TEST(Foreseen, an_order_told_meanwhile_is_looked_at_again) {
  for (bool const foresees : {true, false}) {
    Desk desk(foresees);
    auto const& first = desk.queue("case.open", opening("order-1", 20000, "r1"));
    auto const& other_sum = desk.queue("case.open", opening("order-1", 30000, "r2"));
    auto const& same = desk.queue("case.open", opening("order-1", 20000, "r3"));
    desk.drain();
    EXPECT_TRUE(first.starts_with(R"({"result")")) << first;
    EXPECT_TRUE(other_sum.find(R"("kind":"invalid_params")") != std::string::npos) << other_sum;
    EXPECT_TRUE(same.starts_with(R"({"result")") || same.find("why_not") != std::string::npos) << same;
    desk.store().read(
        [&](StoreReader& reader) { EXPECT_EQ(reader.find_order("s1", "taobao", "order-1")->paid_minor, 20000); });
  }
}

TEST(Foreseen, a_case_that_moved_meanwhile_is_decided_again) {
  Desk desk(true);
  bench::RefundStory story("s1", "run", 1);
  auto const opened = desk.call("case.open", story.params());
  story.went_on(std::string(opened.at("result").at("case").at("id").as_string()));
  auto params = story.params();
  auto const& first = desk.queue("case.apply", params);
  params["request_id"] = "another";
  auto const& second = desk.queue("case.apply", params);
  params["request_id"] = "a third";
  params["if_version"] = 1;
  auto const& third = desk.queue("case.apply", params);
  desk.drain();
  EXPECT_TRUE(first.starts_with(R"({"result")")) << first;
  EXPECT_TRUE(second.find("why_not") != std::string::npos) << second;  // an offer was made already
  EXPECT_TRUE(third.find("version_conflict") != std::string::npos) << third;
}

TEST(Foreseen, what_was_decided_too_long_ago_is_decided_again) {
  for (auto const moved_ms : {std::int64_t{-1}, std::int64_t{1000}, std::int64_t{1001}}) {
    Desk desk(true);
    desk.call("case.open", opening("order-0", 20000, "r0"));  // what a shop has set is at hand after its first command
    auto const& answer = desk.queue("case.open", opening("order-1", 20000, "r1"));
    desk.clock.advance(moved_ms);
    desk.drain();
    auto const at = boost::json::parse(answer).at("result").at("entry").at("at").as_string();
    auto const decided = moved_ms == 1000 ? start : Instant{start.ms + moved_ms};
    EXPECT_EQ(at, format_rfc3339(decided)) << moved_ms;
  }
}

}  // namespace
}  // namespace redress::api
