#include "api/server/front.hpp"

#include "api/http/route.hpp"
#include "api/server/content_digest.hpp"
#include "api/server/enrolment.hpp"
#include "api/service/evidence_files.hpp"
#include "engine/cases/uploads.hpp"
#include "storage/pictures/picture_look.hpp"

#include <fmt/format.h>

#include <future>

namespace redress::api {
namespace {

// Who a caller turned out to be, carried by the transport from `admit` to the call.
struct Principal final : http::Caller {
  explicit Principal(Actor its_actor) : actor(std::move(its_actor)) {}
  Actor actor;
};

Actor const& actor_of(http::Peer const& peer) { return static_cast<Principal const&>(*peer.caller).actor; }

bool needs_caller(http::Head const& head) { return head.path == "/rpc" || head.path.starts_with("/v1/"); }

// What a page asks by itself, over the live line or with nobody at it, keeps no session from falling idle.
bool is_use(http::Head const& head) { return !head.websocket && head.field("x-redress-unattended").empty(); }

bool may_upload(Role role) { return role == Role::agent || role == Role::manager || role == Role::service; }

class Upload final : public http::BlobSink {
 public:
  Upload(storage::BlobWriter writer, std::optional<std::string> told_sha256, Store& store, std::string shop,
         LookAtPicture const& look, std::function<void()> give_back)
      : writer_(std::move(writer)),
        told_sha256_(std::move(told_sha256)),
        store_(store),
        shop_(std::move(shop)),
        look_(look),
        give_back_(std::move(give_back)) {}
  ~Upload() override {
    if (!kept_) give_back_();
  }
  Upload(Upload const&) = delete;
  Upload& operator=(Upload const&) = delete;

  bool append(std::span<std::byte const> bytes) override {
    auto const taken = writer_.append({reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size()});
    if (!taken) failure_ = taken.error();
    return taken.has_value();
  }

  http::Response finish() override {
    if (failure_) return refused(*failure_);
    std::optional<PictureMark> picture;
    auto const accept = [&](std::filesystem::path const& aside, storage::Blob const& blob) -> Result<void> {
      if (told_sha256_ && *told_sha256_ != blob.sha256)
        return invalid_params(
            {}, fmt::format("收到的字节与 Content-Digest 不符：SHA-256 为 {}，未保存", blob.sha256),
            fmt::format("the bytes that came are not those of Content-Digest: their SHA-256 is {}; nothing was stored",
                        blob.sha256));
      if (auto accepted = accept_file_type(blob.mime); !accepted || !storage::can_look_at(blob.mime)) return accepted;
      auto looked = look_(aside, blob.mime);
      if (!looked) return looked.error();
      picture = std::move(*looked);
      return {};
    };
    auto const blob = writer_.finish(accept);
    if (!blob) return refused(blob.error());
    keep(blob->sha256, picture);
    kept_ = true;
    boost::json::object const json{{"sha256", blob->sha256}, {"size", blob->size_bytes}, {"mime", blob->mime}};
    return {.status = 200, .content_type = "application/json", .body = boost::json::serialize(json)};
  }

 private:
  static http::Response refused(Fault const& fault) {
    constexpr int too_large = 413;
    constexpr int unsupported_type = 415;
    constexpr int our_fault = 500;
    constexpr int bad_request = 400;
    auto const status = fault.kind == FaultKind::too_large           ? too_large
                        : fault.kind == FaultKind::invalid_params    ? bad_request
                        : fault.kind == FaultKind::evidence_rejected ? unsupported_type
                                                                     : our_fault;
    return http::refuse(status, fault.kind, fault.says);
  }

  // Durable before the answer, so that an item may be made of it next, and is found by its picture.
  void keep(std::string const& sha256, std::optional<PictureMark> const& picture) {
    std::promise<void> kept;
    auto done = kept.get_future();
    store_.write(
        [&](StoreWriter& store) {
          if (auto* const uploads = uploads_of_writer(store)) uploads->put_upload(sha256, shop_);
          if (picture) store.put_picture(sha256, *picture);
        },
        [&](std::exception_ptr failed) { failed ? kept.set_exception(failed) : kept.set_value(); });
    done.get();
  }

