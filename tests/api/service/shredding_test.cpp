// Persons over the real store: what of them is kept no more is neither copied, nor taken in, nor lost to others; and
// what cannot be read stops nobody else.
#include "api/service/shredding.hpp"

#include "api/seam/entropy.hpp"
#include "api/server/rulebooks.hpp"
#include "api/service/case_desk.hpp"
#include "api/service/linked_refund.hpp"
#include "api/service/runner.hpp"
#include "api/service/subject_desk.hpp"
#include "engine/cases/uploads.hpp"
#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/sqlite_store.hpp"
#include "tests/temporary_folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <future>
#include <set>
#include <sstream>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

std::string const photo(64, 'a');

object money(std::int64_t minor) { return {{"minor", minor}, {"currency", "CNY"}}; }

// Everything that has to do with persons, over the store in a folder.
struct Desks {
  Desks(std::filesystem::path const& folder, VirtualClock& clock_)
      : clock(clock_),
        store(storage::SqliteStore::open(folder).value()),
        shredder(*store, clock, office, ErasureList::open(folder / "erasures.log").value(),
                 {[this](std::string const& sha256) { files.erase(sha256); }, [this] { return store->cut_log(); }}) {
    std::promise<void> uploaded;
    store->write([](StoreWriter& writer) { uploads_of_writer(writer)->put_upload(photo, "s1"); },
                 [&](std::exception_ptr) { uploaded.set_value(); });
    uploaded.get_future().wait();
  }

  object call(void (CaseDesk::*method)(DeskCall, AnswerDone), std::string name, object params) {
    std::promise<AnswerText> answered;
    (cases.*method)({{.id = "tok_1", .role = Role::service, .shop = ""}, std::move(name), std::move(params)},
                    [&](AnswerText text) { answered.set_value(std::move(text)); });
    return boost::json::parse(answered.get_future().get()).as_object();
  }
  std::string open(int number) {
    auto const opened = call(
        &CaseDesk::open, "case.open",
        {{"shop", "s1"},
         {"kind", "refund"},
         {"platform", "taobao"},
         {"order",
          object{{"id", fmt::format("order_{}", number)},
                 {"placed_at", "2026-01-04T02:00:00Z"},
                 {"paid_at", "2026-01-04T02:01:00Z"},
                 {"paid", money(20000)},
                 {"lines", array{object{{"id", "L1"}, {"title", "茶"}, {"quantity", 1}, {"paid", money(20000)}}}}}},
         {"claim", object{{"reason", "do_not_want"}, {"wants", "refund_only"}}},
         {"buyer", object{{"id", fmt::format("b{}", number)}, {"phone", "13812341234"}}},
         {"request_id", fmt::format("open-{}", number)}});
    return std::string(opened.at("result").at("case").at("id").as_string());
  }
  void apply(std::string const& id, std::string_view event, std::string_view party) {
    auto const answer =
        call(&CaseDesk::apply, "case.apply",
             {{"case_id", id}, {"event", event}, {"party", party}, {"request_id", fmt::format("{}-{}", event, id)}});
    EXPECT_TRUE(answer.contains("result")) << boost::json::serialize(answer);
  }
  static object photo_of(std::string const& id) {
    return {{"case_id", id}, {"kind", "E-PHOTO"}, {"sha256", photo}, {"source", "buyer"}, {"request_id", "p-" + id}};
  }
  object add_photo(std::string const& id) { return call(&CaseDesk::add_evidence, "evidence.add", photo_of(id)); }
  DeskCall managers(std::string method, object params) {
    return {{.id = "tok_m", .role = Role::manager, .shop = "s1"}, std::move(method), std::move(params)};
  }
  Person person(std::string const& case_id) {
    Person found;
    store->read([&](StoreReader& reader) { found = persons_of(reader)->person_of_case(case_id).value(); });
    return found;
  }
  void put(Person const& person) {
    store->write([person](StoreWriter& writer) { persons_of_writer(writer)->put_person(person); }, {});
    store->drain();
  }
  void shred(std::string const& case_id, bool traces_left) {
    auto gone = person(case_id);
    gone.state = PersonState::shredded;
    gone.shredded_at = clock.now();
    gone.traces_left = traces_left;
    put(gone);
  }
  std::string state_of(std::string const& id) {
    std::string state;
    store->read([&](StoreReader& reader) { state = reader.find_case(id).value().state; });
    return state;
  }
  std::size_t items_of(std::string const& id) {
    std::size_t items = 0;
    store->read([&](StoreReader& reader) { items = reader.evidence_of(id).size(); });
    return items;
  }

