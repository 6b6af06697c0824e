#include "engine/ledger/canonical_json.hpp"
#include "engine/ledger/receipt_check.hpp"
#include "tests/engine/ledger/keys.hpp"
#include "tests/engine/ledger/vectors.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <functional>

namespace redress::ledger {
namespace {

namespace json = boost::json;

std::string receipt_text() { return read_vector("ledger/receipt.json"); }
Receipt published() { return parse_receipt(receipt_text()).value(); }
VerifierKey published_key() {
  return VerifierKey::parse(text_at(json_vector("ledger/checkpoint.json"), "vkey")).value();
}

std::string with_member(Receipt const& receipt, std::string_view name, json::value const& value) {
  auto entry = parse_strict_json(receipt.entry).value();
  entry.as_object()[name] = value;
  return canonical_json(entry).value();
}

// The steps every receipt has; those of dates are receipt_dates_test.cpp's.
std::string outcomes(ReceiptReport const& report) {
  std::string line;
  for (auto const& step : std::span(report.steps).first(7))
    line += step.outcome == StepOutcome::ok ? '+' : step.outcome == StepOutcome::wrong ? '!' : '.';
  return line;
}

TEST(Receipt, the_published_one_holds) {
  auto const receipt = published();
  auto const own = check_receipt(receipt);
  EXPECT_TRUE(own.ok()) << json::serialize(to_json(own));
  EXPECT_FALSE(own.pinned);
  EXPECT_EQ(own.first_wrong(), nullptr);
  EXPECT_NE(own.steps[3].says.en.find("only what the owner of that key claims"), std::string::npos);
  EXPECT_EQ(own.hash, text_at(json_vector("ledger/entries.json").at(2), "hash"));

  auto const pinned = check_receipt(receipt, published_key());
  EXPECT_TRUE(pinned.ok());
  EXPECT_TRUE(pinned.pinned);
}

TEST(Receipt, says_the_first_thing_wrong) {
  using Bend = std::function<void(Receipt&)>;
  auto const stranger = key_named("ledger.example/redress/1", 9);
  struct Row {
    std::string_view name;
    Bend bend;
    std::string_view outcomes;  // in the order of ReceiptStep
  };
  Row const rows[] = {
      {"a blank in the entry", [](Receipt& r) { r.entry += " "; }, "!..+++!"},
      {"the entry is not JSON", [](Receipt& r) { r.entry.pop_back(); }, "!..+++!"},
      {"a repeated member", [](Receipt& r) { r.entry.insert(1, "\"actor\":\"x\","); }, "!..+++!"},
      {"a number that others would round",
       [](Receipt& r) { r.entry.insert(r.entry.find("\"case_seq\":") + 11, "9007199254740993"); }, "!..+++!"},
      {"a member too many", [](Receipt& r) { r.entry = with_member(r, "hash", "x"); }, "!..+++!"},
      {"another actor", [](Receipt& r) { r.entry = with_member(r, "actor", "tok_x"); },
       "+++"
       "+++!"},
      {"the entry says another index", [](Receipt& r) { r.entry = with_member(r, "seq", 1); },
       "+!+"
       "+++!"},
      {"the receipt says another index", [](Receipt& r) { r.index = 1; },
       "+!+"
       "+++!"},
      {"an index beyond the size", [](Receipt& r) { r.index = 3; },
       "+!+"
       "+++!"},
      {"another rulebook text", [](Receipt& r) { r.rulebook.texts[0].text += "#"; },
       "++!"
       "++++"},
      {"bytes moved between texts",
       [](Receipt& r) {
         r.rulebook.texts[0].text += r.rulebook.texts[1].text;
         r.rulebook.texts[1].text.clear();
       },
       "++!"
       "++++"},
      {"a text of another name", [](Receipt& r) { r.rulebook.texts[0].name = "x.yaml"; },
       "++!"
       "++++"},
      {"a text is missing", [](Receipt& r) { r.rulebook.texts.pop_back(); },
       "++!"
       "++++"},
      {"a text that hides another behind a zero byte",
       [](Receipt& r) { r.rulebook.texts[0].text += std::string("\0x", 2); },
       "++!"
       "++++"},
      {"another digest", [](Receipt& r) { r.rulebook.digest[0] ^= 1; },
       "++!"
       "++++"},
      {"another rulebook name", [](Receipt& r) { r.rulebook.name = "x"; },
       "++!"
       "++++"},
      {"no vkey", [](Receipt& r) { r.vkey = "x"; }, "+++!..."},
      {"no second vkey", [](Receipt& r) { r.other_keys.emplace_back("x"); }, "+++!..."},
      {"a stranger's vkey", [&](Receipt& r) { r.vkey = stranger.verifier().text(); }, "++++!.."},
      {"the checkpoint is no note", [](Receipt& r) { r.checkpoint = "x"; }, "++++!.."},
      {"the checkpoint was altered", [](Receipt& r) { r.checkpoint[r.checkpoint.find("\n3\n") + 1] = '4'; }, "++++!.."},
      {"another size", [](Receipt& r) { r.size = 4; }, "+++++!+"},
      {"no proof", [](Receipt& r) { r.proof.clear(); }, "++++++!"},
      {"a proof too long", [](Receipt& r) { r.proof.push_back(r.proof[0]); }, "++++++!"},
      {"a bent proof", [](Receipt& r) { r.proof[0][5] ^= 1; }, "++++++!"},
  };
  for (auto const& row : rows) {
    auto receipt = published();
    row.bend(receipt);
    auto const report = check_receipt(receipt);
    EXPECT_FALSE(report.ok()) << row.name;
    EXPECT_EQ(outcomes(report), row.outcomes) << row.name;
    ASSERT_NE(report.first_wrong(), nullptr);
    EXPECT_FALSE(report.first_wrong()->says.zh.empty() || report.first_wrong()->says.en.empty());
    EXPECT_EQ(to_json(report).at("first_wrong").at("step").as_string(), name_of(report.first_wrong()->step));
  }
}

TEST(Receipt, a_pinned_key_is_not_to_be_talked_out_of) {
  // A forger signs the very same ledger with a key of the same name: the receipt holds, but not under the pinned key.
  std::vector<SigningKey> const forger{key_named("ledger.example/redress/1", 9)};
  auto receipt = published();
  auto const head = open_checkpoint(receipt.checkpoint, published_key()).value();
  receipt.checkpoint = sign_checkpoint(head, std::nullopt, {}, forger).value();
  receipt.vkey = forger[0].verifier().text();
  EXPECT_TRUE(check_receipt(receipt).ok());
  EXPECT_EQ(outcomes(check_receipt(receipt, published_key())), "+++!...");
  receipt.vkey = published_key().text();
  EXPECT_EQ(outcomes(check_receipt(receipt, published_key())), "++++!..");
}

TEST(Receipt, is_built_whole_or_not_at_all) {
  auto const entries = json_vector("ledger/entries.json");
  std::vector<Digest> leaves;
  for (auto const& entry : entries.as_array()) leaves.push_back(leaf_hash(text_at(entry, "bytes")));
  auto const nodes = nodes_over(std::span<Digest const>(leaves));
  auto const want = published();

  EXPECT_EQ(build_receipt(want.entry, 2, nodes, want.checkpoint, published_key(), want.rulebook).value(), want);
  auto const refused = [&](std::string entry, std::uint64_t index, NodeReader const& reader, std::string checkpoint) {
    auto const built =
        build_receipt(std::move(entry), index, reader, std::move(checkpoint), published_key(), want.rulebook);
    return !built && built.error().kind == FaultKind::ledger_broken;
  };
  EXPECT_TRUE(refused(want.entry, 1, nodes, want.checkpoint));
  EXPECT_TRUE(refused(want.entry, 3, nodes, want.checkpoint));
  EXPECT_TRUE(refused(want.entry + " ", 2, nodes, want.checkpoint));
  EXPECT_TRUE(refused(want.entry, 2, nodes, "x"));
  leaves[0][0] ^= 1;  // the store no longer holds what was signed
  EXPECT_TRUE(refused(want.entry, 2, nodes, want.checkpoint));
}

TEST(Receipt, reads_back_what_it_writes) {
  EXPECT_EQ(parse_receipt(json::serialize(to_json(published()))).value(), published());
}

TEST(Receipt, refuses_what_is_no_receipt) {
  struct Row {
    std::string_view pointer;
    json::value value;
    std::string_view position;
  };
  Row const rows[] = {
      {"/format", "redress-receipt/2", "format"},
      {"/entry", json::object{}, "entry"},
      {"/index", -1, "index"},
      {"/index", "2", "index"},
      {"/size", 3.0, "size"},
      {"/size", std::int64_t{1} << 53, "size"},
      {"/proof", "x", "proof"},
      {"/proof/0", "AAAA", "proof[0]"},
      {"/proof/0", 1, "proof[0]"},
      {"/checkpoint", nullptr, "checkpoint"},
      {"/vkey", 1, "vkey"},
      {"/rulebook", "x", "rulebook"},
      {"/rulebook/digest", 1, "rulebook.digest"},
      {"/rulebook/texts", 1, "rulebook.texts"},
      {"/rulebook/texts/1/text", 1, "rulebook.texts[1].text"},
      {"/rulebook/texts/1/name", "", "rulebook.texts[1]"},
      {"/rulebook/texts/1/text", json::string("a\0b", 3), "rulebook.texts[1]"},
  };
  for (auto const& [pointer, value, position] : rows) {
    auto receipt = parse_strict_json(receipt_text()).value();
    receipt.at_pointer(pointer) = value;
    auto const parsed = parse_receipt(json::serialize(receipt));
    ASSERT_FALSE(parsed) << pointer;
    EXPECT_EQ(parsed.error().kind, FaultKind::parse_error);
    EXPECT_EQ(parsed.error().position, position) << pointer;
  }
  auto surplus = parse_strict_json(receipt_text()).value();
  surplus.as_object()["note"] = "trust me";
  EXPECT_EQ(parse_receipt(json::serialize(surplus)).error().position, "note");
  auto const whole = parse_strict_json(receipt_text()).value();
  for (auto const& member : whole.as_object()) {
    auto missing = whole;
    missing.as_object().erase(member.key());
    EXPECT_EQ(parse_receipt(json::serialize(missing)).error().position, member.key());
  }
  EXPECT_EQ(parse_receipt("{").error().position, "line 1, column 2");
  EXPECT_FALSE(parse_receipt("[]"));
}

// Blanks between tokens and the order of members are the only freedom a receipt file has.
RC_GTEST_PROP(ReceiptLaws, any_other_byte_makes_it_fail, ()) {
  static auto const good = json::serialize(to_json(published()));
  static auto const key = published_key();
  auto bent = good;
  auto const at = *rc::gen::inRange<std::size_t>(0, bent.size());
  bent[at] = *rc::gen::distinctFrom(rc::gen::arbitrary<char>(), bent[at]);
  auto const parsed = parse_receipt(bent);
  if (!parsed.has_value() || *parsed == published()) return;
  RC_ASSERT(!check_receipt(*parsed, key).ok());
  RC_ASSERT(!check_receipt(*parsed).ok());
}

}  // namespace
}  // namespace redress::ledger
