#include "api/server/front.hpp"

#include <fmt/format.h>

namespace redress::api {
namespace {

// Who a caller turned out to be, carried by the transport from `admit` to the call.
struct Principal final : http::Caller {
  explicit Principal(Actor its_actor) : actor(std::move(its_actor)) {}
  Actor actor;
};

Actor const& actor_of(http::Peer const& peer) { return static_cast<Principal const&>(*peer.caller).actor; }

bool needs_token(http::Head const& head) { return head.path == "/rpc" || head.path.starts_with("/v1/"); }

http::Response unauthenticated() {
  auto response =
      http::refuse(401, FaultKind::unauthenticated,
                   {"需要有效令牌：Authorization: Bearer …", "a valid token is needed: Authorization: Bearer ..."});
  response.fields.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

bool may_upload(Role role) { return role == Role::agent || role == Role::manager || role == Role::service; }

class Upload final : public http::BlobSink {
 public:
  explicit Upload(storage::BlobWriter writer) : writer_(std::move(writer)) {}

  bool append(std::span<std::byte const> bytes) override {
    auto const taken = writer_.append({reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size()});
    if (!taken) failure_ = taken.error();
    return taken.has_value();
  }

  http::Response finish() override {
    if (failure_) return refused(*failure_);
    auto const blob = writer_.finish();
    if (!blob) return refused(blob.error());
    boost::json::object const json{{"sha256", blob->sha256}, {"size", blob->size_bytes}, {"mime", blob->mime}};
    return {.status = 200, .content_type = "application/json", .body = boost::json::serialize(json)};
  }

 private:
  static http::Response refused(Fault const& fault) {
    return http::refuse(fault.kind == FaultKind::too_large ? 413 : 500, fault.kind, fault.says);
  }

  storage::BlobWriter writer_;
  std::optional<Fault> failure_;
};

}  // namespace

http::Admission Front::admit(http::Head const& head, http::Peer const& peer) {
  auto actor = door_.enter(peer.token);
  if (!actor) return {.refusal = needs_token(head) ? std::optional(unauthenticated()) : std::nullopt};
  if (head.method == http::Method::put && !may_upload(actor->role))
    return {.refusal =
                http::refuse(403, FaultKind::forbidden, {"该角色不能上传证据", "this role may not upload evidence"})};
  return {.caller = std::make_shared<Principal>(std::move(*actor))};
}

void Front::rpc(std::string text, http::PeerRef peer, http::Reply reply) {
  // A WebSocket stays open while its token may be revoked: look again at every message.
  auto const actor = door_.enter(peer->token);
  if (!actor) {
    if (auto const channel = peer->channel.lock()) channel->close(4001, "the token is no longer valid");
    return reply(std::string(unauthenticated().body));
  }
  dispatcher_.handle(text, *actor, std::move(reply));
}

http::Response Front::page(http::Head const& head, http::Peer const& peer) {
  if (auto response = pages_(head)) return std::move(*response);
  if (peer.caller && head.path.starts_with("/v1/"))
    if (auto response = callers_pages_(head, actor_of(peer))) return std::move(*response);
  return http::refuse(404, FaultKind::not_found, {"没有这个页面", "there is no such page"});
}

std::variant<std::unique_ptr<http::BlobSink>, http::Response> Front::begin_blob(http::Head const& head, http::PeerRef) {
  auto writer = blobs_.writer(static_cast<std::int64_t>(head.content_length));
  if (!writer) return http::refuse(503, writer.error().kind, writer.error().says);
  return std::make_unique<Upload>(std::move(*writer));
}

std::variant<http::BlobFile, http::Response> Front::find_blob(std::string_view sha256, http::Head const&,
                                                              http::PeerRef peer) {
  bool readable = false;
  store_.read([&](StoreReader& store) { readable = store.blob_belongs_to(sha256, actor_of(*peer).shop); });
  auto const found = readable ? blobs_.find(sha256) : Result<std::optional<storage::BlobStore::Found>>(std::nullopt);
  if (!found) return http::refuse(500, found.error().kind, found.error().says);
  auto const& blob = *found;
  // The same answer for bytes that are not there and for those of a case out of reach.
  if (!blob) return http::refuse(404, FaultKind::not_found, {"没有该文件", "there is no such file"});
  return http::BlobFile{blob->path.string(), static_cast<std::uint64_t>(blob->size_bytes), blob->mime};
}

}  // namespace redress::api