  VirtualClock& clock;
  SystemEntropy entropy;
  Ids ids{clock, entropy};
  std::unique_ptr<storage::SqliteStore> store;
  RulebooksInForce books{rulebooks_with({}).value()};
  std::set<std::string, std::less<>> files{photo};
  CaseDesk cases{*store,
                 books,
                 clock,
                 ids,
                 [this](std::string_view sha256) {
                   return files.contains(sha256) ? std::optional(BlobFact{1000, "application/pdf"}) : std::nullopt;
                 },
                 "key"};
  Office office{*store, clock, ids};
  Shredder shredder;
  SubjectDesk subjects{*store, clock, office, shredder};
};

// What is logged while it lives, a line each.
class Logged {
 public:
  Logged() { spdlog::set_default_logger(std::make_shared<spdlog::logger>("", sink_)); }
  ~Logged() { spdlog::set_default_logger(before_); }
  Logged(Logged const&) = delete;
  Logged& operator=(Logged const&) = delete;

  int lines_with(std::string_view words) const {
    int found = 0;
    std::istringstream all(text_.str());
    for (std::string line; std::getline(all, line);) found += line.find(words) == std::string::npos ? 0 : 1;
    return found;
  }

 private:
  std::ostringstream text_;
  std::shared_ptr<spdlog::sinks::ostream_sink_mt> sink_ = std::make_shared<spdlog::sinks::ostream_sink_mt>(text_);
  std::shared_ptr<spdlog::logger> before_ = spdlog::default_logger();
};

class Shredding : public testing::Test {
 protected:
  std::string kind_of(object const& answer) {
    auto const* error = answer.if_contains("error");
    return error ? std::string(error->at("data").at("kind").as_string()) : "accepted";
  }

  TemporaryFolder folder_;
  VirtualClock clock_{parse_rfc3339("2026-01-08T02:00:00Z").value()};
};

TEST_F(Shredding, a_case_that_goes_on_takes_no_words_of_a_restricted_person_along) {
  Desks desks(folder_.path(), clock_);
  auto const id = desks.open(1);
  auto const goes_along = [&] {
    OutboxItem item;
    item.key = "key";
    item.case_id = id;
    bool found = false;
    desks.store->read(
        [&](StoreReader& reader) { found = linked_refund(reader, item, "runner").opening->contains("buyer"); });
    return found;
  };
  EXPECT_TRUE(goes_along());
  auto person = desks.person(id);
  person.state = PersonState::restricted;
  desks.put(person);
  EXPECT_FALSE(goes_along());
}

TEST_F(Shredding, no_file_is_taken_for_a_shredded_person) {
  Desks desks(folder_.path(), clock_);
  auto const id = desks.open(1);
  desks.shred(id, false);
  auto const answer = desks.add_photo(id);
  EXPECT_EQ(kind_of(answer), "evidence_rejected") << boost::json::serialize(answer);
  EXPECT_NE(boost::json::serialize(answer).find("was shredded"), std::string::npos);
  EXPECT_EQ(desks.items_of(id), 0U);
}

