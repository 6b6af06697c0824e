// A shop with one agent on the real binary, and cases to put evidence into.
#pragma once

#include "tests/e2e/server_process.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <memory>

namespace redress::e2e {

using boost::json::array;
using boost::json::object;

class EvidenceTest : public testing::Test {
 protected:
  /// `config`: a configuration in TOML; "" for none.
  void start(std::string const& config = {}) {
    std::vector<std::string> more{"--sandbox"};
    if (!config.empty()) more.insert(more.end(), {"--config", file("redress.toml", config)});
    server_ = std::make_unique<ServerProcess>(folder_.path(), more);
    token_ = server_->token("agent", "s1");
    agent_ = std::make_unique<cli::RpcClient>(cli::Target{server_->url(), token_});
    service_ = std::make_unique<cli::RpcClient>(cli::Target{server_->url(), server_->token("service", "s1")});
  }
  void SetUp() override { start(); }

  std::string file(std::string const& name, std::string const& bytes) {
    auto const path = files_.path() / name;
    std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return path.string();
  }
  std::string path(std::string const& name) const { return (files_.path() / name).string(); }

  object good(cli::CallOutcome const& outcome) {
    EXPECT_EQ(outcome.exit, cli::Exit::ok) << boost::json::serialize(outcome.error);
    return outcome.exit == cli::Exit::ok ? outcome.result.as_object() : object{};
  }
  object call(std::string method, object params) { return good(agent_->call(method, std::move(params))); }

  std::string open(object claim = {{"reason", "counterfeit"}, {"wants", "return_refund"}, {"goods_received", true}}) {
    object const order{{"dispatched_at", "2026-01-05T02:00:00Z"}};
    auto const opened =
        good(service_->call("case.open", sample_case("refund", ++number_, std::move(claim), {{"order", order}})));
    return opened.empty() ? "" : std::string(opened.at("case").at("id").as_string());
  }
  object apply(std::string const& id, std::string event, std::string party = "seller", object params = {}) {
    return good(service_->call("case.apply", {{"case_id", id},
                                              {"event", event},
                                              {"party", party},
                                              {"params", std::move(params)},
                                              {"request_id", fmt::format("r{}", ++request_)}}));
  }
  std::string in_dispute() {
    auto const id = open();
    apply(id, "refuse", "seller", {{"message", "商品为正品，附进货凭证"}});
    apply(id, "request_platform", "buyer");
    auto const asked = apply(id, "ask_evidence", "platform");
    EXPECT_EQ(asked.at("case").at("state"), "DISPUTE_EVIDENCE");
    return id;
  }
  object add(std::string const& id, object more) {
    object params{{"case_id", id}, {"source", "upload"}, {"request_id", fmt::format("e{}", ++request_)}};
    for (auto const& member : more) params[member.key()] = member.value();
    return call("evidence.add", std::move(params)).at("evidence").as_object();
  }
  std::string upload(std::string const& path) {
    return std::string(good(agent_->upload(path)).at("sha256").as_string());
  }
  int submissions(std::string const& id) {
    int count = 0;
    auto const trail = call("case.trail", {{"case_id", id}, {"limit", 100}});
    for (auto const& entry : trail.at("entries").as_array())
      count += entry.at("event") == "submit_evidence" && entry.at("outcome") == "accepted";
    return count;
  }
  std::string stage(std::string const& id, std::string const& item) {
    auto const staged = call(
        "evidence.stage", {{"case_id", id}, {"evidence", array{item}}, {"request_id", fmt::format("s{}", ++request_)}});
    return std::string(staged.at("staged").at("send_at").as_string());
  }
  object advance(std::int64_t seconds) { return good(service_->call("sandbox.advance", {{"seconds", seconds}})); }

  Folder folder_;
  Folder files_;
  std::unique_ptr<ServerProcess> server_;
  std::string token_;
  std::unique_ptr<cli::RpcClient> agent_;
  std::unique_ptr<cli::RpcClient> service_;
  int number_ = 0;
  int request_ = 0;
};

}  // namespace redress::e2e
