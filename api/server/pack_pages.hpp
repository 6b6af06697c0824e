// A case's pack as one download, and its cover to look at: what `redress pack create` writes, made by the server.
//
// GET /v1/packs/{case_id}.zip[?withhold=ID,ID&for=CALL&squeezed=1]
// GET /v1/packs/{case_id}.pdf[?withhold=ID,ID]
// For the roles of `pack.create`, within their shop. The ZIP is written to DIR/packs/ piece by piece and removed as
// soon as it is sent, or the connection ends; what a crash leaves there is removed at the start. In memory is one
// pack's documents at a time for each that is made. Blocks for as long as a pack takes; called on the disk threads, so
// only so many are made at once.
#pragma once

#include "api/http/message.hpp"
#include "api/packs/pack_desk.hpp"

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>

namespace redress::api {

/// Where the bytes of an original are; nothing if they are not held.
using FindOriginal = std::function<std::optional<std::filesystem::path>(std::string_view sha256)>;

struct PackDoorLimits {
  int made_at_once = 2;                                 // fewer than there are disk threads
  int on_disk = 16;                                     // being made or being sent
  std::int64_t pack_bytes = 6LL * 1024 * 1024 * 1024;   // what readers of packs take (zip_reader.hpp)
  std::int64_t spare_disk_bytes = 256LL * 1024 * 1024;  // left free beside the pack
};

class PackPages {
 public:
  /// Makes the folder, empties it. Throws FaultError where the disk fails.
  PackPages(packs::PackDesk& packs, FindOriginal find, std::filesystem::path folder, PackDoorLimits limits = {});

  /// Nothing for a path that is not under /v1/packs/.
  std::optional<http::Response> page(http::Head const& head, Actor const& actor);

 private:
  struct Slot;
  http::Response zip(packs::PackWish const& wish, Actor const& actor);
  http::Response pdf(packs::PackWish const& wish, Actor const& actor);
  Result<http::BodyFile> write(packs::PackContent const& content, std::shared_ptr<Slot> slot);

  packs::PackDesk& packs_;
  FindOriginal find_;
  std::filesystem::path folder_;
  PackDoorLimits limits_;
  std::atomic<std::uint64_t> drawn_ = 0;
  std::shared_ptr<std::atomic<int>> making_ = std::make_shared<std::atomic<int>>(0);
  std::shared_ptr<std::atomic<int>> on_disk_ = std::make_shared<std::atomic<int>>(0);
};

}  // namespace redress::api