TEST_F(Shredding, a_file_that_went_while_its_command_waited_is_not_named) {
  Desks desks(folder_.path(), clock_);
  auto const id = desks.open(1);
  std::promise<void> queued;
  desks.store->write([&](StoreWriter&) { queued.get_future().wait(); }, {});
  std::promise<AnswerText> answered;
  desks.cases.add_evidence({{.id = "tok_1", .role = Role::service, .shop = ""}, "evidence.add", Desks::photo_of(id)},
                           [&](AnswerText text) { answered.set_value(std::move(text)); });
  desks.files.clear();
  queued.set_value();
  EXPECT_EQ(kind_of(boost::json::parse(answered.get_future().get()).as_object()), "evidence_rejected");
  EXPECT_EQ(desks.items_of(id), 0U);
}

// A store whose commits are lost, after another command of the same group.
class LostGroups final : public Store {
 public:
  LostGroups(Store& below, Unit before) : below_(below), before_(std::move(before)) {}
  void write(Unit unit, Done done) override {
    below_.write(
        [this, unit = std::move(unit)](StoreWriter& writer) {
          before_(writer);
          unit(writer);
          throw FaultError({FaultKind::internal, {"磁盘已满", "the disk is full"}});
        },
        std::move(done));
  }
  void read(std::function<void(StoreReader&)> const& body) override { below_.read(body); }
  void drain() override { below_.drain(); }

 private:
  Store& below_;
  Unit before_;
};

TEST_F(Shredding, a_file_stays_while_the_end_of_its_last_need_may_be_undone) {
  Desks desks(folder_.path(), clock_);
  auto const one = desks.open(1);
  auto const two = desks.open(2);
  EXPECT_EQ(kind_of(desks.add_photo(one)), "accepted");
  EXPECT_EQ(kind_of(desks.add_photo(two)), "accepted");
  desks.shred(one, true);
  auto other = desks.person(two);
  other.state = PersonState::shredded;
  LostGroups lost(*desks.store, [other](StoreWriter& writer) { persons_of_writer(writer)->put_person(other); });
  Shredder shredder(lost, clock_, Office(lost, clock_, desks.ids),
                    ErasureList::open(folder_.path() / "erasures-2.log").value(),
                    {[&](std::string const& sha256) { desks.files.erase(sha256); }, [] { return true; }});
  shredder.run_due();
  EXPECT_EQ(desks.person(two).state, PersonState::active);
  EXPECT_TRUE(desks.files.contains(photo)) << "somebody has it in their case";

  desks.shredder.run_due();
  EXPECT_FALSE(desks.person(one).traces_left);
  EXPECT_TRUE(desks.files.contains(photo));
  desks.shred(two, true);
  desks.shredder.run_due();
  EXPECT_FALSE(desks.files.contains(photo)) << "nobody has it any more";
}

TEST_F(Shredding, a_file_that_cannot_be_removed_is_told_of_once_until_it_can_be) {
  Desks desks(folder_.path(), clock_);
  auto const id = desks.open(1);
  EXPECT_EQ(kind_of(desks.add_photo(id)), "accepted");
  desks.shred(id, true);
  bool stuck = true;
  Shredder shredder(*desks.store, clock_, desks.office, ErasureList::open(folder_.path() / "erasures-2.log").value(),
                    {[&](std::string const&) {
                       if (stuck) throw FaultError({FaultKind::internal, {"删不掉", "it cannot be removed"}});
                     },
                     [] { return true; }});
  Logged const logged;
  for (int pass = 0; pass < 3; ++pass) shredder.run_due();
  EXPECT_EQ(logged.lines_with("it cannot be removed"), 1);
  EXPECT_TRUE(desks.person(id).traces_left);
  stuck = false;
  shredder.run_due();
  EXPECT_FALSE(desks.person(id).traces_left);
}

