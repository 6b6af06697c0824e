// The memory store is the model: any sequence of commands gives the same answers in every store.
#include "tests/storage/store_test.hpp"

#include <fmt/format.h>
#include <rapidcheck/gtest.h>

namespace redress::storage {
namespace {

// One unit's worth of choices, small enough that sequences meet the same cases, keys and requests again and again.
struct Step {
  int case_number;
  int version_lag;  // 0: the version that stands; else an old one
  int order_number;
  int state;
  int due;  // 0: none
  int owed_by;
  bool final;
  int evidence;
  int outbox;
  int delivers;
  int request;
  bool throws;
  std::int64_t pending_minor;
};

rc::Gen<Step> any_step() {
  auto const upto = [](int most) { return rc::gen::inRange(0, most + 1); };
  auto const rarely = rc::gen::map(upto(9), [](int n) { return n == 0; });
  return rc::gen::build<Step>(
      rc::gen::set(&Step::case_number, upto(5)),
      rc::gen::set(&Step::version_lag, rc::gen::map(rarely, [](bool rare) { return rare ? 1 : 0; })),
      rc::gen::set(&Step::order_number, upto(2)), rc::gen::set(&Step::state, upto(2)),
      rc::gen::set(&Step::due, upto(6)), rc::gen::set(&Step::owed_by, upto(2)), rc::gen::set(&Step::final, rarely),
      rc::gen::set(&Step::evidence, upto(12)), rc::gen::set(&Step::outbox, upto(12)),
      rc::gen::set(&Step::delivers, upto(12)), rc::gen::set(&Step::request, upto(30)),
      rc::gen::set(&Step::throws, rarely), rc::gen::set(&Step::pending_minor, rc::gen::inRange<std::int64_t>(0, 500)));
}

Case shaped(Step const& step) {
  Party const parties[] = {Party::seller, Party::buyer, Party::platform};
  CaseShape shape{.id = fmt::format("case_{}", step.case_number),
                  .shop = fmt::format("shop_{}", step.case_number % 2),
                  .kind = step.case_number % 3 == 0 ? "refund" : "exchange",
                  .order_id = fmt::format("order_{}", step.order_number),
                  .state = fmt::format("state_{}", step.state),
                  .reason = step.case_number % 2 == 0 ? "质量问题" : "七天无理由",
                  .final = step.final};
  if (step.due > 0) shape.due_at = some_day + step.due;
  shape.owed_by = parties[step.owed_by];
  auto case_ = case_of_shape(shape);
  case_.account.pending_minor = step.pending_minor;
  case_.account.goods_reserved = step.state == 1;
  case_.claim_lines = {{"line_1", step.state}};
  return case_;
}

void run(Step const& step, StoreWriter& writer) {
  auto after = shaped(step);
  auto const before = writer.find_case(after.id);
  Record record_;
  if (before) {
    after.shop = before->shop;
    after.order_id = before->order_id;
    auto seen = *before;
    seen.version -= step.version_lag;
    record_ = following(seen, after);
    record_.entry_id = fmt::format("entry_{}", writer.ledger_size());
  } else {
    record_ = opening(after);
    record_.entry_id = fmt::format("entry_{}", writer.ledger_size());
    record_.order = order_of(after.shop, after.order_id);
  }
  if (step.evidence < 8) record_.evidence = {photo(fmt::format("ev_{}", step.evidence), after.id, "aa")};
  if (step.outbox < 8)
    record_.outbox = {effect(fmt::format("key_{}", step.outbox), after.id, some_day + step.outbox % 3)};
  if (step.delivers < 3) record_.outbox_done = {fmt::format("key_{}", step.delivers)};
  if (step.request < 10) {
    record_.answer = answer(fmt::format("agent_{}", step.request % 2), fmt::format("r{}", step.request));
    record_.answer_with = [](Case const& case_, Entry const& entry) {
      return fmt::format("{}@{}", entry.hash, case_.version);
    };
  }
  record_.personal = {{after.id, record_.entry_id, "note", "", fmt::format("{}", step.pending_minor)}};
  record_.waybills = {{fmt::format("mark_{}", step.request % 4), after.order_id, after.buyer}};
  writer.record(record_);
  if (step.delivers == 5) writer.outbox_attempted(fmt::format("key_{}", step.outbox), some_day + 9, "later");
  if (step.delivers == 6) writer.outbox_attempted(fmt::format("key_{}", step.outbox), outbox_held_at, "nobody");
  if (step.delivers == 7) writer.outbox_woken(some_day + 3);
  if (step.delivers == 4)
    writer.record_office({.act = {.entry_id = fmt::format("entry_{}", writer.ledger_size()),
                                  .nonce = {},
                                  .at = some_day,
                                  .actor = {},
                                  .shop = after.shop,
                                  .event = "automation_switched"}});
  if (step.throws) throw std::runtime_error("on purpose");
}

constexpr std::string_view durable = "durable";

std::string outcome(Store& store, Step const& step) {
  try {
    commit(store, [&](StoreWriter& writer) { run(step, writer); });
    return std::string(durable);
  } catch (std::exception const& why) {
    return why.what();
  }
}

void expect_same(StoreReader& model, StoreReader& other) {
  RC_ASSERT(same(model.entries_from(0, 10'000), other.entries_from(0, 10'000)));
  RC_ASSERT(model.ledger_size() == other.ledger_size());
  RC_ASSERT(ledger_flaw(other) == "");
  CaseFilter const filters[] = {{},
                                {.shop = "shop_0"},
                                {.shop = "shop_1", .owed_by = "buyer"},
                                {.state = "state_1", .limit = 2},
                                {.due_before = some_day + 4},
                                {.order_id = "order_1"},
                                {.final = false, .limit = 1},
                                {.shop = "shop_0", .text = "质量", .limit = 2}};
  for (auto filter : filters) do {
      auto const page = model.list_cases(filter);
      auto const other_page = other.list_cases(filter);
      RC_ASSERT(page.cases == other_page.cases);
      RC_ASSERT(page.next_cursor == other_page.next_cursor);
      filter.cursor = page.next_cursor;
    } while (!filter.cursor.empty());
  for (int i = 0; i <= 5; ++i) {
    auto const id = fmt::format("case_{}", i);
    RC_ASSERT(model.find_case(id) == other.find_case(id));
    RC_ASSERT(same(model.evidence_of(id), other.evidence_of(id)));
    RC_ASSERT(same(model.outbox_of(id), other.outbox_of(id)));
    RC_ASSERT(same(model.personal_of(id), other.personal_of(id)));
    RC_ASSERT(same(model.trail(id, "", 3).entries, other.trail(id, "", 3).entries));
    RC_ASSERT(same(model.trail_newest_first(id, "", 3).entries, other.trail_newest_first(id, "", 3).entries));
    for (auto const* shop : {"shop_0", "shop_1"}) {
      auto const mark = fmt::format("mark_{}", i);
      RC_ASSERT(same(model.find_waybill(shop, mark), other.find_waybill(shop, mark)));
      auto const order = fmt::format("order_{}", i);
      auto const own = model.find_case(id).value_or(case_of_shape({.id = id, .shop = shop, .order_id = order}));
      RC_ASSERT(same(model.order_account(own), other.order_account(own)));
      RC_ASSERT(model.cases_of_order(shop, "taobao", order) == other.cases_of_order(shop, "taobao", order));
    }
  }
  for (auto const* office : {"office", "office_shop_0", "office_shop_1"})
    RC_ASSERT(same(model.trail(office, "", 3).entries, other.trail(office, "", 3).entries));
  for (int i = 0; i < 10; ++i) {
    auto const actor = fmt::format("agent_{}", i % 2);
    RC_ASSERT(same(model.find_answer(actor, fmt::format("r{}", i)), other.find_answer(actor, fmt::format("r{}", i))));
  }
  for (int ms = 0; ms < 10; ms += 3) {
    RC_ASSERT(model.cases_due(some_day + ms, 3) == other.cases_due(some_day + ms, 3));
    RC_ASSERT(same(model.outbox_pending(some_day + ms, 3), other.outbox_pending(some_day + ms, 3)));
  }
  RC_ASSERT(model.next_due() == other.next_due());
}

RC_GTEST_PROP(StoreAgreement, AnySequenceOfCommandsGivesTheSameAnswers, ()) {
  auto const steps = *rc::gen::container<std::vector<Step>>(any_step());
  TemporaryFolder const folder;
  MemoryStore model;
  auto sqlite = SqliteStore::open(folder.path(), {.learn_after = 3}).value();
  auto const reopen_at = *rc::gen::inRange<std::size_t>(0, steps.size() + 1);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (i == reopen_at) {
      sqlite.reset();
      sqlite = SqliteStore::open(folder.path(), {.learn_after = 3}).value();
    }
    // Where a record is wrong in several ways, which of them is named first is each store's own affair.
    RC_ASSERT((outcome(model, steps[i]) == durable) == (outcome(*sqlite, steps[i]) == durable));
  }
  model.read([&](StoreReader& expected) { sqlite->read([&](StoreReader& found) { expect_same(expected, found); }); });
}

}  // namespace
}  // namespace redress::storage
