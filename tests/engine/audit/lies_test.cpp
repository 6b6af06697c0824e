// Lies told by whoever may write every row and every hash: each is one thing an honest entry never says, with all that
// follows from it set right. Whether the root gives it away as well is known_heads_test's and verify_test's matter.
#include "engine/ledger/merkle.hpp"
#include "tests/engine/audit/rows_in_memory.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace redress::audit {
namespace {

namespace json = boost::json;

struct Lie {
  std::string name;
  std::function<void(Rows&)> tell;
  std::string what;
  std::string says;  // part of the sentence
};

void PrintTo(Lie const& lie, std::ostream* out) { *out << lie.name; }

// A lie in the first accepted entry of an event.
std::function<void(Rows&)> in(std::string event, std::function<void(json::object&)> lie) {
  return [event = std::move(event), lie = std::move(lie)](Rows& rows) { rows.tell_otherwise(rows.entry(event), lie); };
}

std::function<void(Rows&)> set(std::string event, std::string member, json::value value) {
  return in(std::move(event),
            [member = std::move(member), value = std::move(value)](json::object& entry) { entry[member] = value; });
}

json::object& effect(json::object& entry) { return entry["effects"].as_array().at(0).as_object(); }
json::object& posting(json::object& entry) { return entry["postings"].as_array().at(0).as_object(); }
json::object& order(json::object& entry) { return entry["params"].as_object()["order"].as_object(); }

// A refund of that sum with those parts, the same in the order and in the posting.
std::function<void(Rows&)> refund(std::int64_t minor, json::array parts) {
  return in("agree_refund", [minor, parts = std::move(parts)](json::object& entry) {
    for (auto* told : {&effect(entry), &posting(entry)}) (*told)["lines"] = parts;
    effect(entry)["amount"].as_object()["minor"] = minor;
    posting(entry)["minor"] = minor;
  });
}

json::array on(std::string_view line, std::int64_t minor) { return {json::object{{"id", line}, {"minor", minor}}}; }

std::function<void(Rows&)> amount(std::string event, std::int64_t minor) {
  return in(std::move(event), [minor](json::object& entry) { posting(entry)["minor"] = minor; });
}

// Bytes that are no honest entry's, under their own hash.
std::function<void(Rows&)> bytes(std::function<std::string(std::string)> lie) {
  return [lie = std::move(lie)](Rows& rows) {
    auto& row = rows.entries[2];
    row.bytes = lie(row.bytes);
    row.hash = ledger::hex(ledger::leaf_hash(row.bytes));
  };
}

// What an order of version 1, whose parts no form describes, says of its lines.
std::function<void(Rows&)> lines_of_version_1(json::value lines) {
  return [lines = std::move(lines)](Rows& rows) {
    rows.tell_as_version_1(rows.entry("agree_refund"));
    rows.tell_otherwise(rows.entry("agree_refund"), [&](json::object& entry) { effect(entry)["lines"] = lines; });
  };
}

constexpr char const* other_hash = "abababababababababababababababababababababababababababababababab";

class Lies : public testing::TestWithParam<Lie> {};

TEST_P(Lies, are_found_and_named) {
  auto rows = honest_rows();
  GetParam().tell(rows);
  auto const found = audited(rows).findings;
  ASSERT_FALSE(found.empty());
  auto const& last = found.back();  // what ended the walk; rows that differ by it come before
  EXPECT_EQ(last.what, GetParam().what) << last.says.en;
  EXPECT_NE(last.says.en.find(GetParam().says), std::string::npos) << last.says.en;
  EXPECT_FALSE(last.says.zh.empty());
}

INSTANTIATE_TEST_SUITE_P(
    OfForm, Lies,
    testing::Values(
        Lie{"other_id", [](Rows& rows) { rows.entries[2].id += "X"; }, "entry_place", "its column id says"},
        Lie{"other_case", [](Rows& rows) { rows.entries[2].case_id += "X"; }, "entry_place", "its column case_id says"},
        Lie{"other_number", [](Rows& rows) { ++rows.entries[2].seq; }, "entry_place", "its column seq says"},
        Lie{"other_hash", [](Rows& rows) { rows.entries[2].hash = other_hash; }, "entry_hash", "do not hash"},
        Lie{"other_place", [](Rows& rows) { ++rows.entries[2].case_seq; }, "entry_place", "its column case_seq says"},
        Lie{"no_json", bytes([](auto const&) { return "{"; }), "entry_form", "are no JSON"},
        Lie{"no_object", bytes([](auto const&) { return "5"; }), "entry_form", "should be an object"},
        Lie{"a_space", bytes([](auto const& honest) { return honest + " "; }), "entry_form", "are not canonical"},
        Lie{"no_number_there_is", bytes([](auto const& honest) { return "[1e999," + honest + "]"; }), "entry_form", ""},
        Lie{"closed",
            [](Rows& rows) {
              rows.entries[2].closed = Says{"坏了", "it broke"};
            },
            "entry_squeezed", "it broke"},
        Lie{"member_missing", in("assigned", [](json::object& entry) { entry.erase("actor"); }), "entry_form",
            "actor is missing"},
        Lie{"one_left_out", [](Rows& rows) { rows.entries.erase(rows.entries.begin() + 2); }, "entry_missing",
            "entry 2 is missing"}),
    [](auto const& each) { return each.param.name; });

INSTANTIATE_TEST_SUITE_P(
    OfOrder, Lies,
    testing::Values(
        Lie{"no_opening", in("assigned", [](json::object& entry) { entry["case_id"] = "case_NOBODYS"; }), "case_gap",
            "does not begin with its opening"},
        Lie{"opened_by_something_else", set("open", "event", "begin"), "case_gap", "does not begin with its opening"},
        Lie{"opened_without_an_order",
            in("open", [](json::object& entry) { entry["params"].as_object().erase("order"); }), "case_gap",
            "does not begin with its opening"},
        Lie{"opened_on_no_order", in("open", [](json::object& entry) { entry["params"].as_object()["order"] = 5; }),
            "case_gap", "does not begin with its opening"},
        Lie{"an_order_without_a_sum", in("open", [](json::object& entry) { order(entry).erase("paid_minor"); }),
            "entry_form", "its order cannot be read"},
        Lie{"an_order_that_was_paid_less_than_nothing",
            in("open",
               [](json::object& entry) { order(entry)["lines"].as_array().at(0).as_object()["paid_minor"] = -1; }),
            "entry_form", "its order cannot be read"},
        Lie{"place_in_the_case", set("assigned", "case_seq", 7), "case_gap",
            "it should be the case's entry 3, and is 7"},
        Lie{"link", set("assigned", "prev_hash", other_hash), "chain", "does not follow the case's previous entry"},
        Lie{"version", set("assigned", "case_version", 7), "chain", "not the length of the trail"},
        Lie{"shop", set("assigned", "shop", "s9"), "chain", "is not the opening's"},
        Lie{"kind", set("assigned", "kind", "exchange"), "chain", "is not the opening's"},
        Lie{"platform", set("assigned", "platform", "tmall"), "chain", "is not the opening's"},
        Lie{"workflow", set("assigned", "workflow_version", 9), "chain", "is not the opening's"},
        Lie{"office_link", set("automation_switched", "prev_hash", other_hash), "chain",
            "does not follow the office's previous entry"},
        Lie{"office_place", set("automation_switched", "case_seq", 9), "chain",
            "does not follow the office's previous entry"}),
    [](auto const& each) { return each.param.name; });

INSTANTIATE_TEST_SUITE_P(
    OfState, Lies,
    testing::Values(
        Lie{"from_elsewhere", set("payout_failed", "from", "WAIT_SELLER_AGREE"), "state", "the last one ended in"},
        Lie{"opened_twice", set("assigned", "event", "open"), "state", "a case is opened by its first entry"},
        Lie{"moved_after_its_end",
            in("agree_refund", [](json::object& entry) { entry["standing"].as_object()["final"] = true; }), "state",
            "the case had ended"},
        Lie{"ended_with_a_deadline",
            in("assigned", [](json::object& entry) { entry["standing"].as_object()["final"] = true; }), "deadline",
            "the case has ended, and yet a deadline runs"},
        Lie{"fired_early",
            [](Rows& rows) {
              auto const trail = rows.trail_of(rows.entry("withdraw"));
              auto const opened_at = rows.told(trail.front())["at"];
              rows.tell_otherwise(trail.at(2), [&](json::object& entry) { entry["at"] = opened_at; });
            },
            "deadline", "that had not passed"},
        Lie{"fired_without_a_deadline", set("payout_failed", "event", "deadline_passed"), "deadline",
            "that had not passed"},
        Lie{"one_pair_of_eyes",
            in("agree_refund",
               [](json::object& entry) {
                 entry["override"] = json::object{{"proposed_by", entry["actor"]}};
               }),
            "four_eyes", "whoever proposed it"},
        Lie{"a_fact_of_another_type",
            in("open", [](json::object& entry) { entry["facts_set"].as_object()["order.paid_minor"] = "all"; }),
            "entry_form", "the fact order.paid_minor has a value of another type"}),
    [](auto const& each) { return each.param.name; });

INSTANTIATE_TEST_SUITE_P(
    OfMoney, Lies,
    testing::Values(
        Lie{"order_without_amount", in("agree_refund", [](json::object& entry) { effect(entry).erase("amount"); }),
            "money", "has no amount"},
        Lie{"amount_of_no_sum", in("agree_refund", [](json::object& entry) { effect(entry)["amount"] = 5; }), "money",
            "has no amount"},
        Lie{"amount_without_a_sum",
            in("agree_refund", [](json::object& entry) { effect(entry)["amount"].as_object().erase("minor"); }),
            "money", "has no amount"},
        Lie{"amount_in_words",
            in("agree_refund", [](json::object& entry) { effect(entry)["amount"].as_object()["minor"] = "all"; }),
            "money", "has no amount"},
        Lie{"posted_otherwise_than_ordered", amount("agree_refund", 1), "money", "are not the payments that it orders"},
        Lie{"no_such_line", refund(100, on("L9", 100)), "money", "on a line the order has not: L9"},
        Lie{"nothing_on_a_line", refund(0, on("L1", 0)), "money", "on a line the order has not: L1"},
        Lie{"more_than_the_line", refund(20001, on("L1", 20001)), "money",
            "the refunds of all cases are 20001, paid was 20000"},
        Lie{"more_than_its_parts", refund(200, on("L1", 100)), "money", "a refund of 200 is placed on lines as 100"},
        Lie{"a_refund_of_nothing", refund(0, {}), "money", "a refund of 0 is placed on lines as 0"},
        Lie{"nowhere",
            in("agree_refund",
               [](json::object& entry) {
                 for (auto* told : {&effect(entry), &posting(entry)}) told->erase("lines");
               }),
            "money", "a refund of 20000 is placed on lines as 0"},
        Lie{"more_than_the_order", in("open", [](json::object& entry) { order(entry)["paid_minor"] = 1; }), "money",
            "the order's refunds are 20000, paid was 1"},
        Lie{"settled_nothing_told", in("payout_confirmed", [](json::object& entry) { posting(entry).erase("minor"); }),
            "money", "its posting settle_payout has no amount"},
        Lie{"settled_another_sum", amount("payout_confirmed", 1), "money",
            "settle_payout is about 1, pending is 20000"},
        Lie{"cancelled_another_sum", amount("payout_failed", 1), "money", "cancel_payout is about 1, pending is 20000"},
        Lie{"compensated_with_nothing",
            in("pay_compensation",
               [](json::object& entry) {
                 effect(entry)["amount"].as_object()["minor"] = 0;
                 posting(entry)["minor"] = 0;
               }),
            "money", "it compensates with nothing"},
        Lie{"compensations_beyond_counting",
            in("pay_compensation",
               [](json::object& entry) {
                 constexpr auto most = (std::int64_t{1} << 53) - 1;
                 effect(entry)["amount"].as_object()["minor"] = most;
                 posting(entry)["minor"] = most;
                 for (auto* all : {&entry["effects"].as_array(), &entry["postings"].as_array()})
                   all->push_back(all->front());
               }),
            "money", "more than an entry can say"},
        Lie{"settled_another_compensation", amount("compensation_confirmed", 1), "money",
            "settle_compensation is about 1, pending is 1000"},
        Lie{"cancelled_another_compensation", amount("compensation_failed", 1), "money",
            "cancel_compensation is about 1, pending is 1000"},
        Lie{"a_posting_there_is_not",
            in("payout_confirmed", [](json::object& entry) { posting(entry)["kind"] = "gift"; }), "money",
            "there is no posting gift"},
        Lie{"version_1_lines_in_words", lines_of_version_1("L1"), "money", "says nothing readable of its lines"},
        Lie{"version_1_line_in_words", lines_of_version_1(json::array{"L1"}), "money",
            "says nothing readable of its lines"},
        Lie{"version_1_sum_in_words", lines_of_version_1(json::array{json::object{{"id", "L1"}, {"minor", "all"}}}),
            "money", "has no amount"},
        Lie{"version_1_line_without_a_sum", lines_of_version_1(json::array{json::object{{"id", "L1"}}}), "money",
            "has no amount"}),
    [](auto const& each) { return each.param.name; });

}  // namespace
}  // namespace redress::audit
