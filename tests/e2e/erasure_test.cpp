// A person's way through the real binary: words nowhere plain, reveals recorded, restricted, held, shredded; killed in
// the middle; brought back by an old database and shredded again. Every proof holds throughout.
#include "tests/e2e/persons_house.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <thread>

namespace redress::e2e {
namespace {

using boost::json::object;

class Erasure : public PersonsHouse {};

TEST_F(Erasure, restricts_while_a_period_runs_and_shreds_at_its_end_with_every_proof_intact) {
  start();
  auto const id = open(1);
  auto const other = open(2);
  std::string const photo = "%PDF-1.4 CANARYFILE";
  auto const sha256 = upload(server_->url(), service_token_, photo);
  ASSERT_EQ(sha256.size(), 64U);
  call(agent_, "evidence.add",
       {{"case_id", id}, {"kind", "E-PHOTO"}, {"sha256", sha256}, {"source", "buyer"}, {"request_id", "photo"}});
  auto const chat = call(agent_, "evidence.add",
                         {{"case_id", id},
                          {"kind", "E-CHAT"},
                          {"text", "CANARY 买家：我叫张三"},
                          {"source", "wangwang"},
                          {"note", "CANARY"},
                          {"request_id", "chat"}});
  EXPECT_FALSE(chat.at("evidence").as_object().contains("text"));
  auto const receipt = call(manager_, "audit.receipt", {{"entry_id", chat.at("entry").at("id")}});
  auto const words = [&] { return files_with(folder_.path(), "CANARY"); };
  EXPECT_EQ(words().size(), 1U) << "the evidence file alone";

  auto const seen = call(agent_, "case.get", {{"case_id", id}});
  std::map<std::string, std::string> shown;
  for (auto const& each : seen.at("personal").as_array()) {
    auto const* value = each.as_object().if_contains("value");
    shown[std::string(each.at("field").as_string())] = std::string((value ? *value : each.at("masked")).as_string());
  }
  EXPECT_EQ(shown["buyer.phone"], "138****1234");
  EXPECT_EQ(shown["note"], "CANARY 备注");
  object const reveal{{"case_id", id}, {"field", "buyer.phone"}, {"purpose", "致电核实"}, {"request_id", "reveal"}};
  auto const revealed = call(agent_, "pii.reveal", reveal);
  EXPECT_EQ(revealed.at("values").at(0).at("value").as_string(), "13812341234");
  EXPECT_EQ(call(agent_, "pii.reveal", reveal).at("entry_id"), revealed.at("entry_id")) << "a retry is no second look";
  EXPECT_EQ(office_events(), std::vector<std::string>{"personal_revealed"});
  EXPECT_EQ(server_->client(server_->admin()).call("pii.reveal", reveal).exit, cli::Exit::auth);

  close(id);
  auto const restricted = erase(id);
  EXPECT_EQ(restricted.at("state").as_string(), "restricted");
  auto const hidden = call(agent_, "case.get", {{"case_id", id}});
  EXPECT_TRUE(hidden.at("personal").as_array().empty());
  for (auto const& item : hidden.at("evidence").as_array()) EXPECT_FALSE(item.as_object().contains("text"));
  object again = reveal;
  again["request_id"] = "reveal-2";
  EXPECT_EQ(agent_->call("pii.reveal", again).exit, cli::Exit::auth);
  EXPECT_EQ(manager_->call("pii.reveal", again).exit, cli::Exit::auth);
  again["legal_process"] = "（2027）浙 0106 民初 1 号";
  EXPECT_EQ(call(manager_, "pii.reveal", again).at("values").as_array().size(), 1U);

  object const hold{{"case_id", id}, {"reason", "买家已起诉"}, {"request_id", "hold"}};
  EXPECT_TRUE(
      call(manager_, "subject.hold", hold).at("holdings").at(0).at("hold").at("by").as_string().starts_with("tok_"));
  advance(four_years_s);
  EXPECT_EQ(state(id), "restricted") << "held";
  EXPECT_EQ(call(manager_, "subject.get", {{"case_id", id}}).at("holdings").at(0).at("hold").at("reason").as_string(),
            "买家已起诉");
  call(manager_, "subject.release", {{"case_id", id}, {"reason", "已审结"}, {"request_id", "release"}});
  advance(1);
  auto const gone = call(manager_, "subject.get", {{"case_id", id}});
  EXPECT_EQ(gone.at("state").as_string(), "shredded");
  EXPECT_FALSE(gone.at("holdings").at(0).at("traces_left").as_bool());
  EXPECT_EQ(office_events(), (std::vector<std::string>{"personal_revealed", "subject_restricted", "personal_revealed",
                                                       "legal_hold_set", "legal_hold_lifted", "subject_shredded"}));
  EXPECT_TRUE(words().empty()) << "the file is gone as well";
  EXPECT_EQ(manager_->call("pii.reveal", again).exit, cli::Exit::not_found);
  auto const trail = call(agent_, "case.trail", {{"case_id", id}});
  EXPECT_NE(trail.at("erased").at("says").at("en").as_string().find("commitment intact"), std::string::npos);
  EXPECT_EQ(state(other), "active");
  EXPECT_FALSE(call(agent_, "case.get", {{"case_id", other}}).at("personal").as_array().empty());

  EXPECT_TRUE(call(manager_, "audit.verify", {}).at("ok").as_bool());
  auto const receipt_file = folder_.path() / "receipt.json";
  std::ofstream(receipt_file) << boost::json::serialize(receipt);
  EXPECT_EQ(run_redress({"audit", "verify-receipt", receipt_file.string()}).exit, 0) << "of before the erasure";
  auto const fresh = call(manager_, "audit.receipt", {{"entry_id", chat.at("entry").at("id")}});
  EXPECT_EQ(fresh.at("entry"), receipt.at("entry"));
  EXPECT_EQ(run_redress({"--url", server_->url(), "--token", manager_token_, "subject", "show", id}).exit, 0);
  stop();
  EXPECT_EQ(run_redress({"audit", "verify", "--data", folder_.path().string()}).exit, 0);
  EXPECT_EQ(run_redress({"rebuild", "--check", "--data", folder_.path().string()}).exit, 0);
}

TEST_F(Erasure, killed_in_the_middle_has_not_begun_or_is_finished_by_the_next_start) {
  std::vector<std::string> ids;
  for (int round = 0; round < 5; ++round) {
    start();
    for (int i = 0; i < 4; ++i) close(ids.emplace_back(open(100 * (round + 1) + i)));
    advance(four_years_s);
    std::thread erasing([&] {
      for (auto const& id : ids)
        if (manager_->call("subject.erase", {{"case_id", id}, {"basis", "purpose_achieved"}, {"request_id", "e" + id}})
                .exit == cli::Exit::unreachable)
          return;
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(3 + 11 * round));
    server_->kill();
    erasing.join();
    stop();
  }
  start();
  auto const list = content_of(folder_.path() / "erasures.log");
  int shredded = 0;
  for (auto const& id : ids) {
    auto const subject = call(manager_, "subject.get", {{"case_id", id}});
    auto const& holding = subject.at("holdings").at(0).as_object();
    bool const gone = subject.at("state") == "shredded";
    EXPECT_EQ(call(agent_, "case.get", {{"case_id", id}}).at("personal").as_array().empty(), gone) << id;
    auto const at = list.find(id);
    EXPECT_EQ(at != std::string::npos, gone) << id;
    if (gone) {
      EXPECT_FALSE(holding.at("traces_left").as_bool()) << id;
      EXPECT_EQ(list.find(id, at + 1), std::string::npos) << "listed once";
    }
    shredded += gone ? 1 : 0;
  }
  EXPECT_GT(shredded, 0);
  EXPECT_TRUE(call(manager_, "audit.verify", {}).at("ok").as_bool());
}

TEST_F(Erasure, a_database_from_before_brings_nobody_back) {
  start();
  auto const id = open(1);
  auto const other = open(2);
  close(id);
  stop();
  Folder backup;
  std::filesystem::copy(folder_.path() / "redress.db", backup.path() / "redress.db");
  start();
  advance(four_years_s);
  EXPECT_EQ(erase(id).at("state").as_string(), "shredded");
  stop();
  std::filesystem::copy(backup.path() / "redress.db", folder_.path() / "redress.db",
                        std::filesystem::copy_options::overwrite_existing);
  start();
  EXPECT_EQ(state(id), "shredded");
  EXPECT_EQ(state(other), "active");
  EXPECT_TRUE(call(agent_, "case.get", {{"case_id", id}}).at("personal").as_array().empty());
  EXPECT_EQ(office_events(), std::vector<std::string>{"subject_shredded"});
  stop();
  start();
  EXPECT_EQ(office_events().size(), 1U) << "once is enough";
}

TEST_F(Erasure, more_than_a_hundred_reveals_an_hour_are_counted) {
  start();
  auto const id = open(1);
  auto const reveal = [&](int number) {
    call(agent_, "pii.reveal",
         {{"case_id", id}, {"field", "buyer.phone"}, {"purpose", "核实"}, {"request_id", fmt::format("r{}", number)}});
  };
  auto const over_limit = [&](std::string_view count) {
    auto const text = http("GET", server_->url() + "/metrics", manager_token_, {});
    return text.find(fmt::format("\nredress_reveals_over_limit_total {}\n", count)) != std::string::npos;
  };
  for (int i = 0; i < 100; ++i) reveal(i);
  EXPECT_TRUE(over_limit("0"));
  reveal(100);
  EXPECT_TRUE(over_limit("1"));
  EXPECT_EQ(office_events().size(), 101U);
}

}  // namespace
}  // namespace redress::e2e
