// What the transport asks for, answered by the desks: who is calling, JSON-RPC, pages, blobs.
#pragma once

#include "api/http/service.hpp"
#include "api/live/event_feed.hpp"
#include "api/rpc/dispatcher.hpp"
#include "api/seam/clock.hpp"
#include "api/server/callers.hpp"
#include "api/server/import_files.hpp"
#include "api/server/session_pages.hpp"
#include "api/server/upload_allowance.hpp"
#include "storage/blobs/blob_store.hpp"

#include <functional>
#include <string>

namespace redress::api {

/// /livez, /readyz, /metrics and what else needs no caller; nullopt is a 404.
using Pages = std::function<std::optional<http::Response>(http::Head const& head)>;

/// Pages under /v1/ whose caller is known; they may block.
using CallersPages = std::function<std::optional<http::Response>(http::Head const& head, Actor const& actor)>;

/// What a picture is; see api/server/picture_child.hpp.
using LookAtPicture = std::function<Result<PictureMark>(std::filesystem::path const& file, std::string const& mime)>;

class Front final : public http::Service {
 public:
  Front(Callers& callers, SessionPages& sessions, rpc::Dispatcher const& dispatcher, Store& store,
        storage::BlobStore& blobs, Pages pages, CallersPages callers_pages, LookAtPicture look_at_picture,
        UploadLimits uploads, std::size_t batch_calls_max, Clock const& clock)
      : callers_(callers),
        sessions_(sessions),
        dispatcher_(dispatcher),
        store_(store),
        blobs_(blobs),
        pages_(std::move(pages)),
        callers_pages_(std::move(callers_pages)),
        look_at_picture_(std::move(look_at_picture)),
        uploads_(uploads),
        batch_calls_max_(batch_calls_max),
        clock_(clock) {}

  /// From now on who subscribed over a WebSocket hears of entries; borrows it.
  void push_through(live::EventFeed& feed) { feed_ = &feed; }
  /// Files that are uploaded to be imported go there; borrows it.
  void take_imports_with(ImportFiles& files) { imports_ = &files; }

  http::Admission admit(http::Head const& head, http::Peer const& peer) override;
  void rpc(std::string text, http::PeerRef peer, http::Reply reply) override;
  http::Response page(http::Head const& head, http::Peer const& peer) override;
  http::Response take_text(std::string text, http::Head const& head, http::PeerRef peer) override;
  std::variant<std::unique_ptr<http::BlobSink>, http::Response> begin_blob(http::Head const& head,
                                                                           http::PeerRef peer) override;
  std::variant<http::BlobFile, http::Response> find_blob(std::string_view sha256, http::Head const& head,
                                                         http::PeerRef peer) override;

 private:
  Callers& callers_;
  SessionPages& sessions_;
  rpc::Dispatcher const& dispatcher_;
  Store& store_;
  storage::BlobStore& blobs_;
  Pages pages_;
  CallersPages callers_pages_;
  LookAtPicture look_at_picture_;
  UploadAllowance uploads_;
  std::size_t batch_calls_max_;  // as the dispatcher has it
  Clock const& clock_;
  live::EventFeed* feed_ = nullptr;
  ImportFiles* imports_ = nullptr;
};

}  // namespace redress::api
