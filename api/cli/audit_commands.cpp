// The trail: show a trail, fetch receipts.
#include "api/cli/commands.hpp"
#include "api/cli/output.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <iterator>

namespace redress::cli {

namespace {

// Every page of a method that answers entries: a line each, or as JSON all in one line.
Exit print_entries(Common const& common, std::string const& method, boost::json::object const& asked) {
  RpcClient client{common.target};
  std::string cursor;
  boost::json::array all;
  do {
    auto params = asked;
    params.emplace("limit", 200);
    if (!cursor.empty()) params.emplace("cursor", cursor);
    auto const outcome = client.call(method, std::move(params));
    if (outcome.exit != Exit::ok) return report(outcome, common.json);
    auto const& result = outcome.result.as_object();
    for (auto const& each : result.at("entries").as_array()) {
      if (common.json) {
        all.push_back(each);
        continue;
      }
      auto const text = [&](std::string_view name) { return std::string(each.at(name).as_string()); };
      auto const to = text("to").empty() ? boost::json::serialize(each.at("params"))
                                         : fmt::format("{} -> {}", text("from"), text("to"));
      std::cout << fmt::format("{:>4}  {}  {:<9} {:<8} {:<20} {}  {}\n", each.at("case_seq").as_int64(), text("at"),
                               text("outcome"), text("party"), text("event"), to, text("hash").substr(0, 12));
    }
    auto const* next = result.if_contains("next_cursor");
    cursor = next ? std::string(next->as_string()) : std::string{};
  } while (!cursor.empty());
  if (common.json) print_json(boost::json::object{{"entries", std::move(all)}}, true);
  return Exit::ok;
}

}  // namespace

Exit audit_trail(Common const& common, std::string const& case_id) {
  return print_entries(common, "case.trail", {{"case_id", case_id}});
}

Exit audit_office(Common const& common, std::string const& shop) {
  boost::json::object params;
  if (!shop.empty()) params.emplace("shop", shop);
  return print_entries(common, "audit.office", params);
}

Exit audit_receipt(Common const& common, std::string const& entry_id, std::string const& file) {
  auto const outcome = RpcClient{common.target}.call("audit.receipt", {{"entry_id", entry_id}});
  if (outcome.exit != Exit::ok || file.empty()) return report(outcome, common.json);
  std::ofstream out{file};
  out << boost::json::serialize(outcome.result) << "\n";
  if (!out.flush()) {
    std::cerr << "无法写入 " << file << "\ncannot write " << file << "\n";
    return Exit::failed;
  }
  return Exit::ok;
}

}  // namespace redress::cli
