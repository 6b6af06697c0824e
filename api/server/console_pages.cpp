#include "api/server/console_pages.hpp"

#include "api/http/field_values.hpp"

#include <boost/beast/zlib/inflate_stream.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace redress::api {
namespace {

constexpr std::string_view placeholder = "__CSP_NONCE__";
constexpr std::string_view assets = "/assets/";

// The text between the places of the nonce.
std::vector<std::string_view> pieces_of(std::string_view index) {
  std::vector<std::string_view> pieces;
  for (;;) {
    auto const at = index.find(placeholder);
    pieces.push_back(index.substr(0, at));
    if (at == std::string_view::npos) return pieces;
    index.remove_prefix(at + placeholder.size());
  }
}

// Paths the browser's router knows have no dot; doors of the server are none of them, nor is what is under /v1/.
bool is_route(std::string_view path) {
  constexpr std::array<std::string_view, 4> doors{"/rpc", "/livez", "/readyz", "/metrics"};
  return path.starts_with('/') && path.find('.') == std::string_view::npos &&
         path.find('%') == std::string_view::npos && !path.starts_with("/v1/") && path != "/v1" &&
         !path.starts_with(assets) && std::ranges::find(doors, path) == doors.end();
}

bool is_known_already(http::Head const& head, std::string_view etag) {
  for (auto list = head.field("if-none-match"); !list.empty();) {
    auto item = http::next_item(list);
    if (item.starts_with("W/")) item.remove_prefix(2);
    if (item == etag || item == "*") return true;
  }
  return false;
}

http::Response file_of(ConsoleFile const& file, http::Head const& head) {
  bool const as_gzip = takes_gzip(head.field("accept-encoding"));
  auto const etag = fmt::format("\"{}{}\"", file.sha256, as_gzip ? "" : "-plain");
  bool const immutable = file.path.starts_with(assets);  // the names there hold hashes
  http::Response response{.content_type = std::string(file.media_type)};
  response.fields = {{"ETag", etag},
                     {"Vary", "Accept-Encoding"},
                     {"Cache-Control", immutable ? "public, max-age=31536000, immutable" : "no-cache"}};
  if (is_known_already(head, etag)) {
    response.status = 304;
    response.content_type.clear();
    return response;
  }
  if (!as_gzip) {
    response.body = inflated(file.gzip, file.plain_bytes);
    return response;
  }
  response.static_body = file.gzip;
  response.fields.emplace_back("Content-Encoding", "gzip");
  return response;
}

}  // namespace

// `style-src-attr`: charts and tooltips write style attributes, which no nonce can name; a style attribute runs nothing
// and reaches nothing that `img-src` does not allow.
std::string content_security_policy(std::string_view nonce) {
  return fmt::format(
      "default-src 'none'; script-src 'self' 'nonce-{0}'; style-src 'self' 'nonce-{0}'; style-src-attr "
      "'unsafe-inline'; "
      "img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; frame-src blob:; "
      "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      nonce);
}

bool takes_gzip(std::string_view accept_encoding) {
  bool any = false;
  for (auto list = accept_encoding; !list.empty();) {
    auto const item = http::next_item(list);
    auto const semicolon = std::min(item.find(';'), item.size());
    auto const name = http::without_blanks(item.substr(0, semicolon));
    auto const weight = http::without_blanks(item.substr(std::min(semicolon + 1, item.size())));
    // "q=0", "q=0.", "q=0.000": not at all
    bool const refused = weight.starts_with("q=0") && weight.find_first_not_of("0.", 2) == std::string_view::npos;
    if (http::same_word(name, "gzip")) return !refused;
    if (name == "*") any = !refused;
  }
  return any;
}

std::string inflated(std::string_view gzip, std::size_t plain_bytes) {
  constexpr std::size_t head_bytes = 10;  // without a name or other extras: that is how it is written (RFC 1952)
  constexpr std::size_t tail_bytes = 8;
  if (gzip.size() < head_bytes + tail_bytes || gzip[3] != 0) return {};
  std::string plain(plain_bytes, '\0');
  boost::beast::zlib::z_params at;
  at.next_in = gzip.data() + head_bytes;
  at.avail_in = gzip.size() - head_bytes - tail_bytes;
  at.next_out = plain.data();
  at.avail_out = plain.size();
  boost::beast::zlib::inflate_stream stream;
  boost::system::error_code failed;
  stream.write(at, boost::beast::zlib::Flush::finish, failed);
  bool const whole = failed == boost::beast::zlib::error::end_of_stream && at.avail_out == 0;
  return whole || plain_bytes == 0 ? plain : std::string{};
}

std::function<std::optional<http::Response>(http::Head const&)> console_pages(Ids& ids,
                                                                              std::span<ConsoleFile const> files,
                                                                              std::string_view index) {
  return [&ids, files, pieces = pieces_of(index)](http::Head const& head) -> std::optional<http::Response> {
    auto const at = std::ranges::lower_bound(files, head.path, {}, &ConsoleFile::path);
    if (at != files.end() && at->path == head.path) return file_of(*at, head);
    if (!is_route(head.path)) return std::nullopt;
    auto const nonce = ids.nonce();
    return http::Response{.content_type = "text/html; charset=utf-8",
                          .body = fmt::format("{}", fmt::join(pieces, nonce)),
                          .fields = {{"Cache-Control", "no-store, no-cache"},
                                     {"Content-Security-Policy", content_security_policy(nonce)},
                                     {"Cross-Origin-Opener-Policy", "same-origin"}}};
  };
}

}  // namespace redress::api
