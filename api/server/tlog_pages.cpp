#include "api/server/tlog_pages.hpp"

#include <fmt/format.h>

#include <limits>

namespace redress::api {
namespace {

constexpr std::string_view prefix = "/v1/tlog/";

http::Response bytes(std::string content_type, std::string body, std::string cache) {
  return {.status = 200,
          .content_type = std::move(content_type),
          .body = std::move(body),
          .fields = {{"Cache-Control", std::move(cache)}}};
}

http::Response missing() {
  return http::refuse(404, FaultKind::not_found, {"已签名的总账没有这一块", "the signed ledger has no such tile"});
}

http::Response forbidden() {
  return http::refuse(403, FaultKind::forbidden,
                      {"该角色不能读取总账的这一部分", "this role may not read this part of the ledger"});
}

// Tiles never change, but only auditors may see them: no shared cache may keep them.
http::Response immutable(std::string body) {
  return bytes("application/octet-stream", std::move(body), "private, max-age=31536000, immutable");
}

http::Response bundle(ledger::Tile const& tile, LedgerSigner& signer, Store& store) {
  if (!ledger::has_tile(signer.signed_size(), tile)) return missing();
  std::vector<Entry> entries;
  store.read([&](StoreReader& reader) {
    entries =
        reader.entries_from(static_cast<std::int64_t>(tile.index * ledger::tile_width), static_cast<int>(tile.width));
  });
  if (entries.size() != tile.width) return missing();
  std::string body;
  for (auto const& entry : entries) {
    auto const length = entry.bytes.size();
    if (length > std::numeric_limits<std::uint16_t>::max())
      return http::refuse(
          500, FaultKind::too_large,
          {fmt::format("第 {} 条记录有 {} 字节，条目包每条至多 65535 字节", entry.seq, length),
           fmt::format("entry {} has {} bytes, a bundle holds entries of at most 65535", entry.seq, length)});
    body += static_cast<char>(length >> 8);
    body += static_cast<char>(length & 0xff);
    body += entry.bytes;
  }
  return immutable(std::move(body));
}

}  // namespace

std::optional<http::Response> tlog_page(http::Head const& head, Actor const& actor, LedgerSigner& signer,
                                        Store& store) {
  if (!head.path.starts_with(prefix)) return std::nullopt;
  auto const path = head.path.substr(prefix.size());
  if (path == "checkpoint") {
    auto note = signer.newest_note();
    if (!note) return missing();
    return bytes("text/plain; charset=utf-8", *std::move(note), "no-cache");
  }
  auto const tile = ledger::parse_tile_path(path);
  if (!tile) return missing();
  bool const of_all = actor.role == Role::auditor && actor.shop.empty();
  if (tile->entries) return of_all ? bundle(*tile, signer, store) : forbidden();
  if (actor.role != Role::auditor && actor.role != Role::admin) return forbidden();
  auto const hashes = signer.tile(*tile);
  if (!hashes) return missing();
  std::string body;
  for (auto const& hash : *hashes) body.append(reinterpret_cast<char const*>(hash.data()), hash.size());
  return immutable(std::move(body));
}

}  // namespace redress::api
