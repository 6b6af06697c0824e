// Breaks what lies below, in a real store and in one place at a time: the real binary must find it and name it.
#include "engine/audit/told_entry.hpp"
#include "engine/ledger/merkle.hpp"
#include "tests/e2e/broken_store.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

namespace redress::e2e {
namespace {

using boost::json::object;

SoundStore const& sound() {
  static SoundStore const store;
  return store;
}

std::string member(object const& json, std::string_view name) {
  auto const* found = json.if_contains(name);
  return found && found->is_string() ? std::string(found->get_string()) : std::string{};
}

object found_in(BrokenStore const& store) {
  auto const report = store.verify(4);
  auto const* first = report.if_contains("first_bad");
  if (!first) return {};
  EXPECT_FALSE(member(first->at("says").as_object(), "zh").empty());
  EXPECT_FALSE(member(first->at("says").as_object(), "en").empty());
  return first->as_object();
}

TEST(VerifyStore, a_sound_store_is_sound_and_everything_was_looked_at) {
  BrokenStore const untouched{sound()};
  auto const report = untouched.verify(0);
  EXPECT_TRUE(report.at("ok").as_bool());
  EXPECT_EQ(report.at("entries"), report.at("signed_size"));
  EXPECT_TRUE(report.at("signature_checked").as_bool());
  EXPECT_FALSE(report.contains("untold")) << "entries of today tell everything";
  for (auto const* table : {"cases", "orders", "evidence", "outbox", "personal"})
    EXPECT_GT(report.at("tables").at(table).at("rows").as_int64(), 0) << table;
  EXPECT_EQ(report.at("tables").at("tokens").at("rows").as_int64(), 3);
  EXPECT_FALSE(report.at("not_rederived").as_array().empty()) << "what is not proven is named";
  EXPECT_EQ(report.at("blobs").as_int64(), 2);
  EXPECT_EQ(report.at("warnings").at(0).at("what"), "blob_unattached");
  auto const refunded = untouched.integer(fmt::format(
      "SELECT json_extract(content, '$.account.refunded_minor') FROM cases WHERE id = '{}'", sound().paid_case()));
  EXPECT_GT(refunded, 0) << "there is money to verify";
}

struct Break {
  std::string name;
  std::string sql;
  std::string what;
  std::string table = {};
  std::string column = {};
};

void PrintTo(Break const& broken, std::ostream* out) { *out << broken.sql; }

class VerifyStoreRows : public testing::TestWithParam<Break> {};

TEST_P(VerifyStoreRows, a_change_is_found_and_named) {
  BrokenStore const store{sound()};
  auto const& [name, sql, what, table, column] = GetParam();
  store.sql(sql);
  auto const first = found_in(store);
  EXPECT_EQ(member(first, "what"), what);
  EXPECT_EQ(member(first, "table"), table);
  EXPECT_EQ(member(first, "column"), column);
}

std::string json_set(std::string_view path, std::string_view value) {
  return fmt::format("UPDATE cases SET content = json_set(content, '$.{}', {}) WHERE n = 1", path, value);
}

INSTANTIATE_TEST_SUITE_P(
    Each, VerifyStoreRows,
    testing::Values(
        Break{"state", "UPDATE cases SET state = 'CLOSED' WHERE n = 1", "row_differs", "cases", "state"},
        Break{"state_in_content", json_set("state", "'CLOSED'"), "row_differs", "cases", "content.state"},
        Break{"final", "UPDATE cases SET final = 1 - final WHERE n = 2", "row_differs", "cases", "final"},
        Break{"due", "UPDATE cases SET due_ms = due_ms + 1 WHERE n = 2", "row_differs", "cases", "due_ms"},
        Break{"due_in_content",
              "UPDATE cases SET content = json_set(content, '$.due.at', '2030-01-01T00:00:00.000Z') WHERE n = 2",
              "row_differs", "cases", "content.due.at"},
        Break{"owed_by", "UPDATE cases SET owed_by = 'buyer' WHERE n = 2", "row_differs", "cases", "owed_by"},
        Break{"money", json_set("account.refunded_minor", "1"), "row_differs", "cases",
              "content.account.refunded_minor"},
        Break{"pending", json_set("account.pending_minor", "7"), "row_differs", "cases",
              "content.account.pending_minor"},
        Break{"goods",
              "UPDATE cases SET content = replace(content, '\"goods_reserved\":false', '\"goods_reserved\":true') "
              "WHERE n = 1",
              "row_differs", "cases", "content.account.goods_reserved"},
        Break{"facts", json_set("facts.\"order.paid_minor\"", "1"), "row_differs", "cases",
              "content.facts.order.paid_minor"},
        Break{"assignee", json_set("assignee", "'x'"), "row_differs", "cases", "content.assignee"},
        Break{"opened_at", json_set("opened_at", "'2020-01-01T00:00:00.000Z'"), "row_differs", "cases",
              "content.opened_at"},
        Break{"flags", json_set("flags[0]", "'x'"), "row_differs", "cases", "content.flags"},
        Break{"more_in_content", json_set("approved_by", "'x'"), "row_differs", "cases", "content.approved_by"},
        Break{"no_json", "UPDATE cases SET content = '{' WHERE n = 1", "row_differs", "cases", "content"},
        Break{"shop", "UPDATE cases SET shop = 's2' WHERE n = 1", "row_differs", "cases", "shop"},
        Break{"version", "UPDATE cases SET version = version + 1 WHERE n = 1", "row_differs", "cases", "version"},
        Break{"last_hash", "UPDATE cases SET last_hash = 'x' WHERE n = 1", "row_differs", "cases", "last_hash"},
        Break{"case_gone", "DELETE FROM cases WHERE n = 1", "row_missing", "cases"},
        Break{
            "case_too_many",
            "INSERT INTO cases (id, shop, kind, platform, order_id, state, final, owed_by, due_ms, version, last_hash,"
            " content) SELECT 'case_ZZ', shop, kind, platform, order_id, state, final, owed_by, due_ms, version,"
            " last_hash, content FROM cases WHERE n = 1",
            "row_surplus", "cases"},
        Break{"order", "UPDATE orders SET content = json_set(content, '$.paid_minor', 99999999)", "row_differs",
              "orders", "content.paid_minor"},
        Break{"evidence_kind", "UPDATE evidence SET kind = 'E-QC' WHERE n = 1", "row_differs", "evidence", "kind"},
        Break{"evidence_hash", "UPDATE evidence SET sha256 = substr(sha256, 2) || substr(sha256, 1, 1) WHERE n = 1",
              "row_differs", "evidence", "sha256"},
        Break{"evidence_time", "UPDATE evidence SET captured_ms = captured_ms - 1 WHERE n = 1", "row_differs",
              "evidence", "captured_ms"},
        Break{"evidence_helps", "UPDATE evidence SET helps = 'them' WHERE n = 1", "row_differs", "evidence", "helps"},
        Break{"evidence_text", "UPDATE evidence SET text = '买家：没碎' WHERE n = 2", "row_differs", "evidence",
              "text"},
        Break{"evidence_sealed", "UPDATE evidence SET sealed = substr(sealed, 1, length(sealed) - 1) WHERE n = 2",
              "row_differs", "evidence", "sealed"},
        Break{"evidence_emptied", "UPDATE evidence SET sealed = NULL WHERE n = 2", "row_differs", "evidence",
              "text (missing)"},
        Break{"erasure_nobody_told_of",
              "UPDATE evidence SET sealed = NULL WHERE n = 2;"
              "UPDATE persons SET state = 'shredded', content = json_set(content, '$.state', 'shredded',"
              " '$.shredded_ms', 1, '$.shredded_in', (SELECT id FROM entries WHERE seq = 0))",
              "row_differs", "evidence", "text (missing)"},
        Break{"evidence_gone", "DELETE FROM evidence WHERE n = 1", "row_missing", "evidence"},
        Break{"payout",
              "UPDATE outbox SET content = json_set(content, '$.amount.minor', 1) WHERE kind = 'order_payout'",
              "row_differs", "outbox", "content.amount.minor"},
        Break{"payout_gone", "DELETE FROM outbox WHERE kind = 'order_payout'", "row_missing", "outbox"},
        Break{
            "payout_too_many",
            "INSERT INTO outbox (key, case_id, shop, kind, content, due_ms, attempts, last_failure) SELECT key || '0',"
            " case_id, shop, kind, content, due_ms, 0, '' FROM outbox WHERE kind = 'order_payout' LIMIT 1",
            "row_surplus", "outbox"},
        Break{"phone", "UPDATE personal SET text = '13900139000' WHERE name = 'buyer.phone'", "row_differs", "personal",
              "text"},
        Break{"phone_sealed",
              "UPDATE personal SET sealed = substr(sealed, 1, length(sealed) - 1) WHERE name = 'buyer.phone'",
              "row_differs", "personal", "sealed"},
        Break{"text_gone", "DELETE FROM personal WHERE name = 'buyer.phone'", "row_missing", "personal"},
        Break{"text_too_many",
              "INSERT INTO personal (case_id, entry_id, name, salt, text, sealed) SELECT case_id, entry_id, 'x', salt, "
              "text,"
              " sealed FROM personal WHERE name = 'buyer.phone'",
              "row_surplus", "personal"},
        Break{"token_role", "UPDATE tokens SET role = 'admin' WHERE role = 'service'", "row_differs", "tokens", "role"},
        Break{"token_shop", "UPDATE tokens SET shop = '' WHERE role = 'service'", "row_differs", "tokens", "shop"},
        Break{"token_created", "UPDATE tokens SET created_ms = created_ms - 1 WHERE role = 'service'", "row_differs",
              "tokens", "created_ms"},
        Break{"token_expires", "UPDATE tokens SET expires_ms = 1 WHERE role = 'service'", "row_differs", "tokens",
              "expires_ms"},
        Break{"token_revoked", "UPDATE tokens SET revoked_ms = 1 WHERE role = 'service'", "row_differs", "tokens",
              "revoked_ms"},
        Break{"token_gone", "DELETE FROM tokens WHERE role = 'service'", "row_missing", "tokens"},
        Break{"token_too_many",
              "INSERT INTO tokens SELECT id || '0', secret_sha256 || '0', 'admin', '', 'first', created_ms, NULL, NULL"
              " FROM tokens WHERE role = 'service'",
              "row_surplus", "tokens"},
        Break{"automation", "UPDATE settings SET value = replace(value, '\"*\"', '') WHERE name = 'automation.s1'",
              "row_differs", "settings", "value.off"},
        Break{"automation_gone", "DELETE FROM settings WHERE name = 'automation.s1'", "row_differs", "settings",
              "value.off"},
        Break{"checkpoint",
              "UPDATE settings SET value = replace(value, char(10) || '1', char(10) || '2') WHERE name ="
              " 'ledger.last_checkpoint'",
              "checkpoint"},
        Break{"entry_hash", "UPDATE entries SET hash = substr(hash, 2) || substr(hash, 1, 1) WHERE seq = 3",
              "entry_hash", "entries"},
        Break{"entry_column", "UPDATE entries SET case_seq = 99 WHERE seq = 3", "entry_place", "entries", "case_seq"},
        Break{"entry_dropped", "DELETE FROM entries WHERE seq = 3", "entry_missing"},
        Break{"first_dropped", "DELETE FROM entries WHERE seq = 0", "entry_missing"},
        Break{"tail_cut", "DELETE FROM entries WHERE seq = (SELECT max(seq) FROM entries)", "tail_missing"},
        Break{"reordered",
              "UPDATE entries SET seq = CASE seq WHEN 3 THEN -4 ELSE -3 END WHERE seq IN (3, 4);"
              "UPDATE entries SET seq = -seq WHERE seq < 0",
              "entry_place", "entries", "seq"},
        Break{"duplicated",
              "INSERT INTO entries (seq, id, case_id, case_seq, hash, bytes) SELECT (SELECT max(seq) + 1 FROM entries),"
              " id || 'X', case_id, 99, hash, bytes FROM entries WHERE seq = 3",
              "entry_place", "entries", "seq"}),
    [](auto const& each) { return each.param.name; });

TEST(VerifyStore, entries_rewritten_with_all_their_hashes_are_given_away_by_the_signed_root) {
  BrokenStore const store{sound()};
  store.rewrite(1, "\"role\":\"service\"", "\"role\":\"manager\"");
  EXPECT_EQ(member(found_in(store), "what"), "root");
}

TEST(VerifyStore, a_rewritten_state_or_sum_is_found_even_without_a_checkpoint) {
  BrokenStore const state{sound()};
  state.sql("DELETE FROM settings WHERE name = 'ledger.last_checkpoint'");
  state.rewrite(state.integer("SELECT seq FROM entries WHERE bytes LIKE '%\"event\":\"evidence_added\"%' LIMIT 1"),
                "\"from\":\"WAIT_SELLER_AGREE\"", "\"from\":\"REFUND_PAYING\"");
  EXPECT_EQ(member(found_in(state), "what"), "state");

  BrokenStore const sum{sound()};
  sum.sql("DELETE FROM settings WHERE name = 'ledger.last_checkpoint'");
  auto const seq = sum.integer("SELECT seq FROM entries WHERE bytes LIKE '%\"event\":\"agree_refund\"%' LIMIT 1");
  sum.rewrite(seq, "\"kind\":\"order_payout\",\"lines\"", "\"kind\":\"order_payment\",\"lines\"");
  EXPECT_EQ(member(found_in(sum), "what"), "money");
}

TEST(VerifyStore, a_whole_past_rewritten_before_a_checkpoint_kept_elsewhere) {
  BrokenStore const store{sound()};
  auto const note = store.text("SELECT value FROM settings WHERE name = 'ledger.last_checkpoint'");
  std::ofstream(store.path() / "kept.note") << note;
  store.sql("DELETE FROM settings WHERE name = 'ledger.last_checkpoint'");
  store.rewrite(1, "\"role\":\"service\"", "\"role\":\"manager\"");
  auto const report = store.verify(4, {"--checkpoint", (store.path() / "kept.note").string()});
  EXPECT_EQ(report.at("first_bad").at("what"), "root");
}

TEST(VerifyStore, a_back_dated_entry_is_named_even_where_nothing_was_signed) {
  BrokenStore const store{sound()};
  store.sql("DELETE FROM settings WHERE name = 'ledger.last_checkpoint'");
  auto const at = store.text("SELECT json_extract(bytes, '$.at') FROM entries WHERE seq = 1");
  store.rewrite(1, "\"at\":\"" + at + "\"", "\"at\":\"2020" + at.substr(4) + "\"");
  auto const report = store.verify(0);
  EXPECT_EQ(report.at("warnings").at(0).at("what"), "back_dated");
  EXPECT_EQ(report.at("warnings").at(0).at("seq"), 1);
}

TEST(VerifyStore, files_changed_missing_or_strange) {
  auto const file = [](BrokenStore const& store) {
    return store.path() / "blobs" / sound().file_sha256().substr(0, 2) / sound().file_sha256().substr(2);
  };
  BrokenStore const changed{sound()};
  std::filesystem::permissions(file(changed), std::filesystem::perms::owner_all);
  std::ofstream(file(changed), std::ios::in | std::ios::out) << "X";
  auto first = found_in(changed);
  EXPECT_EQ(member(first, "what"), "blob_differs");
  EXPECT_EQ(member(first, "blob"), sound().file_sha256());

  BrokenStore const missing{sound()};
  std::filesystem::remove(file(missing));
  first = found_in(missing);
  EXPECT_EQ(member(first, "what"), "blob_missing");
  EXPECT_EQ(member(first, "blob"), sound().file_sha256());
  EXPECT_TRUE(member(first, "row").starts_with("ev_"));

  BrokenStore const strange{sound()};
  std::ofstream(strange.path() / "blobs" / "notes.txt") << "hello";
  first = found_in(strange);
  EXPECT_EQ(member(first, "what"), "blob_differs");
  EXPECT_EQ(member(first, "blob"), "notes.txt");
}

TEST(VerifyStore, a_bit_flipped_anywhere_in_the_bytes_of_an_entry) {
  BrokenStore const store{sound()};
  auto const entries = store.integer("SELECT count(*) FROM entries");
  std::int64_t flips = 0;
  for (std::int64_t seq = 0; seq < entries; ++seq) {
    auto const where = fmt::format("FROM entries WHERE seq = {}", seq);
    audit::EntryRow row{.seq = seq,
                        .id = store.text("SELECT id " + where),
                        .case_id = store.text("SELECT case_id " + where),
                        .case_seq = store.integer("SELECT case_seq " + where),
                        .hash = store.text("SELECT hash " + where),
                        .bytes = store.text("SELECT bytes " + where)};
    auto const whole = audit::read_entry(row);
    ASSERT_TRUE(whole.entry) << whole.finding->says.en;
    for (std::size_t bit = 0; bit < 8 * row.bytes.size(); ++bit, ++flips) {
      auto& byte = row.bytes[bit / 8];
      byte = static_cast<char>(byte ^ (1 << (bit % 8)));
      ASSERT_TRUE(audit::read_entry(row).finding) << "entry " << seq << ", bit " << bit;
      if (bit % 997 == 0) {  // and its hash with it: then form, place, chain or root must give it away
        auto const hash = std::exchange(row.hash, ledger::hex(ledger::leaf_hash(row.bytes)));
        EXPECT_NE(row.hash, hash);  // so that the next entry's link, or the root, no longer fits
        row.hash = hash;
      }
      byte = static_cast<char>(byte ^ (1 << (bit % 8)));
    }
  }
  EXPECT_GT(flips, 100'000);
}

TEST(VerifyStore, flipped_bits_of_the_file_are_found_through_the_binary) {
  BrokenStore const whole{sound()};
  auto const entries = whole.integer("SELECT count(*) FROM entries");
  for (std::int64_t i = 0; i < 24; ++i) {
    BrokenStore const store{sound()};
    auto const seq = i % entries;
    auto const size = store.integer(fmt::format("SELECT length(bytes) FROM entries WHERE seq = {}", seq));
    auto const at = (i * 389) % size + 1;
    // The lowest bit of one character, which stays a character.
    store.sql(fmt::format(
        "UPDATE entries SET bytes = substr(bytes, 1, {0} - 1) || char(unicode(substr(bytes, {0}, 1)) + 1 - 2"
        " * (unicode(substr(bytes, {0}, 1)) % 2)) || substr(bytes, {0} + 1) WHERE seq = {1}",
        at, seq));
    auto const first = found_in(store);
    EXPECT_EQ(member(first, "what"), "entry_hash");
    EXPECT_EQ(first.at("seq"), seq);
  }
}

TEST(VerifyStore, the_server_says_the_same_and_tells_one_shop_no_others_rows) {
  BrokenStore const store{sound()};
  store.sql("UPDATE cases SET content = json_set(content, '$.account.refunded_minor', 1) WHERE n = 1");
  ServerProcess server{store.path()};
  auto const all = server.client(server.admin()).call("audit.verify", {});
  ASSERT_EQ(all.exit, cli::Exit::ok);
  EXPECT_FALSE(all.result.at("ok").as_bool());
  EXPECT_EQ(all.result.at("first_bad").at("column"), "content.account.refunded_minor");
  auto const one = server.client(server.token("auditor", "s2")).call("audit.verify", {});
  EXPECT_FALSE(one.result.at("ok").as_bool());
  EXPECT_FALSE(one.result.at("first_bad").as_object().contains("actual"));
  EXPECT_EQ(run_redress({"--url", server.url(), "--token", server.admin(), "audit", "verify"}).exit, 4);
  EXPECT_EQ(run_redress({"audit", "verify", "--data", store.path().string()}).exit, 1) << "a server runs on it";
}

TEST(Rebuild, compares_every_row_and_lists_all_that_differs) {
  BrokenStore const store{sound()};
  auto const check = [&] { return run_redress({"--json", "rebuild", "--data", store.path().string(), "--check"}); };
  EXPECT_EQ(check().exit, 0);
  store.sql("UPDATE cases SET state = 'CLOSED' WHERE n = 1");
  store.sql("UPDATE cases SET shop = 's2' WHERE n = 2");
  store.sql("DELETE FROM evidence WHERE n = 1");
  auto const run = check();
  EXPECT_EQ(run.exit, 4);
  auto const report = boost::json::parse(run.out);
  EXPECT_EQ(report.at("differences"), 3);
  std::vector<std::string> what;
  for (auto const& each : report.at("findings").as_array()) what.emplace_back(each.at("what").as_string());
  EXPECT_EQ(what, (std::vector<std::string>{"row_missing", "row_differs", "row_differs"}));
  EXPECT_EQ(run_redress({"rebuild", "--data", store.path().string()}).exit, 2) << "--check is asked for";
}

TEST(AsOf, a_case_stands_as_every_answer_of_its_life_showed_it) {
  Folder folder;
  ServerProcess server{folder.path()};
  auto client = server.client(server.token("service", "s1"));
  auto const seconds = [&](int count) { client.call("sandbox.advance", {{"seconds", count}}); };
  auto const now = [&] { return client.call("system.info", {}).result.at("server_time"); };
  auto const before = now();
  seconds(60);
  auto const opened =
      client.call("case.open", sample_case("refund", 1, {{"reason", "do_not_want"}, {"wants", "refund_only"}}));
  ASSERT_EQ(opened.exit, cli::Exit::ok);
  auto const id = opened.result.at("case").at("id");
  std::vector<std::pair<boost::json::value, boost::json::value>> seen{
      {now(), client.call("case.get", {{"case_id", id}}).result}};
  int request = 0;
  auto const step = [&](object params, char const* method = "case.apply") {
    seconds(60);
    params.emplace("case_id", id);
    params.emplace("request_id", fmt::format("r{}", ++request));
    auto const done = client.call(method, std::move(params));
    ASSERT_EQ(done.exit, cli::Exit::ok) << boost::json::serialize(done.error);
    seen.emplace_back(now(), client.call("case.get", {{"case_id", id}}).result);
  };
  step({{"kind", "E-CHAT"}, {"text", "杯子碎了"}, {"source", "wangwang"}}, "evidence.add");
  step({{"event", "agree_refund"}, {"party", "seller"}});
  step({{"event", "payout_failed"}, {"party", "payments"}});
  seconds(60);
  for (auto const& [at, answer] : seen) {
    auto const past = client.call("case.get", {{"case_id", id}, {"as_of", at}});
    ASSERT_EQ(past.exit, cli::Exit::ok) << boost::json::serialize(past.error);
    auto then = answer;
    for (auto const* counted : {"remind_at", "last_safe_at", "working_minutes_left", "work_minutes", "steps"})
      if (auto* due = then.at("case").as_object().if_contains("due")) due->as_object().erase(counted);  // of now
    for (auto const* member : {"case", "evidence", "trail_length"})
      EXPECT_EQ(past.result.at(member), then.at(member)) << member << " at " << at;
    EXPECT_FALSE(past.result.at("rulebook").at("digest").as_string().empty());
  }
  EXPECT_EQ(client.call("case.get", {{"case_id", id}, {"as_of", before}}).exit, cli::Exit::not_found);
  EXPECT_EQ(server.client(server.token("service", "s2")).call("case.get", {{"case_id", id}, {"as_of", now()}}).exit,
            cli::Exit::not_found);
  auto const shown = run_redress({"--json", "--url", server.url(), "--token", server.admin(), "case", "show",
                                  std::string(id.as_string()), "--as-of", std::string(seen.front().first.as_string())});
  EXPECT_EQ(shown.exit, 0);
  EXPECT_EQ(boost::json::parse(shown.out).at("trail_length"), 1);
}

TEST(VerifyStore, where_there_is_no_store_nothing_is_made) {
  Folder const empty;
  EXPECT_EQ(run_redress({"audit", "verify", "--data", (empty.path() / "none").string()}).exit, 6);
  EXPECT_FALSE(std::filesystem::exists(empty.path() / "none"));
}

}  // namespace
}  // namespace redress::e2e
