// The doors of the console's sessions: POST /v1/session, GET /v1/session, POST /v1/session/end (docs/access.md).
//
// Called on threads that may block. Thread-safe.
#pragma once

#include "api/http/limits.hpp"
#include "api/http/service.hpp"
#include "api/server/callers.hpp"
#include "api/service/login.hpp"

#include <utility>

namespace redress::api {

struct ConsoleOptions {
  bool tls_in_front = false;  // a proxy ends TLS and passes on what comes: cookies are for TLS only
  SessionLimits sessions = {};
  std::vector<Role> second_factor = {};  // of users of these roles one is required
};

class SessionPages {
 public:
  SessionPages(Login& login, SessionDoor& sessions, Clock const& clock, ConsoleOptions options,
               bool count_loopback_per_address)
      : login_(login),
        sessions_(sessions),
        clock_(clock),
        options_(std::move(options)),
        count_loopback_(count_loopback_per_address) {}

  /// The name of the cookie, and the paths that take texts: what the transport must know.
  static std::string cookie_name(ConsoleOptions const& options);
  static std::vector<http::TextPath> paths();

  /// Whether it is one of ours; a caller is not needed to come in.
  static bool is_ours(std::string_view path);

  /// Of `end`, where a foreign page may have asked for it. Signing in needs neither a caller nor their proof.
  static std::optional<http::Response> refusal(http::Head const& head, http::Peer const& peer, Callers const& callers) {
    return head.path == "/v1/session/end" ? callers.forged(head, peer) : std::nullopt;
  }

  http::Response take(std::string const& text, http::Head const& head, http::Peer const& peer);
  http::Response show(http::Peer const& peer);

 private:
  http::Response sign_in(std::string const& text, http::Peer const& peer);
  http::Response sign_out(http::Peer const& peer);
  http::Response signed_in(std::string_view secret) const;
  std::string cookie(std::string_view value) const;
  std::string counted_as(std::string const& address) const;
  boost::json::object described(SignedIn const& in, std::string_view secret) const;
  http::Response nobody() const;

  Login& login_;
  SessionDoor& sessions_;
  Clock const& clock_;
  ConsoleOptions const options_;
  bool const count_loopback_;
};

}  // namespace redress::api
