#include "api/http/head_check.hpp"

#include "api/http/field_values.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace redress::api::http {

using enum HeadRefusal;

namespace {

// The fields that change how a request is read, or who is believed to send it. All but Connection may stand once only:
// twice would mean two truths.
// clang-format off
enum class Known {
  host, content_length, transfer_encoding, content_encoding, connection, upgrade, expect,
  authorization, cookie, origin, content_type, content_digest, range, if_range,
  sec_fetch_site, sec_websocket_key, sec_websocket_version,
  none,
};
constexpr std::array<std::string_view, static_cast<std::size_t>(Known::none)> known_names{
  "host", "content-length", "transfer-encoding", "content-encoding", "connection", "upgrade", "expect",
  "authorization", "cookie", "origin", "content-type", "content-digest", "range", "if-range",
  "sec-fetch-site", "sec-websocket-key", "sec-websocket-version",
};
// clang-format on

Known known(std::string_view name) {
  auto const found = std::ranges::find_if(known_names, [&](std::string_view each) { return same_word(each, name); });
  return static_cast<Known>(found - known_names.begin());
}

constexpr std::uint32_t bit(Known field) { return 1u << static_cast<unsigned>(field); }

std::optional<Method> served_method(std::string_view word) {
  for (auto const each : {Method::get, Method::head, Method::post, Method::put, Method::options})
    if (name_of(each) == word) return each;
  return std::nullopt;
}

// Registered methods that a client may well mean; anything else is a typing error or an attack.
bool is_registered_method(std::string_view word) {
  return word == "DELETE" || word == "PATCH" || word == "TRACE" || word == "CONNECT";
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// RFC 3986: path and query bytes; a percent sign needs its two digits.
bool is_target(std::string_view text) {
  constexpr std::string_view others = "-._~!$&'()*+,;=:@/?";
  for (std::size_t i = 0; i < text.size(); ++i) {
    char const c = text[i];
    bool const letter_or_digit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter_or_digit || others.find(c) != std::string_view::npos) continue;
    if (c != '%' || i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) return false;
    i += 2;
  }
  return true;
}

// Everything below space but the tab, and DEL. Bytes from 0x80 up are old text that servers have always let through.
bool holds_control_byte(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    auto const byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && byte != '\t') || byte == 0x7f;
  });
}

}  // namespace

HeadVerdict const& HeadCheck::look(std::string_view bytes) {
  // "OPTIONS " and " HTTP/1.1\r\n" stand around the longest target.
  auto const request_line_end = std::min(limits_.target_bytes + 19, limits_.head_bytes);
  auto const refused = [this](HeadRefusal refusal) -> HeadVerdict const& {
    return verdict_ = {.kind = HeadVerdict::Kind::refused, .refusal = refusal, .frame = {.method = frame_.method}};
  };
  while (verdict_.kind == HeadVerdict::Kind::incomplete) {
    auto const limit = first_line_ ? request_line_end : limits_.head_bytes;
    auto const end = bytes.substr(0, limit).find('\n', scanned_);
    if (end == std::string_view::npos) {
      if (bytes.size() >= limit) return refused(limit < limits_.head_bytes ? target_too_long : head_too_long);
      scanned_ = bytes.size();
      break;
    }
    auto line = bytes.substr(line_begin_, end - line_begin_);
    line_begin_ = scanned_ = end + 1;
    if (!line.ends_with('\r')) return refused(line_must_end_in_crlf);
    line.remove_suffix(1);
    if (holds_control_byte(line)) return refused(control_byte);

    bool const last = line.empty() && !first_line_;
    auto const reason = first_line_ ? take_request_line(line) : last ? take_end() : take_field(line);
    if (reason) return refused(*reason);
    first_line_ = false;
    if (last) {
      frame_.size = line_begin_;
      verdict_ = {.kind = HeadVerdict::Kind::complete, .frame = frame_};
    }
  }
  return verdict_;
}

HeadCheck::Reason HeadCheck::take_request_line(std::string_view line) {
  auto const first = line.find(' ');
  auto const second = first == std::string_view::npos ? first : line.find(' ', first + 1);
  if (second == std::string_view::npos) return request_line_malformed;
  auto const method = line.substr(0, first);
  auto const target = line.substr(first + 1, second - first - 1);
  auto const version = line.substr(second + 1);

  if (!is_token(method) || target.empty()) return request_line_malformed;
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    bool const other_version = version.size() == 8 && version.starts_with("HTTP/") && version[6] == '.' &&
                               version.find_first_not_of("0123456789.", 5) == std::string_view::npos;
    return other_version ? version_not_served : request_line_malformed;
  }
  http_1_0_ = version == "HTTP/1.0";
  auto const served = served_method(method);
  if (!served) return is_registered_method(method) ? method_not_served : method_unknown;
  frame_.method = *served;
  if (target.size() > limits_.target_bytes) return target_too_long;
  if (target.front() != '/') return target_not_origin_form;
  if (!is_target(target)) return target_byte_not_allowed;
  return std::nullopt;
}

HeadCheck::Reason HeadCheck::take_field(std::string_view line) {
  if (line.front() == ' ' || line.front() == '\t') return field_folded;
  if (++fields_ > limits_.fields) return too_many_fields;
  auto const colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return field_name_malformed;
  auto const field = known(line.substr(0, colon));
  if (field == Known::none) return std::nullopt;
  if (field != Known::connection && (seen_ & bit(field))) return field_twice;
  seen_ |= bit(field);

  auto const value = without_blanks(line.substr(colon + 1));
  switch (field) {
    case Known::transfer_encoding:
      return transfer_encoding;
    case Known::content_encoding:
      if (!same_word(value, "identity")) return content_encoding;
      break;
    case Known::host:
      if (!is_host(value)) return host_malformed;
      break;
    case Known::upgrade:
      if (!same_word(value, "websocket")) return upgrade_not_websocket;
      frame_.websocket = true;
      break;
    case Known::connection:
      connection_close_ = connection_close_ || lists_word(value, "close");
      connection_upgrade_ = connection_upgrade_ || lists_word(value, "upgrade");
      break;
    case Known::expect:
      if (!same_word(value, "100-continue")) return expectation_unknown;
      frame_.expects_continue = true;
      break;
    case Known::content_length:
      return take_content_length(value);
    default:
      break;
  }
  return std::nullopt;
}

HeadCheck::Reason HeadCheck::take_content_length(std::string_view digits) {
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos)
    return content_length_malformed;
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  auto& length = frame_.content_length;
  for (char const c : digits) {
    auto const digit = static_cast<std::uint64_t>(c - '0');
    if (length > (most - digit) / 10) return content_length_overflows;
    length = length * 10 + digit;
  }
  return std::nullopt;
}

HeadCheck::Reason HeadCheck::take_end() {
  if (!http_1_0_ && !(seen_ & bit(Known::host))) return host_missing;
  bool const brings_body = frame_.method == Method::post || frame_.method == Method::put;
  if (brings_body && !(seen_ & bit(Known::content_length))) return length_required;
  if (!brings_body && frame_.content_length > 0) return body_not_expected;
  if (frame_.websocket && (frame_.method != Method::get || http_1_0_ || !connection_upgrade_)) return upgrade_malformed;
  // HTTP/1.0 knows neither interim answers nor, to us, a second request on the connection.
  frame_.expects_continue = frame_.expects_continue && !http_1_0_;
  frame_.keep_alive = !http_1_0_ && !connection_close_;
  return std::nullopt;
}

}  // namespace redress::api::http
