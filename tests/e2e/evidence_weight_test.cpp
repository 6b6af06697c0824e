// What an item is worth to the rules, through the real binary; chats as people export them.
#include "api/exports/xlsx_file.hpp"
#include "tests/e2e/evidence_case.hpp"

#include <gmock/gmock.h>
#include <iconv.h>

namespace redress::e2e {
namespace {

using testing::HasSubstr;

class EvidenceWeightTest : public EvidenceTest {
 protected:
  std::string not_received() {
    return open({{"reason", "not_received"}, {"wants", "refund_only"}, {"goods_received", false}});
  }
  cli::CallOutcome refuse(std::string const& id) {
    return agent_->call("case.apply", {{"case_id", id},
                                       {"event", "refuse"},
                                       {"params", object{{"message", "物流显示已由本人签收，请再核对"}}},
                                       {"request_id", fmt::format("refuse{}", ++refusals_)}});
  }
  int refusals_ = 0;
};

std::string in_gb18030(std::string text) {
  auto* const converter = ::iconv_open("GB18030", "UTF-8");
  std::string made(text.size() * 4, '\0');
  char* from = text.data();
  char* to = made.data();
  std::size_t from_left = text.size(), to_left = made.size();
  EXPECT_EQ(::iconv(converter, &from, &from_left, &to, &to_left), 0U);
  ::iconv_close(converter);
  made.resize(made.size() - to_left);
  return made;
}

TEST_F(EvidenceWeightTest, an_inadmissible_item_opens_no_move_and_the_fix_does) {
  auto const id = not_received();
  auto const slip = upload(file("slip.pdf", "%PDF-1.7\nslip\n"));
  add(id, {{"kind", "E-TRACE"},
           {"sha256", upload(file("trace.pdf", "%PDF-1.7\ntrace\n"))},
           {"captured_at", "2026-01-05T02:00:00Z"},
           {"attributes", object{{"from_platform", true}, {"nodes_timed", true}}}});
  auto const bad = add(id, {{"kind", "E-SIGN"}, {"sha256", slip}, {"attributes", object{{"signer", "other"}}}});
  ASSERT_EQ(bad.at("weight"), "inadmissible");
  auto const refused = refuse(id);
  ASSERT_EQ(refused.exit, cli::Exit::refused) << boost::json::serialize(refused.result);
  auto const reasons = refused.error.at("data").at("why_not").as_array();
  auto const named = std::ranges::find_if(reasons, [](auto const& each) { return each.at("rule") == "TB-RS-013"; });
  ASSERT_NE(named, reasons.end()) << boost::json::serialize(reasons);
  EXPECT_EQ(named->at("code"), "evidence_missing");
  auto const says = std::string(named->at("says").at("en").as_string());
  EXPECT_THAT(says, HasSubstr(std::string(bad.at("id").as_string())));
  EXPECT_THAT(says, HasSubstr("neither named nor authorised")) << "the rule that refuses the item says why";
  auto const list = call("evidence.checklist", {{"case_id", id}, {"event", "refuse"}});
  EXPECT_LT(list.at("score").as_int64(), 100) << "the checklist says the same";

  auto fix = named->at("fix").as_object();
  ASSERT_EQ(fix.at("method"), "evidence.add");
  auto& params = fix.at("params").as_object();
  ASSERT_EQ(params.at("kind"), "E-CHAT") << "of several that would do, the first by name";
  params["text"] = "买家 2026-01-05 10:00:00\n收到了\n";
  call("evidence.add", params);
  EXPECT_EQ(call("evidence.checklist", {{"case_id", id}, {"event", "refuse"}}).at("score"), 100);
  auto const done = good(refuse(id));
  EXPECT_EQ(done.at("entry").at("outcome"), "accepted");
  EXPECT_EQ(good(service_->call("audit.verify", {})).at("ok"), true);
}

TEST_F(EvidenceWeightTest, a_weak_item_opens_it_with_a_warning) {
  auto const id = not_received();
  auto const told = object{{"from_platform", true}, {"nodes_timed", true}};
  add(id, {{"kind", "E-TRACE"},
           {"sha256", upload(file("trace.pdf", "%PDF-1.7\ntrace\n"))},
           {"captured_at", "2026-01-05T02:00:00Z"},
           {"attributes", told}});
  auto const weak = add(id, {{"kind", "E-SIGN"}, {"sha256", upload(file("slip.pdf", "%PDF-1.7\nslip\n"))}});
  ASSERT_EQ(weak.at("weight"), "weak");
  auto const done = good(refuse(id));
  ASSERT_TRUE(done.contains("warnings")) << boost::json::serialize(done);
  auto const& warning = done.at("warnings").at(0);
  EXPECT_EQ(warning.at("code"), "weak_evidence");
  EXPECT_EQ(warning.at("evidence_id"), weak.at("id"));
}

TEST_F(EvidenceWeightTest, reads_a_chat_from_a_spreadsheet_and_from_a_chinese_csv) {
  auto const id = open();
  exports::Table const table{"聊天",
                             {"发送人", "时间", "内容"},
                             {{std::string("买家"), std::string("2026-01-05 10:00:00"), std::string("有划痕，退款")},
                              {std::string("小店:小美"), std::string("2026-01-05 10:01:00"), std::string("请发照片")}}};
  ASSERT_TRUE(exports::write_xlsx(table, path("chat.xlsx")));
  file("chat.csv",
       in_gb18030("发送人,时间,内容\n买家,2026-01-05 10:00,有划痕，退款\n小店:小美,2026-01-05 10:01,请发照片\n"));
  for (auto const* name : {"chat.xlsx", "chat.csv"}) {
    auto const hash = upload(path(name));
    auto const item =
        add(id, {{"kind", "E-CHAT"}, {"sha256", hash}, {"quotes", array{object{{"first", 2}, {"last", 2}}}}});
    auto const chat = call("evidence.conversation", {{"case_id", id}, {"evidence_id", item.at("id")}});
    EXPECT_EQ(chat.at("total"), 2) << name;
    EXPECT_EQ(chat.at("lines").at(0).at("speaker"), "买家") << name;
    EXPECT_EQ(chat.at("lines").at(0).at("text"), "有划痕，退款") << name;
    EXPECT_EQ(chat.at("lines").at(0).at("at"), "2026-01-05T02:00:00.000Z") << name;
    EXPECT_EQ(chat.at("quotes").at(0).at("lines").at(0).at("text"), "请发照片") << name;
    auto const beyond = agent_->call("evidence.add", {{"case_id", id},
                                                      {"kind", "E-CHAT"},
                                                      {"sha256", hash},
                                                      {"source", "upload"},
                                                      {"quotes", array{object{{"first", 3}, {"last", 3}}}},
                                                      {"request_id", fmt::format("beyond {}", name)}});
    EXPECT_EQ(beyond.exit, cli::Exit::usage) << name;
  }
  auto const no_table = upload(file("slip.pdf", "%PDF-1.7\nslip\n"));
  auto const refused = agent_->call("evidence.add", {{"case_id", id},
                                                     {"kind", "E-CHAT"},
                                                     {"sha256", no_table},
                                                     {"source", "upload"},
                                                     {"quotes", array{object{{"first", 1}, {"last", 1}}}},
                                                     {"request_id", "no chat"}});
  EXPECT_EQ(refused.error.at("data").at("kind"), "evidence_rejected");
}

// A chat is parsed before its command is queued; what comes after it in the batch still sees it done.
TEST_F(EvidenceWeightTest, keeps_the_order_of_a_batch_around_a_quoted_chat) {
  auto const id = not_received();
  auto const body = fmt::format(
      R"([{{"jsonrpc":"2.0","id":1,"method":"evidence.add","params":{{"case_id":"{0}","kind":"E-CHAT",)"
      R"("source":"wangwang","text":"买家: 在吗\n小店: 在","quotes":[{{"first":1,"last":2}}],"request_id":"b1"}}}},)"
      R"({{"jsonrpc":"2.0","id":2,"method":"case.facts","params":{{"case_id":"{0}","set":{{"claim.photos":2}},)"
      R"("source":"agent","request_id":"b2"}}}}])",
      id);
  auto const command = fmt::format(
      "curl -s --noproxy '*' -H 'Authorization: Bearer {}' -H 'Content-Type: application/json' "
      "--data-binary @{} {}/rpc",
      token_, file("batch.json", body), server_->url());
  auto* const pipe = ::popen(command.c_str(), "r");
  std::string text(64 * 1024, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), pipe));
  ::pclose(pipe);
  auto const answers = boost::json::parse(text).as_array();
  ASSERT_EQ(answers.size(), 2U) << text;
  auto const version = [&](std::size_t i) { return answers[i].at("result").at("case").at("version").as_int64(); };
  EXPECT_EQ(version(0) + 1, version(1));
}

}  // namespace
}  // namespace redress::e2e
