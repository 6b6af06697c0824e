#include "api/http/response_head.hpp"

#include <boost/beast/http/fields.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>

namespace redress::api::http {
namespace {

namespace beast_http = boost::beast::http;

bool is_one_line(std::string_view value) {
  return std::ranges::none_of(value, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; });
}

}  // namespace

void write_security_fields(beast_http::fields& fields) {
  fields.set(beast_http::field::server, "redress");
  fields.set("X-Content-Type-Options", "nosniff");
  fields.set("Referrer-Policy", "no-referrer");
}

void write_fields(beast_http::header<false>& head, Response const& response, std::uint64_t content_length,
                  bool keep_alive) {
  head.version(11);
  head.result(static_cast<unsigned>(response.status));
  write_security_fields(head);
  head.set("Cross-Origin-Resource-Policy", "same-origin");
  head.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  head.set(beast_http::field::cache_control, "no-store");
  for (auto const& [name, value] : response.fields) {
    assert(is_one_line(value));  // a line break here would let a value forge fields
    if (is_one_line(value)) head.set(name, value);
  }
  if (!response.content_type.empty() && is_one_line(response.content_type))
    head.set(beast_http::field::content_type, response.content_type);
  // 204 and 304 have no body and, by RFC 9110 section 8.6, 204 no length either.
  if (response.status != 204 && response.status != 304) {
    std::array<char, 20> digits;
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), content_length).ptr;
    head.set(beast_http::field::content_length, {digits.data(), static_cast<std::size_t>(end - digits.data())});
  }
  if (!keep_alive) head.set(beast_http::field::connection, "close");
}

}  // namespace redress::api::http
