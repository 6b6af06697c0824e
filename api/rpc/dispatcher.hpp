// All of JSON-RPC 2.0 without a wire: text and caller in, text out.
//
// A batch runs in order: writes are queued one after the other without waiting (the store keeps their order), a read
// waits for the writes before it. Reads run on the executor given, writes on the store's writer. Thread-safe.
#pragma once

#include "api/http/service.hpp"
#include "api/service/answer.hpp"
#include "api/service/case_desk.hpp"

#include <functional>
#include <map>
#include <string>

namespace redress::api::rpc {

struct DispatchLimits {
  std::size_t batch_calls = 100;
  std::size_t response_bytes = 8 * 1024 * 1024;
};

/// How a method is carried out. `done` may be called on any thread, once.
using Handle = std::function<void(DeskCall, AnswerDone)>;

/// The same for what must know the connection it was asked over. Only a WebSocket's peer has a channel.
using LineHandle = std::function<void(DeskCall, http::PeerRef, AnswerDone)>;

/// Runs something soon, elsewhere: for reads, which may wait for the disk.
using Executor = std::function<void(std::function<void()>)>;

/// What is told about every call that was carried out: method, outcome kind ("ok" or a fault's name), microseconds,
/// caller.
using Observer =
    std::function<void(std::string_view method, std::string_view outcome, std::int64_t took_us, Actor const& actor)>;

class Dispatcher {
 public:
  /// Every method of the document must have its handle; sandbox methods only under `sandbox`. `lines` take the place
  /// of handles of the same name where the call came over a connection.
  Dispatcher(std::map<std::string, Handle, std::less<>> handles, Executor executor, Observer observer, bool sandbox,
             DispatchLimits limits = {}, std::map<std::string, LineHandle, std::less<>> lines = {});

  /// `reply` gets the response text, or "" when there is nothing to answer (notifications only). `peer` is who asked,
  /// where there is a connection.
  void handle(std::string_view text, Actor const& actor, std::function<void(std::string)> reply,
              http::PeerRef peer = {}) const;

 private:
  struct Batch;
  struct Call;
  void run(std::shared_ptr<Batch> const& batch) const;
  void run_one(Call const& call, http::PeerRef const& peer, AnswerDone done) const;
  void carry_out(Call const& call, http::PeerRef const& peer, AnswerDone done) const;

  std::map<std::string, Handle, std::less<>> handles_;
  std::map<std::string, LineHandle, std::less<>> lines_;
  Executor executor_;
  Observer observer_;
  bool sandbox_;
  DispatchLimits limits_;
};

}  // namespace redress::api::rpc
