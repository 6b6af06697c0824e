// Who is calling: whoever has a token or, in a browser, the cookie of a session; and whether a page of ours sent it.
//
// A cookie travels with every request a browser makes to us, whoever's page made it; a token is only sent by who means
// to. So what a cookie's owner changes must come from our own origin and carry a secret that only our own page can
// read (docs/access.md). Open WebSockets are remembered from their first message on, to be closed when their token or
// session ends. Thread-safe.
#pragma once

#include "api/http/service.hpp"
#include "api/service/sessions.hpp"
#include "api/service/tokens.hpp"

#include <map>
#include <mutex>
#include <optional>

namespace redress::api {

class Callers {
 public:
  Callers(TokenDoor& tokens, SessionDoor& sessions) : tokens_(tokens), sessions_(sessions) {}

  /// By the token if there is one, else by the cookie; `uses` keeps a session from falling idle.
  /// Nobody yet where a second factor must be set up first.
  std::optional<Actor> enter(http::Peer const& peer, bool uses = true);

  /// Whoever is let in to set up a second factor, and for nothing else.
  std::optional<Actor> enter_to_enrol(http::Peer const& peer);

  /// The refusal of a request that a foreign page may have made; nothing for callers with a token.
  std::optional<http::Response> forged(http::Head const& head, http::Peer const& peer) const;

  /// A message came over this WebSocket.
  void note(http::PeerRef const& peer);

  /// Closes the noted ones whose caller would not be let in again, with 4001. To be called every second or so.
  void close_ended();

 private:
  TokenDoor& tokens_;
  SessionDoor& sessions_;
  std::mutex mutex_;
  std::map<std::uint64_t, std::weak_ptr<http::Peer const>> open_;  // by connection
};

/// 401, for what needs a caller.
http::Response unauthenticated();

}  // namespace redress::api
