// The pack as a download of the real server: the same bytes as the command line writes, within the same boundaries.
#include "tests/e2e/broken_store.hpp"
#include "tests/e2e/packed_case.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace redress::e2e {
namespace {

using boost::json::object;

class PackDoor : public PackedCase {
 protected:
  struct Answer {
    std::string status;
    std::string body;
    object error() const { return boost::json::parse(body).at("error").as_object(); }
  };
  static Answer get(ServerProcess const& server, std::string const& path, std::string const& token = token_) {
    auto const file = folder_->path() / "answer";
    auto const run = shell(fmt::format("curl -s -o {} -w '%{{http_code}}' -H 'Authorization: Bearer {}' '{}{}'",
                                       file.string(), token, server.url(), path));
    return {run.out, content_of(file)};
  }
};

TEST_F(PackDoor, gives_the_bytes_that_the_command_writes_and_keeps_none) {
  ServerProcess server{folder_->path() / "data"};
  auto const zip = folder_->path() / "of-command.zip";
  ASSERT_EQ(create(server, zip), 0);
  auto const answer = get(server, fmt::format("/v1/packs/{}.zip?squeezed=1", case_id_));
  EXPECT_EQ(answer.status, "200") << answer.body.substr(0, 1000);
  EXPECT_TRUE(answer.body == content_of(zip)) << answer.body.size();
  EXPECT_EQ(run_redress({"pack", "verify", (folder_->path() / "answer").string(), "--vkey", vkey_}).exit, 0);
  EXPECT_TRUE(std::filesystem::is_empty(folder_->path() / "data" / "packs"));
  auto const head =
      shell(fmt::format("curl -sI -H 'Authorization: Bearer {}' {}/v1/packs/{}.zip", token_, server.url(), case_id_));
  EXPECT_NE(head.out.find(fmt::format("Content-Length: {}\r", answer.body.size())), std::string::npos) << head.out;
  EXPECT_NE(head.out.find("Content-Disposition: attachment; filename=\"redress-"), std::string::npos) << head.out;
}

TEST_F(PackDoor, shows_the_cover) {
  ServerProcess server{folder_->path() / "data"};
  auto const answer = get(server, fmt::format("/v1/packs/{}.pdf", case_id_));
  EXPECT_EQ(answer.status, "200");
  EXPECT_TRUE(answer.body.starts_with("%PDF-"));
  if (shell("command -v pdftotext").exit != 0) GTEST_SKIP() << "pdftotext (poppler-utils) is not installed";
  auto const text = shell(fmt::format("pdftotext {} -", (folder_->path() / "answer").string())).out;
  EXPECT_NE(text.find(case_id_), std::string::npos);
  EXPECT_NE(text.find("售后案件证据包"), std::string::npos);
}

TEST_F(PackDoor, refuses_whom_pack_create_refuses_and_what_it_does_not_know) {
  ServerProcess server{folder_->path() / "data"};
  struct Row {
    std::string path, token, status, kind;
  };
  auto const mine = fmt::format("/v1/packs/{}", case_id_);
  std::vector<Row> const table{
      {mine + ".zip", "nonsense", "401", "unauthenticated"},
      {mine + ".zip", server.admin(), "403", "forbidden"},
      {mine + ".zip", server.token("agent", "s2"), "404", "not_found"},
      {mine + ".pdf", server.token("agent", "s2"), "404", "not_found"},
      {"/v1/packs/case_none.zip", token_, "404", "not_found"},
      {mine + ".tar", token_, "404", "not_found"},
      {mine + ".zip?color=red", token_, "400", "invalid_params"},
      {mine + ".zip?squeezed=perhaps", token_, "400", "invalid_params"},
      {mine + ".zip?withhold=ev_none", token_, "400", "invalid_params"},
      {mine + ".zip?for=nobody", token_, "400", "invalid_params"},
      {mine + ".zip?for=taobao.refund.refuse", token_, "422", "evidence_rejected"},
  };
  for (auto const& row : table) {
    auto const answer = get(server, row.path, row.token);
    EXPECT_EQ(answer.status, row.status) << row.path << "\n" << answer.body.substr(0, 600);
    EXPECT_EQ(answer.error().at("data").at("kind").as_string(), row.kind) << row.path;
    EXPECT_FALSE(answer.error().at("data").at("says").at("zh").as_string().empty()) << row.path;
  }
}

TEST_F(PackDoor, a_limit_of_the_platform_is_told_with_the_file_and_its_figure) {
  ServerProcess server{folder_->path() / "data"};
  auto const refused = get(server, fmt::format("/v1/packs/{}.zip?for=taobao.refund.refuse", case_id_));
  auto const error = refused.error();
  auto const says = std::string(error.at("data").at("says").at("zh").as_string());
  EXPECT_NE(says.find("04_E-PHOTO.png"), std::string::npos) << says;
  EXPECT_NE(says.find("130000"), std::string::npos) << says;
  EXPECT_EQ(error.at("data").at("position").as_string(), "data/exhibits/04_E-PHOTO.png");
  auto agent = server.client(token_);
  std::string photo;
  auto const listed = agent.call("evidence.list", {{"case_id", case_id_}});
  for (auto const& item : listed.result.at("evidence").as_array())
    if (item.at("kind") == "E-PHOTO") photo = item.at("id").as_string();
  auto const without =
      get(server, fmt::format("/v1/packs/{}.zip?for=taobao.refund.refuse&withhold={}", case_id_, photo));
  EXPECT_EQ(without.status, "200");
  EXPECT_EQ(run_redress({"pack", "verify", (folder_->path() / "answer").string()}).exit, 0);
  EXPECT_EQ(get(server, fmt::format("/v1/packs/{}.zip?for=refund%20page%20voucher", case_id_)).status, "200")
      << "what is only half sure never blocks";
}

TEST(CaseMark, a_flipped_byte_shows_at_its_entry_and_blocks_packs) {
  SoundStore const sound;
  BrokenStore const store{sound};
  ServerProcess server{store.path()};
  auto const token = server.token("service", "s1");
  auto client = server.client(token);
  auto const check = [&] {
    return client.call("audit.case_check", {{"case_id", sound.paid_case()}}).result.as_object();
  };
  auto const before = check();
  ASSERT_TRUE(before.at("ok").as_bool()) << boost::json::serialize(before);
  for (auto const& entry : before.at("entries").as_array()) EXPECT_TRUE(entry.at("signed").as_bool());
  auto const path = fmt::format("/v1/packs/{}.zip", sound.paid_case());
  auto const get = [&] {
    return shell(fmt::format("curl -s -o /dev/null -w '%{{http_code}}' -H 'Authorization: Bearer {}' {}{}", token,
                             server.url(), path))
        .out;
  };
  EXPECT_EQ(get(), "200");
  auto const seq = store.integer(fmt::format(
      "SELECT seq FROM entries WHERE case_id = '{}' AND bytes LIKE '%\"event\":\"agree_refund\"%'", sound.paid_case()));
  store.sql(
      fmt::format("UPDATE entries SET bytes = replace(bytes, '\"outcome\":\"accepted\"', '\"outcome\":\"bccepted\"') "
                  "WHERE seq = {}",
                  seq));
  auto const after = check();
  EXPECT_FALSE(after.at("ok").as_bool());
  EXPECT_EQ(after.at("first_bad").at("seq").to_number<std::int64_t>(), seq);
  for (auto const& entry : after.at("entries").as_array())
    EXPECT_EQ(entry.at("ok").as_bool(), entry.at("seq").to_number<std::int64_t>() != seq) << "that one, and no other";
  EXPECT_EQ(get(), "409");
  auto const refused = client.call("pack.create", {{"case_id", sound.paid_case()}});
  EXPECT_EQ(refused.error.at("data").at("kind").as_string(), "ledger_broken");
  auto const zip = (store.path() / "none.zip").string();
  EXPECT_EQ(run_redress({"--url", server.url(), "--token", token, "pack", "create", sound.paid_case(), "-o", zip}).exit,
            4);
  EXPECT_FALSE(std::filesystem::exists(zip));
}

TEST(OfficeLists, are_derived_again_by_audit_verify_and_a_changed_word_is_found) {
  SoundStore const sound;
  BrokenStore const store{sound};
  std::string template_id;
  {
    ServerProcess server{store.path()};
    auto manager = server.client(server.token("manager", "s1"));
    auto const made = manager.call("template.set", {{"shop", "s1"}, {"name", "补照片"}, {"text", "请补 {{order_id}}"}});
    ASSERT_EQ(made.exit, cli::Exit::ok) << boost::json::serialize(made.error);
    auto const gone = manager.call("template.set", {{"shop", "s1"}, {"name", "旧"}, {"text", "旧"}}).result.at("id");
    EXPECT_EQ(manager.call("template.set", {{"shop", "s1"}, {"id", gone}, {"removed", true}}).exit, cli::Exit::ok);
    EXPECT_EQ(
        manager.call("view.set", {{"name", "到期"}, {"query", object{{"kind", "refund"}}}, {"shared", true}}).exit,
        cli::Exit::ok);
    EXPECT_EQ(manager
                  .call("quality.score", {{"case_id", sound.paid_case()},
                                          {"scores", boost::json::array{object{{"criterion", "rule"}, {"points", 30}}}},
                                          {"note", "好"},
                                          {"request_id", "q1"}})
                  .exit,
              cli::Exit::ok);
    EXPECT_TRUE(manager.call("audit.verify", {}).result.at("ok").as_bool());
  }
  store.verify(0);
  std::vector<std::pair<std::string, std::string>> const changes{
      {"templates.s1", "replace(value, '请补 ', '不补 ')"},
      {"templates.s1", "'{\"items\":[]}'"},
      {"views.s1", "replace(value, '\"shared\":true', '\"shared\":false')"},
      {fmt::format("quality.case.{}", sound.paid_case()), "replace(value, '\"points\":30', '\"points\":10')"},
      {store.text("SELECT name FROM settings WHERE name LIKE 'quality.month.%'"), "'{\"cases\":[]}'"},
  };
  for (auto const& [setting, change] : changes) {
    BrokenStore const copy{store.path()};
    copy.sql(fmt::format("UPDATE settings SET value = {} WHERE name = '{}'", change, setting));
    auto const report = copy.verify(4);
    EXPECT_EQ(report.at("first_bad").at("what").as_string(), "row_differs") << setting;
    EXPECT_EQ(report.at("first_bad").at("row").as_string(), setting);
  }
}

}  // namespace
}  // namespace redress::e2e
