// Units, their order, their undoing, and what readers see meanwhile.
#include "tests/storage/store_test.hpp"

#include <fmt/format.h>

#include <atomic>
#include <latch>
#include <numeric>
#include <thread>

namespace redress::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class CommitTest : public StoreTest {};
REDRESS_FOR_EVERY_STORE(CommitTest);

TEST_P(CommitTest, AUnitThatThrowsIsUndoneAlone) {
  std::vector<std::string> answers;
  auto const note = [&](std::string name) {
    return [&answers, name](std::exception_ptr failure) {
      try {
        if (failure) std::rethrow_exception(failure);
        answers.push_back(name + " durable");
      } catch (std::exception const& why) {
        answers.push_back(name + " " + why.what());
      }
    };
  };
  store().write([](StoreWriter& writer) { writer.record(opening(case_of_shape({.id = "case_1"}))); }, note("first"));
  store().write(
      [](StoreWriter& writer) {
        auto record = opening(case_of_shape({.id = "case_2", .order_id = "order_2", .due_at = some_day}));
        record.order = order_of("shop_1", "order_2");
        record.evidence = {photo("ev_1", "case_2", "aa")};
        record.outbox = {effect("key_1", "case_2")};
        record.personal = {{"case_2", "e", "note", "", "x"}};
        record.answer = answer("agent_1", "r1");
        writer.record(record);
        writer.record(following(*writer.find_case("case_1")));
        writer.put_setting("name", "value");
        writer.put_token(token("tok_1", "aa"));
        throw std::runtime_error("on purpose");
      },
      note("second"));
  store().write([](StoreWriter& writer) { writer.record(following(*writer.find_case("case_1"))); }, note("third"));
  store().drain();

  EXPECT_THAT(answers, ElementsAre("first durable", "second on purpose", "third durable"));
  store().read([](StoreReader& reader) {
    EXPECT_EQ(reader.find_case("case_1")->version, 2);
    EXPECT_FALSE(reader.find_case("case_2"));
    EXPECT_FALSE(reader.find_order("shop_1", "taobao", "order_2"));
    EXPECT_THAT(reader.cases_of_order("shop_1", "taobao", "order_2"), IsEmpty());
    EXPECT_FALSE(reader.find_evidence("ev_1"));
    EXPECT_FALSE(reader.blob_belongs_to("aa", ""));
    EXPECT_THAT(reader.outbox_of("case_2"), IsEmpty());
    EXPECT_THAT(reader.outbox_pending(some_day + day_ms, 9), IsEmpty());
    EXPECT_THAT(reader.personal_of("case_2"), IsEmpty());
    EXPECT_FALSE(reader.find_answer("agent_1", "r1"));
    EXPECT_FALSE(reader.setting("name"));
    EXPECT_THAT(reader.tokens(), IsEmpty());
    EXPECT_FALSE(reader.next_due());
    EXPECT_THAT(reader.list_cases({.text = "case_2"}).cases, IsEmpty());
    EXPECT_EQ(ledger_flaw(reader), "");
  });
}

TEST_P(CommitTest, AnUndoneUnitDoesNotTakeTheTextOfOthersWithIt) {
  store().write([](StoreWriter& writer) { writer.record(opening(case_of_shape({.id = "case_1", .reason = "划痕"}))); },
                {});
  store().write(
      [](StoreWriter& writer) {  // the search inside makes the words of case_1 needed before the commit
        writer.record(opening(case_of_shape({.id = "case_2", .reason = "划痕"})));
        EXPECT_EQ(writer.list_cases({.text = "划痕"}).cases.size(), 2U);
        throw std::runtime_error("on purpose");
      },
      {});
  store().write([](StoreWriter& writer) { EXPECT_EQ(writer.list_cases({.text = "划痕"}).cases.size(), 1U); }, {});
  store().drain();
  EXPECT_THAT(ids({.text = "划痕"}), ElementsAre("case_1"));
}

TEST_P(CommitTest, UnitsRunAndAreAnsweredInTheOrderTheyCame) {
  constexpr int units = 700;  // more than one group
  std::vector<int> ran;
  std::vector<int> answered;
  for (int i = 0; i < units; ++i)
    store().write(
        [&, i](StoreWriter& writer) {
          EXPECT_EQ(writer.setting("last").value_or("-1"), std::to_string(i - 1));
          writer.put_setting("last", std::to_string(i));
          ran.push_back(i);
        },
        [&, i](std::exception_ptr failure) {
          EXPECT_EQ(failure, nullptr);
          answered.push_back(i);
        });
  store().drain();
  std::vector<int> expected(units);
  std::iota(expected.begin(), expected.end(), 0);
  EXPECT_EQ(ran, expected);
  EXPECT_EQ(answered, expected);
}

