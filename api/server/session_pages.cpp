#include "api/server/session_pages.hpp"

#include "api/http/field_values.hpp"
#include "api/http/network_of.hpp"
#include "api/service/answer.hpp"
#include "engine/base/strict_json.hpp"

#include <boost/json.hpp>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace redress::api {
namespace {

using boost::json::object;

constexpr std::string_view session_path = "/v1/session";
constexpr std::string_view end_path = "/v1/session/end";

http::Response refused(int status, Fault const& fault) { return http::refuse(status, fault.kind, fault.says); }

http::Response bad_request(Says const& says) { return http::refuse(400, FaultKind::invalid_params, says); }

bool has_only(object const& json, std::initializer_list<std::string_view> names, std::string_view may_have = {}) {
  auto const* more = may_have.empty() ? nullptr : json.if_contains(may_have);
  if (json.size() != names.size() + (more ? 1 : 0) || (more && !more->is_string())) return false;
  return std::ranges::all_of(names, [&](std::string_view name) {
    auto const* value = json.if_contains(name);
    return value && value->is_string();
  });
}

void add_data(http::Response& response, std::string_view name, boost::json::value const& value) {
  auto json = boost::json::parse(response.body).as_object();
  json.at("error").as_object().at("data").as_object().emplace(name, value);
  response.body = boost::json::serialize(json);
}

// `state`: "on"; "off", and need not be on; "enrol", and nothing else is possible before it is on.
object standing_of(FactorStanding const& factor) {
  object json{{"state", factor.since ? "on" : factor.must_enrol() ? "enrol" : "off"}, {"required", factor.required}};
  if (!factor.since) return json;
  json.emplace("since", format_rfc3339(*factor.since));
  json.emplace("recovery_left", factor.recovery_left);
  return json;
}

bool is_loopback(std::string_view address) { return address.starts_with("127.") || address == "::1"; }

}  // namespace

std::string SessionPages::cookie_name(ConsoleOptions const& options) {
  return options.tls_in_front ? "__Host-redress" : "redress";
}

std::vector<http::TextPath> SessionPages::paths() {
  return {{.path = std::string(session_path), .page = true}, {.path = std::string(end_path)}};
}

bool SessionPages::is_ours(std::string_view path) { return path == session_path || path == end_path; }

// Cookies know no ports, and Path=/ gives this one to every path: there is nothing of others on this host to keep it
// from. SameSite=Strict keeps it out of requests that other sites cause, links included.
std::string SessionPages::cookie(std::string_view value) const {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict{}{}", cookie_name(options_), value,
                     options_.tls_in_front ? "; Secure" : "", value.empty() ? "; Max-Age=0" : "");
}

// Behind a proxy everybody has loopback's address, and would wait for everybody's mistakes.
std::string SessionPages::counted_as(std::string const& address) const {
  return is_loopback(address) && !count_loopback_ ? std::string{} : http::network_of(address);
}

http::Response SessionPages::take(std::string const& text, http::Head const& head, http::Peer const& peer) {
  if (head.path == end_path) return sign_out(peer);
  if (!http::is_json(head.field("content-type")))
    return http::refuse(415, FaultKind::invalid_request,
                        {"Content-Type 须为 application/json", "Content-Type must be application/json"});
  return sign_in(text, peer);
}

http::Response SessionPages::sign_in(std::string const& text, http::Peer const& peer) {
  auto const json = parse_strict_json(text);
  if (!json) return refused(400, json.error());
  auto const* asked = json->if_object();
  bool const by_token = asked && has_only(*asked, {"token"});
  if (!by_token && !(asked && has_only(*asked, {"user", "password"}, "code")))
    return bad_request({"须为 {user, password, code?} 或 {token}", "give {user, password, code?} or {token}"});
  Login::Outcome outcome = Login::Refused{};
  try {
    outcome = by_token ? login_.with_token(text_of(*asked, "token"), peer.address, counted_as(peer.address))
                       : login_.with_password(text_of(*asked, "user"), text_of(*asked, "password"), peer.address,
                                              counted_as(peer.address), text_of(*asked, "code"));
  } catch (FaultError const& why) {
    return refused(500, why.fault());
  }
  if (auto const* no = std::get_if<Login::Refused>(&outcome)) {
    spdlog::info("{}", boost::json::serialize(object{{"msg", "login_refused"}, {"kind", name_of(no->fault.kind)}}));
    auto response = refused(no->retry_after_s > 0 ? 429 : 401, no->fault);
    if (!no->second_factor.empty()) add_data(response, "second_factor", boost::json::string(no->second_factor));
    if (no->retry_after_s > 0) response.fields.emplace_back("Retry-After", std::to_string(no->retry_after_s));
    return response;
  }
  // Whoever had this browser's earlier session loses it: a session is never handed on by a login.
  if (auto const before = sessions_.look(peer.session)) sessions_.end(before->session.id);
  auto const& made = std::get<NewSession>(outcome);
  auto response = signed_in(made.secret);
  response.fields.emplace_back("Set-Cookie", cookie(made.secret));
  return response;
}

http::Response SessionPages::sign_out(http::Peer const& peer) {
  auto const in = sessions_.look(peer.session);
  if (!in) return nobody();
  sessions_.end(in->session.id);
  http::Response response{.status = 200, .content_type = "application/json", .body = R"({"ended":true})"};
  response.fields.emplace_back("Set-Cookie", cookie({}));
  return response;
}

http::Response SessionPages::show(http::Peer const& peer) { return signed_in(peer.session); }

http::Response SessionPages::signed_in(std::string_view secret) const {
  auto const in = sessions_.look(secret);
  if (!in) return nobody();
  return {.status = 200, .content_type = "application/json", .body = boost::json::serialize(described(*in, secret))};
}

object SessionPages::described(SignedIn const& in, std::string_view secret) const {
  object session{{"id", in.session.id},
                 {"actor", in.actor.id},
                 {"name", in.name},
                 {"role", name_of(in.actor.role)},
                 {"shop", in.actor.shop},
                 {"began_at", format_rfc3339(in.session.began_at)},
                 {"expires_at", format_rfc3339(in.expires_at)},
                 {"idle_s", options_.sessions.idle_ms / second_ms}};
  if (!in.user.empty()) session.emplace("user", in.user);
  if (in.factor) session.emplace("second_factor", standing_of(*in.factor));
  return {{"session", std::move(session)},
          {"csrf", csrf_of(secret)},
          {"server_time", format_rfc3339(clock_.now())},
          {"tls", options_.tls_in_front}};
}

http::Response SessionPages::nobody() const {
  auto response = http::refuse(401, FaultKind::unauthenticated, {"尚未登录，或会话已结束", "nobody is signed in here"});
  add_data(response, "tls", options_.tls_in_front);
  add_data(response, "server_time", boost::json::string(format_rfc3339(clock_.now())));
  return response;
}

}  // namespace redress::api
