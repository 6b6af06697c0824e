#include "engine/ledger/entry_form.hpp"

#include "engine/cases/office_entry.hpp"
#include "tests/engine/ledger/vectors.hpp"

#include <gtest/gtest.h>

namespace redress::ledger {
namespace {

namespace json = boost::json;

// A refused attempt with evidence, rules and a refusal: the fullest of the published entries.
json::object full_entry() {
  return parse_strict_json(text_at(json_vector("ledger/entries.json").at(2), "bytes")).value().as_object();
}

json::object entry_of_version_2() {
  return parse_strict_json(text_at(json_vector("ledger/entries-v2.json").at(0), "bytes")).value().as_object();
}

std::string position_in(json::value const& entry) {
  auto const checked = check_entry_form(entry);
  if (checked) return "fits";
  EXPECT_EQ(checked.error().kind, FaultKind::ledger_broken);
  EXPECT_FALSE(checked.error().says.zh.empty());
  return checked.error().position;
}

TEST(EntryForm, every_member_is_needed_and_no_other_is_known) {
  ASSERT_EQ(position_in(full_entry()), "fits");
  ASSERT_EQ(position_in(entry_of_version_2()), "fits");
  for (auto const& member : entry_members()) {
    auto entry = member.since == 1 ? full_entry() : entry_of_version_2();
    entry.erase(member.name);
    EXPECT_EQ(position_in(entry), member.required || member.name == "refusal" ? member.name : "fits") << member.name;
    entry[member.name] = json::array(1, json::array{});  // fits no member at all
    EXPECT_NE(position_in(entry), "fits") << member.name;
  }
  auto entry = full_entry();
  entry["hash"] = "x";
  EXPECT_EQ(position_in(entry), "hash");
  EXPECT_EQ(position_in(json::array{}), "");
}

TEST(EntryForm, misshapen_members) {
  struct Row {
    std::string_view pointer;  // RFC 6901
    json::value value;
    std::string_view position;
  };
  Row const rows[] = {
      {"/v", 0, "v"},
      {"/v", 3, "v"},
      {"/v", "1", "v"},
      {"/id", "case_01KE5Z0000000000000000000C", "id"},
      {"/id", "entry_01ke5z0000000000000000000c", "id"},
      {"/id", "entry_01KE5Z0000000000000000000", "id"},
      {"/id", "entry_01KE5Z000000000000000000IL", "id"},
      {"/seq", -1, "seq"},
      {"/seq", 1.0, "seq"},
      {"/seq", std::int64_t{1} << 53, "seq"},
      {"/shop", "", "shop"},
      {"/at", "2026-01-05T03:00:00Z", "at"},
      {"/at", "2026-01-05T11:00:00.000+08:00", "at"},
      {"/at", "2026-02-30T03:00:00.000Z", "at"},
      {"/at", 1, "at"},
      {"/role", "boss", "role"},
      {"/party", "nobody", "party"},
      {"/kind", "complaint", "kind"},
      {"/outcome", "maybe", "outcome"},
      {"/rulebook_digest", "FCE5", "rulebook_digest"},
      {"/nonce", "00", "nonce"},
      {"/prev_hash", "x", "prev_hash"},
      {"/prev_hash", "", "prev_hash"},      // but this is not the case's first entry
      {"/case_seq", 0, "prev_hash"},        // and then it must have none
      {"/outcome", "accepted", "refusal"},  // with a refusal
      {"/to", "refunded", "to"},            // a refused attempt moves nothing
      {"/refusal/code", 7, "refusal.code"},
      {"/private/note", "plain text", "private.note"},
      {"/evidence/0/sha256", "x", "evidence[0].sha256"},
      {"/evidence/0", {{"id", "ev_1"}, {"kind", "E-CHAT"}}, "evidence[0]"},
      {"/evidence/1", 1, "evidence[1]"},
      {"/rules/0/verdict", "passes", "rules[0].verdict"},
      {"/rules/0/applies", 1, "rules[0].applies"},
      {"/rules/0/says", {{"zh", "a"}}, "rules[0].says.en"},
      {"/effects", json::array{json::object{{"kind", "order_payout"}}}, "effects[0].key"},
  };
  for (auto const& [pointer, value, position] : rows) {
    json::value entry = full_entry();
    entry.at_pointer(pointer) = value;
    EXPECT_EQ(position_in(entry), position) << pointer;
  }
}

TEST(EntryForm, members_of_version_2_are_needed_there_and_refused_before) {
  for (auto const* name : {"postings", "standing"}) {
    auto old = entry_of_version_2();
    old["v"] = 1;
    old.erase(name);
    EXPECT_NE(position_in(old), "fits") << "the other one is left";
  }
  auto grown = full_entry();
  grown["v"] = 2;
  EXPECT_EQ(position_in(grown), "postings");
  struct Row {
    std::string_view pointer;
    json::value value;
    std::string_view position;
  };
  Row const rows[] = {
      {"/v", 1, "postings"},
      {"/postings/1/minor", -1, "postings[1].minor"},
      {"/postings/1/lines/0", {{"id", "l-1"}}, "postings[1].lines[0].minor"},
      {"/postings/0", {{"kind", "reserve_goods"}, {"note", "x"}}, "postings[0].note"},
      {"/standing/final", 1, "standing.final"},
      {"/standing/opened_at", "2026-01-05", "standing.opened_at"},
      {"/standing/flags/0", "", "standing.flags[0]"},
      {"/evidence/0/size", -1, "evidence[0].size"},
      {"/evidence/0/added_at", "", "evidence[0].added_at"},
  };
  for (auto const& [pointer, value, position] : rows) {
    json::value entry = entry_of_version_2();
    entry.at_pointer(pointer) = value;
    EXPECT_EQ(position_in(entry), position) << pointer;
  }
}

TEST(EntryForm, parts_that_may_be_more) {
  json::value entry = full_entry();
  entry.at("effects") = {{{"kind", "order_payout"}, {"key", "entry_1/0"}, {"amount_minor", 1}}};
  entry.get_object()["due"] = {
      {"at", "2026-01-07T02:00:00.000Z"}, {"owed_by", "seller"}, {"id", "D-02"}, {"on_expiry", ""}, {"source", ""}};
  EXPECT_EQ(position_in(entry), "fits");
  entry.at("due").get_object()["note"] = "x";
  EXPECT_EQ(position_in(entry), "due.note");
}

TEST(EntryForm, an_act_that_concerns_no_case) {
  auto const office = [](std::string shop) {
    auto entry = draft_office_entry({.entry_id = "entry_01KE5Z0000000000000000000C",
                                     .nonce = std::string(32, '0'),
                                     .at = parse_rfc3339("2026-01-05T03:00:00Z").value(),
                                     .actor = {.id = "tok_1", .role = Role::manager},
                                     .shop = std::move(shop),
                                     .event = "automation_switched"})
                     .members;
    entry["seq"] = entry["case_seq"] = 0;
    entry["case_version"] = 1;
    entry["prev_hash"] = "";
    return json::value(std::move(entry));
  };
  EXPECT_EQ(position_in(office("")), "fits");
  EXPECT_EQ(position_in(office("shop_tea")), "fits");
  struct Row {
    std::string_view member;
    json::value value;
  };
  Row const rows[] = {{"case_id", "office_other"}, {"case_id", "office"}, {"party", "seller"}, {"platform", "taobao"},
                      {"rulebook", "taobao"},      {"from", "x"},         {"to", "x"},         {"shop", ""}};
  for (auto const& [member, value] : rows) {
    auto entry = office("shop_tea");
    entry.as_object()[member] = value;
    EXPECT_EQ(position_in(entry), member == "shop" ? "case_id" : member) << member;
  }
  auto of_a_case = full_entry();
  of_a_case["kind"] = "office";
  EXPECT_EQ(position_in(of_a_case), "platform");
  for (auto const* member : {"platform", "rulebook", "shop"}) {
    auto entry = full_entry();
    entry[member] = "";
    EXPECT_EQ(position_in(entry), member);
  }
}

}  // namespace
}  // namespace redress::ledger