  storage::BlobWriter writer_;
  std::optional<std::string> told_sha256_;
  Store& store_;
  std::string shop_;  // of whoever uploads
  LookAtPicture const& look_;
  std::function<void()> give_back_;  // of the day's allowance: what is refused or breaks off
  bool kept_ = false;
  std::optional<Fault> failure_;
};

}  // namespace

http::Admission Front::admit(http::Head const& head, http::Peer const& peer) {
  if (SessionPages::is_ours(head.path)) return {.refusal = sessions_.refusal(head, peer, callers_)};
  bool const needs_one = needs_caller(head);
  auto actor = callers_.enter(peer, needs_one && is_use(head));
  bool const enrols = !actor && needs_one && (actor = callers_.enter_to_enrol(peer));
  if (!actor) return {.refusal = needs_one ? std::optional(unauthenticated()) : std::nullopt};
  if (auto refusal = callers_.forged(head, peer)) return {.refusal = std::move(refusal)};
  if (enrols && (head.path != "/rpc" || head.websocket)) return {.refusal = must_enrol_first()};
  if (head.method == http::Method::put && !may_upload(actor->role))
    return {.refusal =
                http::refuse(403, FaultKind::forbidden, {"该角色不能上传证据", "this role may not upload evidence"})};
  return {.caller = std::make_shared<Principal>(std::move(*actor))};
}

void Front::rpc(std::string text, http::PeerRef peer, http::Reply reply) {
  // A WebSocket stays open while its token or session may end: look again at every message. Of other requests `admit`
  // has said whether they are a use.
  callers_.note(peer);
  auto actor = callers_.enter(*peer, false);
  if (!actor) {
    actor = callers_.enter_to_enrol(*peer);
    auto refusal = actor ? refusal_before_enrolment(text, batch_calls_max_) : std::nullopt;
    if (refusal) return reply(*std::move(refusal));
  }
  if (!actor) {
    callers_.close_ended();
    return reply(std::string(unauthenticated().body));
  }
  if (feed_ && peer->transport == http::Transport::websocket)
    // What a call subscribed to begins behind its answer.
    reply = [feed = feed_, connection = peer->connection, reply = std::move(reply)](std::string answer) {
      reply(std::move(answer));
      feed->answered(connection);
    };
  dispatcher_.handle(text, *actor, std::move(reply), std::move(peer));
}

http::Response Front::page(http::Head const& head, http::Peer const& peer) {
  if (SessionPages::is_ours(head.path)) return sessions_.show(peer);
  if (auto response = pages_(head)) return std::move(*response);
  if (peer.caller && head.path.starts_with("/v1/"))
    if (auto response = callers_pages_(head, actor_of(peer))) return std::move(*response);
  return http::refuse(404, FaultKind::not_found, {"没有这个页面", "there is no such page"});
}

http::Response Front::take_text(std::string text, http::Head const& head, http::PeerRef peer) {
  return sessions_.take(text, head, *peer);
}

std::variant<std::unique_ptr<http::BlobSink>, http::Response> Front::begin_blob(http::Head const& head,
                                                                                http::PeerRef peer) {
  auto const bytes = static_cast<std::int64_t>(head.content_length);
  auto const& actor = actor_of(*peer);
  if (head.path == http::imports_path) {
    if (imports_) return imports_->begin(head.content_length, actor);
    return http::refuse(404, FaultKind::not_found, {"此服务不接受导入", "this server takes no imports"});
  }
  auto told = sha256_told(head.field("content-digest"), head.field("digest"));
  if (!told) return http::refuse(400, told.error().kind, told.error().says);
  if (auto const taken = uploads_.take(actor, bytes, clock_.now()); !taken)
    return http::refuse(429, taken.error().kind, taken.error().says);
  auto const give_back = [this, actor, bytes] { uploads_.give_back(actor, bytes); };
  auto writer = blobs_.writer(bytes);
  if (!writer) {
    give_back();
    return http::refuse(503, writer.error().kind, writer.error().says);
  }
  return std::make_unique<Upload>(std::move(*writer), std::move(*told), store_, actor.shop, look_at_picture_,
                                  give_back);
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
