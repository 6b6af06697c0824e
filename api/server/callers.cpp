#include "api/server/callers.hpp"

#include "engine/ledger/hash.hpp"

#include <vector>

namespace redress::api {
namespace {

constexpr std::uint16_t no_longer_in = 4001;

http::Response foreign(Says const& says) { return http::refuse(403, FaultKind::forbidden, says); }

}  // namespace

http::Response unauthenticated() {
  auto response = http::refuse(
      401, FaultKind::unauthenticated,
      {"需要登录，或有效令牌：Authorization: Bearer …", "sign in, or send a valid token: Authorization: Bearer ..."});
  response.fields.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

std::optional<Actor> Callers::enter(http::Peer const& peer, bool uses) {
  if (!peer.token.empty()) return tokens_.enter(peer.token);
  if (peer.session.empty()) return std::nullopt;
  auto in = uses ? sessions_.enter(peer.session) : sessions_.look(peer.session);
  if (!in || in->must_enrol()) return std::nullopt;
  return std::move(in->actor);
}

std::optional<Actor> Callers::enter_to_enrol(http::Peer const& peer) {
  if (!peer.token.empty() || peer.session.empty()) return std::nullopt;
  auto in = sessions_.enter(peer.session);
  if (!in || !in->must_enrol()) return std::nullopt;
  return std::move(in->actor);
}

// A foreign Origin was refused by the transport; what is asked here is that there is one, which every browser sends
// with what changes something and with a handshake.
std::optional<http::Response> Callers::forged(http::Head const& head, http::Peer const& peer) const {
  if (!peer.token.empty() || peer.session.empty()) return std::nullopt;
  bool const reads_only = head.method == http::Method::get || head.method == http::Method::head;
  if (reads_only && !head.websocket) return std::nullopt;
  if (head.field("origin").empty())
    return foreign({"凭会话调用须带本站的 Origin", "a call by session must carry our own Origin"});
  if (head.websocket) return std::nullopt;  // a browser lets no page set fields of a handshake
  auto const told = head.field("x-redress-csrf");
  auto const wanted = csrf_of(peer.session);
  if (!ledger::constant_time_equal(ledger::as_bytes(told), ledger::as_bytes(wanted)))
    return foreign({"缺少或错误的 X-Redress-CSRF", "X-Redress-CSRF is missing or wrong"});
  return std::nullopt;
}

void Callers::note(http::PeerRef const& peer) {
  if (peer->transport != http::Transport::websocket) return;
  std::scoped_lock const lock{mutex_};
  open_[peer->connection] = peer;
}

void Callers::close_ended() {
  std::vector<http::PeerRef> open;
  {
    std::scoped_lock const lock{mutex_};
    for (auto at = open_.begin(); at != open_.end();) {
      auto peer = at->second.lock();
      at = peer ? std::next(at) : open_.erase(at);
      if (peer) open.push_back(std::move(peer));
    }
  }
  for (auto const& peer : open)
    if (!enter(*peer, false))
      if (auto const channel = peer->channel.lock()) channel->close(no_longer_in, "the token or session has ended");
}

}  // namespace redress::api
