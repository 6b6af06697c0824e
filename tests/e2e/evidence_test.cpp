// Evidence through the real binary: hostile files, weights, the checklist up to 100, submissions that go once and in
// time whatever is killed, and the same picture in two cases.
#include "tests/e2e/evidence_case.hpp"
#include "tests/storage/pictures/painted.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

namespace redress::e2e {
namespace {

using testing::HasSubstr;
using namespace std::string_literals;

std::string text_of(boost::json::value const& value) { return std::string(value.as_string()); }

std::string png_header(std::uint32_t width, std::uint32_t height) {
  storage::Painted const one{1, 1, {1, 2, 3}};
  Folder folder;
  storage::write_png(one, folder.path() / "one.png");
  std::ifstream in(folder.path() / "one.png", std::ios::binary);
  std::string bytes(std::istreambuf_iterator<char>(in), {});
  for (int i = 0; i < 4; ++i) {
    bytes[16 + static_cast<std::size_t>(i)] = static_cast<char>(width >> (24 - 8 * i));
    bytes[20 + static_cast<std::size_t>(i)] = static_cast<char>(height >> (24 - 8 * i));
  }
  return bytes;
}

std::string bytes_of(std::filesystem::path const& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST_F(EvidenceTest, takes_what_is_listed_and_nothing_that_could_run) {
  storage::write_gif(storage::paint(0, 64, 48), path("a.gif"));
  storage::write_jpeg(storage::paint(0, 64, 48), path("a.jpg"), 80);
  auto const gif = bytes_of(path("a.gif"));
  struct {
    char const* what;
    std::string bytes;
    char const* mime;  // "" refused
  } const rows[] = {
      {"jpeg", bytes_of(path("a.jpg")), "image/jpeg"},
      {"pdf", "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj\n", "application/pdf"},
      {"text", "您好，商品有划痕，请处理。\n", "text/plain"},
      {"mp4", "\0\0\0\x20"s + "ftypisom\0\0\2\0isomiso2avc1mp41"s, "video/mp4"},
      {"zip, kept and not unpacked", "PK\3\4\x14\0\0\0\0\0"s + std::string(40, '\0'), "application/zip"},
      {"gif with a page behind it", gif + "<html><script>alert(1)</script></html>", "image/gif"},
      {"pdf with a zip behind it",
       "%PDF-1.4\n1 0 obj\n<<>>\nendobj\n" + "PK\3\4\x14\0\0\0\0\0"s + std::string(40, '\0'), "application/pdf"},
      {"svg", "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>", ""},
      {"html", "<!DOCTYPE html><html><script>alert(1)</script></html>", ""},
      {"html in text", "<html>\n<body onload=alert(1)>hello</body></html>", ""},
      {"program",
       "\x7F"
       "ELF\2\1\1\0"s +
           std::string(56, '\0'),
       ""},
      {"script", "#!/bin/sh\nrm -rf /\n", ""},
      {"nothing known", "\1\2\3\4"s, ""},
      {"empty", "", ""},
      {"bomb by its header", png_header(60'000, 60'000), ""},
      {"picture without a header", "\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"s, ""},
  };
  for (auto const& row : rows) {
    auto const outcome = agent_->upload(file("upload", row.bytes));
    if (*row.mime)
      EXPECT_EQ(good(outcome).at("mime").as_string(), row.mime) << row.what;
    else
      EXPECT_NE(outcome.exit, cli::Exit::ok) << row.what << boost::json::serialize(outcome.result);
  }
  std::size_t arriving = 0;
  for ([[maybe_unused]] auto const& left : std::filesystem::directory_iterator(folder_.path() / "blobs" / "arriving"))
    ++arriving;
  EXPECT_EQ(arriving, 0U) << "what was refused is gone";
  EXPECT_EQ(good(server_->client(token_).call("system.info", {})).at("name"), "redress") << "and the server lives";
}

TEST_F(EvidenceTest, serves_a_polyglot_as_a_download_that_runs_nothing) {
  storage::write_gif(storage::paint(0, 64, 48), path("a.gif"));
  auto const hash = upload(file("polyglot", bytes_of(path("a.gif")) + "<html><script>alert(1)</script></html>"));
  add(open(), {{"kind", "E-PHOTO"}, {"sha256", hash}});
  auto const command =
      fmt::format("curl -s -i --noproxy '*' -H 'Authorization: Bearer {}' {}/v1/blobs/{} | head -c 2000", token_,
                  server_->url(), hash);
  auto* const pipe = ::popen(command.c_str(), "r");
  std::string head(4096, '\0');
  head.resize(std::fread(head.data(), 1, head.size(), pipe));
  ::pclose(pipe);
  EXPECT_THAT(head, HasSubstr("Content-Disposition: attachment"));
  EXPECT_THAT(head, HasSubstr("X-Content-Type-Options: nosniff"));
  EXPECT_THAT(head, HasSubstr("Content-Security-Policy: sandbox; default-src 'none'"));
  EXPECT_THAT(head, HasSubstr("Content-Type: image/gif"));
}

TEST_F(EvidenceTest, weighs_an_item_by_what_it_says_of_itself) {
  auto const id = open();
  auto const hash = upload(file("slip.pdf", "%PDF-1.7\nslip\n"));
  auto const untold = add(id, {{"kind", "E-SIGN"}, {"sha256", hash}, {"captured_at", "2026-01-05T02:00:00Z"}});
  EXPECT_EQ(untold.at("weight"), "weak");
  EXPECT_EQ(untold.at("admissible"), true);
  EXPECT_EQ(untold.at("supports"), "seller");
  EXPECT_THAT(boost::json::serialize(untold.at("why")), HasSubstr("proof.signer"));
  auto const good_one = add(id, {{"kind", "E-SIGN"},
                                 {"sha256", hash},
                                 {"captured_at", "2026-01-05T02:00:00Z"},
                                 {"attributes", object{{"signer", "recipient"}}}});
  EXPECT_EQ(good_one.at("weight"), "admissible") << boost::json::serialize(good_one);
  auto const bad = add(
      id, {{"kind", "E-SIGN"}, {"sha256", hash}, {"helps", "them"}, {"attributes", object{{"proof.signer", "other"}}}});
  EXPECT_EQ(bad.at("weight"), "inadmissible");
  EXPECT_EQ(bad.at("admissible"), false);
  EXPECT_EQ(bad.at("supports"), "buyer");
  auto const unknown = agent_->call("evidence.add", {{"case_id", id},
                                                     {"kind", "E-SIGN"},
                                                     {"sha256", hash},
                                                     {"source", "upload"},
                                                     {"attributes", object{{"singer", true}}},
                                                     {"request_id", "bad-attribute"}});
  EXPECT_EQ(unknown.exit, cli::Exit::usage);
}

TEST_F(EvidenceTest, quotes_a_chat_in_its_context) {
  auto const id = open();
  auto const item = add(id, {{"kind", "E-CHAT"},
                             {"text",
                              "买家 2026-01-05 10:00:00\n收到了，有划痕\n\n小店:小美 2026-01-05 10:01:00\n请发照片\n\n"
                              "买家 2026-01-05 10:02:00\n不要了，给我退款\n"},
                             {"quotes", array{object{{"first", 2}, {"last", 2}}}}});
  auto const chat = call("evidence.conversation", {{"case_id", id}, {"evidence_id", item.at("id")}});
  EXPECT_EQ(chat.at("total"), 3);
  auto const& quote = chat.at("quotes").at(0);
  EXPECT_EQ(quote.at("lines").at(0).at("text"), "请发照片");
  EXPECT_EQ(quote.at("lines").at(0).at("party"), "seller");
  EXPECT_EQ(quote.at("before").at(0).at("party"), "buyer");
  EXPECT_EQ(quote.at("before").at(0).at("at"), "2026-01-05T02:00:00.000Z");
  EXPECT_EQ(quote.at("after").at(0).at("text"), "不要了，给我退款");
  auto const csv = add(
      id, {{"kind", "E-CHAT"},
           {"sha256",
            upload(file("chat.csv",
                        "发送人,时间,内容\n买家,2026-01-05 10:00,\"你好,在吗\"\n小店:小美,2026-01-05 10:01,在\n"))}});
  auto const table = call("evidence.conversation", {{"case_id", id}, {"evidence_id", csv.at("id")}});
  EXPECT_EQ(table.at("total"), 2);
  EXPECT_EQ(table.at("lines").at(0).at("text"), "你好,在吗");
  EXPECT_EQ(agent_
                ->call("evidence.add", {{"case_id", id},
                                        {"kind", "E-CHAT"},
                                        {"text", "买家: 在吗"},
                                        {"source", "wangwang"},
                                        {"quotes", array{object{{"first", 1}, {"last", 2}}}},
                                        {"request_id", "beyond"}})
                .exit,
            cli::Exit::usage);
}

TEST_F(EvidenceTest, a_copy_names_its_original_and_limits_name_the_item) {
  auto const id = in_dispute();
  auto big = storage::paint(0, 1600, 1200);
  storage::write_png(big, path("big.png"));
  storage::write_jpeg(storage::scaled(big, 800, 600), path("small.jpg"), 60);
  auto const original = add(id, {{"kind", "E-PHOTO"},
                                 {"sha256", upload(path("big.png"))},
                                 {"captured_at", "2026-01-05T02:00:00Z"},
                                 {"name", "../../\xE2\x80\xAEgnp.exe\n"}});
  EXPECT_FALSE(original.contains("name")) << "answers are kept for retries, so they hold no words";
  auto const listed = call("evidence.list", {{"case_id", id}}).at("evidence").as_array();
  EXPECT_EQ(listed.back().at("name"), "../../\\u{202E}gnp.exe\\u{000A}");
  auto const refused =
      agent_->call("evidence.stage", {{"case_id", id}, {"evidence", array{original.at("id")}}, {"request_id", "over"}});
  ASSERT_EQ(refused.exit, cli::Exit::refused);
  auto const& why = refused.error.at("data").at("why_not").at(0);
  EXPECT_EQ(refused.error.at("data").at("kind"), "evidence_rejected");
  EXPECT_EQ(why.at("rule"), "TB-EV-125");
  EXPECT_THAT(std::string(why.at("cites").as_string()), HasSubstr("S3"));
  EXPECT_THAT(std::string(why.at("says").at("en").as_string()), HasSubstr(std::string(original.at("id").as_string())));
  auto fix = why.at("fix").at("params").as_object();
  fix["sha256"] = upload(path("small.jpg"));
  auto const copy = call("evidence.add", fix).at("evidence").as_object();
  EXPECT_EQ(copy.at("derived_from").at("id"), original.at("id"));
  EXPECT_EQ(copy.at("captured_at"), original.at("captured_at"));
  call("evidence.stage", {{"case_id", id}, {"evidence", array{copy.at("id")}}, {"request_id", "fits"}});
}

TEST_F(EvidenceTest, an_attempt_with_a_file_nobody_uploaded_is_recorded_like_any_other) {
  auto const id = in_dispute();
  auto const trail = [&] { return call("case.get", {{"case_id", id}}).at("trail_length").to_number<int>(); };
  auto const before = trail();
  object const item{{"kind", "E-PHOTO"}, {"sha256", std::string(64, 'a')}, {"source", "upload"}};
  auto const refused = agent_->call(
      "case.apply",
      {{"case_id", id}, {"event", "submit_evidence"}, {"evidence", array{item}}, {"request_id", "not-there"}});
  ASSERT_EQ(refused.exit, cli::Exit::refused) << boost::json::serialize(refused.result);
  EXPECT_EQ(refused.error.at("data").at("kind"), "evidence_rejected");
  EXPECT_TRUE(refused.error.at("data").as_object().contains("entry_id"));
  EXPECT_EQ(trail(), before + 1);
  EXPECT_EQ(call("evidence.list", {{"case_id", id}}).at("evidence").as_array().size(), 0U);
}

TEST_F(EvidenceTest, the_agents_way_from_a_missing_proof_to_a_full_score_and_its_submission) {
  auto const id = in_dispute();
  auto const before = call("evidence.checklist", {{"case_id", id}, {"event", "submit_evidence"}});
  EXPECT_EQ(before.at("score"), 0);
  auto const& missing = before.at("missing").as_array().front().as_object();
  EXPECT_EQ(missing.at("borne_by"), "seller");
  EXPECT_EQ(missing.at("mandatory"), true);
  EXPECT_TRUE(missing.contains("until"));
  auto fix = missing.at("fix").at("params").as_object();
  fix["sha256"] = upload(file("purchase.pdf", "%PDF-1.7\npurchase\n"));
  fix["attributes"] = object{{"original", true}, {"matches_order", true}, {"seal_of_issuer", true}};
  fix["captured_at"] = "2026-01-05T02:00:00Z";
  auto const item = call("evidence.add", fix).at("evidence").as_object();
  EXPECT_EQ(item.at("weight"), "admissible") << boost::json::serialize(item);
  auto const after = call("evidence.checklist", {{"case_id", id}, {"event", "submit_evidence"}});
  EXPECT_EQ(after.at("score"), 100);
  EXPECT_TRUE(after.contains("last_safe_at"));
  auto const staged = call("evidence.stage", {{"case_id", id},
                                              {"evidence", array{item.at("id")}},
                                              {"via", "page"},
                                              {"params", object{{"proof_complete", true}}},
                                              {"request_id", "stage"}});
  auto const sent = call("evidence.submit", {{"case_id", id}, {"request_id", "submit"}});
  EXPECT_EQ(sent.at("entry").at("event"), "submit_evidence");
  EXPECT_EQ(sent.at("entry").at("sealed").at("seal"), staged.at("staged").at("seal"));
  EXPECT_EQ(agent_->call("evidence.submit", {{"case_id", id}, {"request_id", "again"}}).exit, cli::Exit::not_found);
  advance(80 * 3600);
  EXPECT_EQ(submissions(id), 1);
}

TEST_F(EvidenceTest, what_is_staged_goes_at_the_last_safe_moment_and_not_before) {
  auto const id = in_dispute();
  auto const item = std::string(add(id, {{"kind", "E-CHAT"}, {"text", "买家: 是正品"}}).at("id").as_string());
  auto const send_at = stage(id, item);
  auto const due = call("case.get", {{"case_id", id}}).at("case").at("due").at("at").as_string();
  EXPECT_LT(send_at, std::string(due));
  advance(70 * 3600 - 60);
  EXPECT_EQ(submissions(id), 0);
  auto const fired = advance(120).at("fired").as_array();
  EXPECT_EQ(submissions(id), 1);
  EXPECT_THAT(boost::json::serialize(fired), HasSubstr("submit_evidence"));
  auto const trail = call("case.trail", {{"case_id", id}, {"limit", 100}}).at("entries").as_array();
  EXPECT_EQ(trail.back().at("actor"), "runner");
  EXPECT_EQ(text_of(trail.back().at("sealed").at("evidence").at(0)), item);
}

TEST_F(EvidenceTest, what_is_staged_goes_once_whatever_is_killed) {
  auto const by_hand = in_dispute();
  auto const by_runner = in_dispute();
  for (auto const& id : {by_hand, by_runner})
    stage(id, std::string(add(id, {{"kind", "E-CHAT"}, {"text", "买家: 是正品"}}).at("id").as_string()));
  call("evidence.submit", {{"case_id", by_hand}, {"request_id", "by hand"}});
  server_->kill();
  start();
  advance(100 * 3600);  // past the last safe moment and the deadline, which passed while nobody ran
  server_->kill();
  start();
  advance(100 * 3600);
  EXPECT_EQ(submissions(by_hand), 1);
  EXPECT_EQ(submissions(by_runner), 1);
  auto const trail = call("case.trail", {{"case_id", by_runner}, {"limit", 100}}).at("entries").as_array();
  std::vector<std::string> events;
  for (auto const& entry : trail) events.emplace_back(entry.at("event").as_string());
  auto const sent = std::ranges::find(events, "submit_evidence");
  auto const passed = std::ranges::find(events, "deadline_passed");
  EXPECT_LT(sent - events.begin(), passed - events.begin()) << "handed in before the deadline is let pass";
  EXPECT_EQ(good(service_->call("audit.verify", {})).at("ok"), true);
}

TEST_F(EvidenceTest, the_same_picture_in_another_case_is_told_in_both) {
  auto const picture = storage::paint(3);
  storage::write_png(picture, path("a.png"));
  storage::write_jpeg(storage::scaled(storage::mirrored(picture), 320, 240), path("b.jpg"), 60);
  storage::write_jpeg(storage::paint(6), path("other.jpg"), 80);
  auto const first = open();
  auto const second = open();
  object const seen{
      {"kind", "E-PHOTO"}, {"captured_at", "2026-01-05T02:00:00Z"}, {"attributes", object{{"clear", true}}}};
  auto with = [&](std::string const& name) {
    auto more = seen;
    more["sha256"] = upload(path(name));
    return more;
  };
  EXPECT_FALSE(add(first, with("a.png")).contains("recycled"));
  EXPECT_EQ(add(second, with("other.jpg")).at("weight"), "admissible");
  auto const again = add(second, with("b.jpg"));
  ASSERT_TRUE(again.contains("recycled"));
  EXPECT_EQ(text_of(again.at("recycled").at(0).at("case_id")), first);
  EXPECT_EQ(again.at("recycled").at(0).at("how"), "mirrored_picture");
  EXPECT_EQ(again.at("weight"), "weak");
  auto const list = call("evidence.list", {{"case_id", first}}).at("evidence").as_array();
  EXPECT_EQ(text_of(list.front().at("recycled").at(0).at("case_id")), second) << "the first case tells it as well";
  auto const bytes = add(second, with("a.png"));
  EXPECT_EQ(bytes.at("recycled").at(0).at("how"), "same_bytes");
}

// A hash is no secret: receipts, packs and trails tell it. It must open nothing to whoever has but the hash.
TEST_F(EvidenceTest, a_hash_opens_no_file_of_another_shop_and_is_answered_as_one_nobody_uploaded) {
  auto const hash = upload(file("slip.pdf", "%PDF-1.7\nof shop one\n"));
  auto const attached = upload(file("trace.pdf", "%PDF-1.7\nof shop one, attached\n"));
  add(open(), {{"kind", "E-TRACE"}, {"sha256", attached}});

  auto const token = server_->token("agent", "s2");
  cli::RpcClient others{cli::Target{server_->url(), token}};
  auto opened = sample_case("refund", 90, {{"reason", "counterfeit"}, {"wants", "refund_only"}});
  opened["shop"] = "s2";
  auto const id = good(others.call("case.open", opened)).at("case").at("id");
  auto const try_add = [&](std::string const& sha256, std::string kind = "E-SIGN") {
    auto outcome = others.call("evidence.add", {{"case_id", id},
                                                {"kind", kind},
                                                {"sha256", sha256},
                                                {"source", "upload"},
                                                {"request_id", fmt::format("o{}", ++request_)}});
    if (outcome.error.contains("data")) outcome.error.at("data").as_object().erase("request_id");
    return outcome;
  };
  auto const unknown = try_add(std::string(64, 'a'));
  EXPECT_EQ(unknown.error.at("data").at("kind"), "evidence_rejected");
  for (auto const& sha256 : {hash, attached}) {
    EXPECT_EQ(try_add(sha256).error, unknown.error);
    EXPECT_EQ(try_add(sha256, "E-NONE").error, try_add(std::string(64, 'a'), "E-NONE").error);
    auto const previewed = others.call(
        "case.preview", {{"case_id", id},
                         {"event", "request_platform"},
                         {"party", "buyer"},
                         {"evidence", array{object{{"kind", "E-SIGN"}, {"sha256", sha256}, {"source", "upload"}}}},
                         {"request_id", "p"}});
    EXPECT_EQ(previewed.error.at("data").at("kind"), "evidence_rejected");
  }
  good(others.upload(file("slip.pdf", "%PDF-1.7\nof shop one\n")));
  good(try_add(hash));

  // What was uploaded before a restart is known after it; by a token of no shop, it is for the shop it is used in.
  cli::RpcClient everywhere{cli::Target{server_->url(), server_->token("service", "")}};
  auto const anyones = good(everywhere.upload(file("any.pdf", "%PDF-1.7\nanyone's\n"))).at("sha256");
  auto const mine = upload(file("mine.pdf", "%PDF-1.7\nmine\n"));
  auto const case_id = open();
  agent_.reset();
  service_.reset();
  server_.reset();
  start();
  for (auto const& sha256 : {text_of(anyones), mine}) add(case_id, {{"kind", "E-SIGN"}, {"sha256", sha256}});
}

TEST_F(EvidenceTest, a_case_takes_fifty_files_and_not_one_more) {
  auto const id = open();
  auto const hash = upload(file("a.pdf", "%PDF-1.7\nx\n"));
  for (int i = 0; i < 50; ++i) add(id, {{"kind", "E-INVOICE"}, {"sha256", hash}});
  auto const over = agent_->call(
      "evidence.add",
      {{"case_id", id}, {"kind", "E-INVOICE"}, {"sha256", hash}, {"source", "upload"}, {"request_id", "51"}});
  EXPECT_EQ(over.error.at("data").at("kind"), "too_large");
  add(id, {{"kind", "E-CHAT"}, {"text", "texts are no files"}});
}

}  // namespace
}  // namespace redress::e2e
