#include "tests/api/http/malformed_heads.hpp"

namespace redress::api::http {

using enum HeadRefusal;

namespace {

std::string get(std::string const& fields) { return "GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n"; }
std::string post(std::string const& fields) { return "POST /rpc HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n"; }
std::string nul(std::string text) {
  for (auto& c : text)
    if (c == '@') c = '\0';
  return text;
}

}  // namespace

std::vector<MalformedHead> const& malformed_heads() {
  // clang-format off
  static std::vector<MalformedHead> const heads{
      // Line ends and control bytes.
      {"GET / HTTP/1.1\nHost: a\n\n",                                   line_must_end_in_crlf},
      {"GET / HTTP/1.1\r\nHost: a\n\r\n",                               line_must_end_in_crlf},
      {"GET / HTTP/1.1\r\nHost: a\r\n\n",                               line_must_end_in_crlf},
      {"GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n",                       control_byte},
      {"GET / HTTP/1.1\r\nHost: a\r\r\n\r\n",                           control_byte},
      {nul("GET / HTTP/1.1\r\nHost: a@b\r\n\r\n"),                      control_byte},
      {nul("GET /@ HTTP/1.1\r\nHost: a\r\n\r\n"),                       control_byte},
      {get("X: \x01\r\n"),                                              control_byte},
      {get("X: \x7f\r\n"),                                              control_byte},
      {"GET\t/\tHTTP/1.1\r\nHost: a\r\n\r\n",                           request_line_malformed},
      // The request line.
      {"\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",                         request_line_malformed},
      {" GET / HTTP/1.1\r\nHost: a\r\n\r\n",                            request_line_malformed},
      {"GET  / HTTP/1.1\r\nHost: a\r\n\r\n",                            request_line_malformed},
      {"GET / HTTP/1.1 \r\nHost: a\r\n\r\n",                            request_line_malformed},
      {"GET /\r\n\r\n",                                                 request_line_malformed},
      {"GET / HTTPS/1.1\r\nHost: a\r\n\r\n",                            request_line_malformed},
      {"GET / http/1.1\r\nHost: a\r\n\r\n",                             request_line_malformed},
      {"G(T / HTTP/1.1\r\nHost: a\r\n\r\n",                             request_line_malformed},
      {"GET / HTTP/2.0\r\nHost: a\r\n\r\n",                             version_not_served},
      {"GET / HTTP/0.9\r\nHost: a\r\n\r\n",                             version_not_served},
      {"GET / HTTP/1.2\r\nHost: a\r\n\r\n",                             version_not_served},
      {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",                              version_not_served},
      {"get / HTTP/1.1\r\nHost: a\r\n\r\n",                             method_unknown},
      {"Post /rpc HTTP/1.1\r\nHost: a\r\n\r\n",                         method_unknown},
      {"BREW /pot HTTP/1.1\r\nHost: a\r\n\r\n",                         method_unknown},
      {"DELETE /rpc HTTP/1.1\r\nHost: a\r\n\r\n",                       method_not_served},
      {"TRACE / HTTP/1.1\r\nHost: a\r\n\r\n",                           method_not_served},
      {"CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n",                     method_not_served},
      {"GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n",                     target_not_origin_form},
      {"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",                         target_not_origin_form},
      {"GET rpc HTTP/1.1\r\nHost: a\r\n\r\n",                           target_not_origin_form},
      {"GET /#top HTTP/1.1\r\nHost: a\r\n\r\n",                         target_byte_not_allowed},
      {"GET /a\\b HTTP/1.1\r\nHost: a\r\n\r\n",                         target_byte_not_allowed},
      {"GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",                          target_byte_not_allowed},
      {"GET /%4 HTTP/1.1\r\nHost: a\r\n\r\n",                           target_byte_not_allowed},
      {"GET /\xe4\xb8\xad HTTP/1.1\r\nHost: a\r\n\r\n",                 target_byte_not_allowed},
      {"GET /" + std::string(4096, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n", target_too_long},
      {"GET /" + std::string(8000, 'a'),                                target_too_long},
      // Fields.
      {get("X: a\r\n b\r\n"),                                           field_folded},
      {get("X: a\r\n\tTransfer-Encoding: chunked\r\n"),                 field_folded},
      {"GET / HTTP/1.1\r\n Host: a\r\n\r\n",                            field_folded},
      {get("X : a\r\n"),                                                field_name_malformed},
      {post("Content-Length : 5\r\n"),                                  field_name_malformed},
      {get(": a\r\n"),                                                  field_name_malformed},
      {get("no colon\r\n"),                                             field_name_malformed},
      {get("X(Y): a\r\n"),                                              field_name_malformed},
      {get("\xc3\xa9: a\r\n"),                                          field_name_malformed},
      {get("X: " + std::string(17000, 'a') + "\r\n"),                   head_too_long},
      // Host.
      {"GET / HTTP/1.1\r\n\r\n",                                        host_missing},
      {get("Host: b\r\n"),                                              field_twice},
      {get("host: a\r\n"),                                              field_twice},
      {"GET / HTTP/1.1\r\nHost:\r\n\r\n",                               host_malformed},
      {"GET / HTTP/1.1\r\nHost: a, b\r\n\r\n",                          host_malformed},
      {"GET / HTTP/1.1\r\nHost: user@a\r\n\r\n",                        host_malformed},
      {"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",                           host_malformed},
      {"GET / HTTP/1.1\r\nHost: a:99999\r\n\r\n",                       host_malformed},
      {"GET / HTTP/1.1\r\nHost: [::1\r\n\r\n",                          host_malformed},
      // Framing: the ways to make two readers disagree where a request ends.
      {post("Content-Length: 5\r\nContent-Length: 5\r\n"),              field_twice},
      {post("Content-Length: 5\r\nContent-Length: 6\r\n"),              field_twice},
      {post("Content-Length: 5, 5\r\n"),                                content_length_malformed},
      {post("Content-Length: +5\r\n"),                                  content_length_malformed},
      {post("Content-Length: -5\r\n"),                                  content_length_malformed},
      {post("Content-Length: 0x5\r\n"),                                 content_length_malformed},
      {post("Content-Length: 5 5\r\n"),                                 content_length_malformed},
      {post("Content-Length: 5;\r\n"),                                  content_length_malformed},
      {post("Content-Length:\r\n"),                                     content_length_malformed},
      {post("Content-Length: 1e3\r\n"),                                 content_length_malformed},
      {post("Content-Length: 18446744073709551616\r\n"),              content_length_overflows},
      {post("Content-Length: 99999999999999999999999\r\n"),           content_length_overflows},
      {post("Transfer-Encoding: chunked\r\n"),                          transfer_encoding},
      {post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"),     transfer_encoding},
      {post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"),     transfer_encoding},
      {post("Transfer-Encoding: identity\r\n"),                         transfer_encoding},
      {post("Transfer-Encoding: gzip, chunked\r\n"),                    transfer_encoding},
      {post("Transfer-Encoding: xchunked\r\n"),                         transfer_encoding},
      {post("transfer-encoding:chunked\r\n"),                           transfer_encoding},
      {"POST /rpc HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",      transfer_encoding},
      {post("X: 1\r\n"),                                                length_required},
      {"PUT /v1/blobs HTTP/1.1\r\nHost: a\r\n\r\n",                     length_required},
      {get("Content-Length: 5\r\n"),                                    body_not_expected},
      {"HEAD / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n",       body_not_expected},
      {"OPTIONS / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n",    body_not_expected},
      {post("Content-Encoding: gzip\r\nContent-Length: 5\r\n"),         content_encoding},
      // One caller, one meaning.
      {post("Authorization: Bearer a\r\nAuthorization: Bearer b\r\n"),  field_twice},
      {post("Content-Type: text/plain\r\ncontent-type: application/json\r\n"), field_twice},
      {get("Origin: http://a\r\nOrigin: http://b\r\n"),                 field_twice},
      {post("Expect: 200-ok\r\nContent-Length: 5\r\n"),                 expectation_unknown},
      {get("Upgrade: h2c\r\nConnection: Upgrade\r\n"),                  upgrade_not_websocket},
      {get("Upgrade: websocket, h2c\r\nConnection: Upgrade\r\n"),       upgrade_not_websocket},
      {get("Upgrade: websocket\r\n"),                                   upgrade_malformed},
      {post("Upgrade: websocket\r\nConnection: Upgrade\r\nContent-Length: 0\r\n"), upgrade_malformed},
      {"GET /rpc HTTP/1.0\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", upgrade_malformed},
  };
  // clang-format on
  return heads;
}

}  // namespace redress::api::http
