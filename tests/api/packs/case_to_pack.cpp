#include "tests/api/packs/case_to_pack.hpp"

#include "api/packs/bag.hpp"
#include "engine/ledger/hash.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace redress::packs {
namespace {

using boost::json::object;

object money(std::int64_t minor) { return {{"minor", minor}, {"currency", "CNY"}}; }

}  // namespace

CaseToPack::CaseToPack(std::uint64_t seed) : house_(seed) {
  auto const opened = house_.call(
      "case.open",
      {{"shop", "s1"},
       {"kind", "refund"},
       {"platform", "taobao"},
       {"order",
        object{
            {"id", "990001"},
            {"placed_at", "2026-01-04T02:00:00Z"},
            {"paid_at", "2026-01-04T02:01:00Z"},
            {"dispatched_at", "2026-01-04T09:00:00Z"},
            {"paid", money(20000)},
            {"lines", boost::json::array{object{
                          {"id", "L1"}, {"sku", "A"}, {"title", "卫衣"}, {"quantity", 1}, {"paid", money(20000)}}}}}},
       {"claim", object{{"reason", "not_received"}, {"wants", "refund_only"}, {"amount", money(20000)}}},
       {"buyer", object{{"id", "b1"}, {"nick", "秘密昵称"}, {"phone", "13800138000"}}},
       {"request_id", "open"}});
  EXPECT_TRUE(opened.contains("result")) << boost::json::serialize(opened);
  case_id_ = opened.at("result").at("case").at("id").as_string();
  apply("refuse", {{"message", "已签收"}});
  add_text("E-CHAT", "买家：没收到。卖家：物流显示本人签收。");
  add_text("E-TRACE", "2026-01-06 09:41 签收：本人签收");
  apply("refuse", {{"message", "已由本人签收，附轨迹与聊天记录"}});
}

object CaseToPack::apply(std::string const& event, object params) {
  return house_.call("case.apply",
                     {{"case_id", case_id_},
                      {"event", event},
                      {"params", std::move(params)},
                      {"request_id", fmt::format("apply-{}", ++requests_)}},
                     Role::agent);
}

void CaseToPack::add(std::string const& kind, object content) {
  content.emplace("case_id", case_id_);
  content.emplace("kind", kind);
  content.emplace("source", "carrier");
  content.emplace("captured_at", "2026-01-07T02:00:00Z");
  content.emplace("request_id", fmt::format("add-{}", ++requests_));
  auto const added = house_.call("evidence.add", std::move(content), Role::agent);
  EXPECT_TRUE(added.contains("result")) << boost::json::serialize(added);
}

void CaseToPack::add_text(std::string const& kind, std::string const& text) { add(kind, {{"text", text}}); }

void CaseToPack::add_file(std::string const& kind) { add(kind, {{"sha256", std::string(64, 'a')}}); }

object CaseToPack::answer(Role role, boost::json::array withhold) {
  return house_.call("pack.create", {{"case_id", case_id_}, {"withhold", std::move(withhold)}}, role);
}

OpenedPack CaseToPack::pack(boost::json::array withhold) {
  auto const answered = answer(Role::agent, std::move(withhold));
  EXPECT_TRUE(answered.contains("result")) << boost::json::serialize(answered);
  auto const& result = answered.at("result").as_object();
  OpenedPack pack{std::string(result.at("name").as_string()), {}};
  for (auto const& file : result.at("files").as_array()) {
    std::string bytes;
    for (auto const& each : file.at("pieces").as_array()) {
      auto const& piece = each.as_object();
      if (piece.contains("text"))
        bytes += piece.at("text").as_string();
      else if (piece.contains("shared"))
        bytes += result.at("shared").as_array().at(piece.at("shared").to_number<std::size_t>()).as_string();
      else
        for (auto const byte : ledger::from_base64(piece.at("base64").as_string()).value())
          bytes += static_cast<char>(byte);
    }
    EXPECT_EQ(ledger::hex(ledger::sha256(bytes)), file.at("sha256").as_string()) << file.at("path");
    pack.files.emplace(std::string(file.at("path").as_string()), packed(std::move(bytes)));
  }
  return pack;
}

PackedFile packed(std::string bytes) {
  return {.size_bytes = static_cast<std::int64_t>(bytes.size()),
          .sha256 = ledger::hex(ledger::sha256(bytes)),
          .bytes = bytes,
          .kept = true};
}

void list_anew(OpenedPack& pack) {
  std::vector<ManifestLine> payload;
  std::int64_t size = 0;
  for (auto const& [path, file] : pack.files)
    if (path.starts_with(payload_folder)) {
      payload.push_back({file.sha256, path});
      size += file.size_bytes;
    }
  auto& info = pack.files.find(bag_info_path)->second;
  auto const was = "Payload-Oxum: " + bag_info_value(info.bytes, "Payload-Oxum");
  auto text = info.bytes;
  info = packed(text.replace(text.find(was), was.size(), "Payload-Oxum: " + payload_oxum(size, payload.size())));
  pack.files[std::string(manifest_path)] = packed(manifest_text(payload));
  std::vector<ManifestLine> tags;
  for (auto const& [path, file] : pack.files)
    if (!path.starts_with(payload_folder) && path != tagmanifest_path && path != seal_path)
      tags.push_back({file.sha256, path});
  pack.files[std::string(tagmanifest_path)] = packed(manifest_text(tags));
}

}  // namespace redress::packs
