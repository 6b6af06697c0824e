// The layer above, as small as it can be and still show everything: an echo that obeys a few words, and blobs in
// memory.
#pragma once

#include "api/http/service.hpp"

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace redress::api::http {

/// Texts of `rpc`:  "quiet" is answered with nothing, "drop" never, "throw" throws, "push N TEXT" pushes TEXT N times
/// first, "slow ..." is answered from another thread when the test says `answer_slow`, everything else is echoed at
/// once. The token "bad" is refused with 401; "good..." has a caller.
class TestService final : public Service {
 public:
  ~TestService() override;

  Admission admit(Head const& head, Peer const& peer) override;
  void rpc(std::string text, PeerRef peer, Reply reply) override;
  Response page(Head const& head, Peer const& peer) override;
  std::variant<std::unique_ptr<BlobSink>, Response> begin_blob(Head const& head, PeerRef peer) override;
  std::variant<BlobFile, Response> find_blob(std::string_view sha256, Head const& head, PeerRef peer) override;

  /// Waits until `count` slow calls are held.
  void wait_for_slow(std::size_t count);
  /// Answers the oldest slow call, from a thread of its own.
  void answer_slow();
  void drop_slow();
  /// The oldest slow call's Reply, for the test to keep.
  Reply take_slow();

  std::vector<std::string> texts() const;  // of every rpc so far
  std::vector<PeerRef> peers() const;
  std::vector<std::string> blobs() const;  // finished ones
  void wait_for_begun_blob();
  void wait_for_abandoned_blob();

  std::map<std::string, BlobFile> files;  // set before the server runs
  std::size_t blob_gives_up_after = ~std::size_t{0};

 private:
  friend class MemorySink;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> texts_;
  std::vector<PeerRef> peers_;
  std::vector<std::string> blobs_;
  std::size_t begun_ = 0;
  std::size_t abandoned_ = 0;
  std::vector<std::pair<std::string, Reply>> slow_;
  std::vector<std::jthread> answerers_;
};

}  // namespace redress::api::http