TEST_P(CommitTest, WhatIsAnsweredIsVisible) {
  for (int i = 0; i < 50; ++i)
    store().write([i](StoreWriter& writer) { writer.put_setting("last", std::to_string(i)); },
                  [this, i](std::exception_ptr) {
                    auto const seen = read(store(), [](StoreReader& reader) { return reader.setting("last"); });
                    EXPECT_GE(std::stoi(seen.value()), i);
                  });
  store().drain();
}

TEST_P(CommitTest, AReaderKeepsItsSnapshotWhileOthersWrite) {
  auto const case_ = opened();
  store().read([&](StoreReader& reader) {
    commit(store(), [&](StoreWriter& writer) {
      writer.record(following(case_));
      writer.record(opening(case_of_shape({.id = "case_9"})));
    });
    EXPECT_EQ(reader.find_case(case_.id)->version, 1);
    EXPECT_EQ(reader.ledger_size(), 1);
    EXPECT_FALSE(reader.find_case("case_9"));
    EXPECT_EQ(reader.list_cases({}).cases.size(), 1U);
    EXPECT_EQ(ids({}).size(), 2U) << "a read that begins later sees the commit";
  });
  EXPECT_EQ(read(store(), [](StoreReader& reader) { return reader.ledger_size(); }), 3);
}

TEST_P(CommitTest, AReadThatThrowsHurtsNobody) {
  EXPECT_THROW(store().read([](StoreReader&) { throw std::runtime_error("on purpose"); }), std::runtime_error);
  opened();
  EXPECT_EQ(ids({}).size(), 1U);
}

TEST_P(CommitTest, AWriteFromADoneJoinsTheQueue) {
  bool second = false;
  store().write([](StoreWriter& writer) { writer.put_setting("a", "1"); },
                [&](std::exception_ptr) {
                  store().write([](StoreWriter& writer) { writer.put_setting("b", *writer.setting("a")); },
                                [&](std::exception_ptr failure) { second = failure == nullptr; });
                });
  store().drain();
  store().drain();
  EXPECT_TRUE(second);
  EXPECT_EQ(read(store(), [](StoreReader& reader) { return reader.setting("b"); }), "1");
}

TEST_P(CommitTest, ADoneMayBeLeftOut) {
  store().write([](StoreWriter& writer) { writer.put_setting("a", "1"); }, {});
  store().write([](StoreWriter&) { throw std::runtime_error("on purpose"); }, {});
  store().drain();
  EXPECT_EQ(read(store(), [](StoreReader& reader) { return reader.setting("a"); }), "1");
}

TEST_P(CommitTest, ManyThreadsOpenStepAndReadAtOnce) {
  constexpr int threads = 6;
  constexpr int cases_each = 12;
  constexpr int steps = 5;
  std::atomic<int> conflicts = 0;
  std::atomic<int> faults = 0;
  opened({.id = "case_shared"});
  {
    std::latch ready(threads);
    std::vector<std::jthread> crowd;
    for (int t = 0; t < threads; ++t)
      crowd.emplace_back([&, t] {
        ready.arrive_and_wait();
        for (int i = 0; i < cases_each; ++i) {
          auto const id = fmt::format("case_{}_{}", t, i);
          store().write([id](StoreWriter& writer) { writer.record(opening(case_of_shape({.id = id}))); },
                        [&](std::exception_ptr failure) { faults += failure != nullptr; });
          for (int step = 0; step < steps; ++step)
            store().write([id](StoreWriter& writer) { writer.record(following(*writer.find_case(id))); },
                          [&](std::exception_ptr failure) { faults += failure != nullptr; });
          auto const shared = read(store(), [](StoreReader& reader) {
            EXPECT_EQ(reader.find_case("case_shared")->version,
                      std::ssize(reader.trail("case_shared", "", 999).entries));
            return *reader.find_case("case_shared");
          });
          store().write([shared](StoreWriter& writer) { writer.record(following(shared)); },
                        [&](std::exception_ptr failure) { conflicts += failure != nullptr; });
        }
      });
  }
  store().drain();
  EXPECT_EQ(faults, 0);
  store().read([&](StoreReader& reader) {
    EXPECT_EQ(reader.find_case("case_shared")->version, 1 + threads * cases_each - conflicts);
    EXPECT_EQ(reader.ledger_size(), reader.find_case("case_shared")->version + threads * cases_each * (1 + steps));
    EXPECT_EQ(ledger_flaw(reader), "");
  });
}

}  // namespace
}  // namespace redress::storage