TEST_F(Shredding, why_somebody_is_held_is_stored_sealed_alone) {
  Desks desks(folder_.path(), clock_);
  auto const id = desks.open(1);
  object const hold{{"case_id", id}, {"reason", "买家已起诉"}, {"request_id", "hold"}};
  object const erase{{"case_id", id}, {"basis", "buyer_request"}, {"request_id", "erase"}};
  auto const reason = [](AnswerText const& answer) {
    return std::string(
        boost::json::parse(answer).at("result").at("holdings").at(0).at("hold").at("reason").as_string());
  };
  EXPECT_EQ(reason(desks.subjects.hold(desks.managers("subject.hold", hold))), "买家已起诉");
  EXPECT_EQ(reason(desks.subjects.erase(desks.managers("subject.erase", erase))), "买家已起诉");
  EXPECT_EQ(reason(desks.subjects.erase(desks.managers("subject.erase", erase))), "买家已起诉") << "a retry";
  EXPECT_EQ(reason(desks.subjects.get(desks.managers("subject.get", {{"case_id", id}}))), "买家已起诉");
  desks.store->read([&](StoreReader& reader) {
    for (auto const* request : {"hold", "erase"})
      EXPECT_EQ(reader.find_answer("tok_m", request).value().text.find("买家已起诉"), std::string::npos) << request;
  });
}

class UnreadableRows : public Shredding {
 protected:
  void damage(std::string const& sql) {
    storage::Connection connection(folder_.path() / "redress.db", storage::Connection::Use::writing, "");
    connection.execute_once(sql);
  }
  void damage_case(std::string const& id) {
    damage(fmt::format("UPDATE cases SET content = 'no json', dictionary = NULL, squeezed = NULL WHERE id = '{}'", id));
  }
};

TEST_F(UnreadableRows, stop_neither_other_deadlines_nor_other_effects) {
  std::string broken;
  std::string late;
  std::string unpaid;
  std::string paid;
  {
    Desks desks(folder_.path(), clock_);
    broken = desks.open(1);
    late = desks.open(2);
    unpaid = desks.open(3);
    desks.apply(unpaid, "agree_refund", "seller");
    paid = desks.open(4);
    desks.apply(paid, "agree_refund", "seller");
  }
  damage_case(broken);
  damage(fmt::format("UPDATE outbox SET content = 'no json' WHERE case_id = '{}' AND kind = 'order_payout'", unpaid));
  clock_.advance(30 * day_ms);
  Desks desks(folder_.path(), clock_);
  auto const before = desks.state_of(late);
  RehearsalPort port;
  Runner runner{*desks.store, desks.cases, clock_, port};
  bool also = false;
  runner.also([&] { also = true; });
  runner.run_until_idle();
  EXPECT_NE(desks.state_of(late), before);
  EXPECT_EQ(desks.state_of(paid), "SUCCESS");
  EXPECT_TRUE(also);
  runner.run_until_idle();
}

TEST_F(UnreadableRows, stop_no_other_persons_shredding) {
  std::string broken;
  std::string nobody;
  std::string other;
  {
    Desks desks(folder_.path(), clock_);
    broken = desks.open(1);
    nobody = desks.open(2);
    other = desks.open(3);
    for (auto const& id : {broken, nobody, other}) {
      desks.apply(id, "withdraw", "buyer");
      auto person = desks.person(id);
      person.state = PersonState::restricted;
      person.restricted_at = person.shred_at = clock_.now();
      desks.put(person);
    }
  }
  damage_case(broken);
  damage(
      fmt::format("UPDATE persons SET content = '{{}}' WHERE n = (SELECT person FROM cases WHERE id = '{}')", nobody));
  clock_.advance(4 * 366 * day_ms);
  Desks desks(folder_.path(), clock_);
  Logged const logged;
  for (int pass = 0; pass < 3; ++pass) desks.shredder.run_due();
  EXPECT_EQ(desks.person(broken).state, PersonState::restricted);
  EXPECT_EQ(desks.person(other).state, PersonState::shredded);
  EXPECT_EQ(logged.lines_with("erasure_unfinished"), 2) << "each of the two once, not at every pass";
}

}  // namespace
}  // namespace redress::api
