#include "engine/cel/text.hpp"

#include "engine/cel/value.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

namespace redress::cel {
namespace {

/// Length of the well-formed sequence at the left of `text`, 0 if there is none (RFC 3629: no surrogates, no
/// overlongs).
std::size_t sequence_length(std::string_view text) {
  auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  unsigned char const first = byte(0);
  if (first < 0x80) return 1;
  std::size_t const length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  if ((first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) > 0x9F)) return 0;
  if ((first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) > 0x8F)) return 0;
  return length;
}

void append_literal(std::string& text, Value const& value, std::size_t length_max);

void append_list(std::string& text, List const& items, std::size_t length_max) {
  text += '[';
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += ", ";
    append_literal(text, items[i], length_max);
    if (text.size() > length_max) return;
  }
  text += ']';
}

void append_map(std::string& text, Map const& map, std::size_t length_max) {
  text += '{';
  for (std::size_t i = 0; i < map.size(); ++i) {
    if (i > 0) text += ", ";
    append_literal(text, map.entries()[i].first, length_max);
    text += ": ";
    append_literal(text, map.entries()[i].second, length_max);
    if (text.size() > length_max) return;
  }
  text += '}';
}

std::string double_literal(double number) {
  if (std::isnan(number)) return "double(\"NaN\")";
  if (std::isinf(number)) return number > 0 ? "double(\"Infinity\")" : "double(\"-Infinity\")";
  std::string text = format_double(number);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

// Values can share parts so that written out they would be endless; hence the limit is asked before each part.
void append_literal(std::string& text, Value const& value, std::size_t length_max) {
  if (text.size() > length_max) return;
  switch (value.kind()) {
    case Kind::null:
      text += "null";
      break;
    case Kind::boolean:
      text += value.as_bool() ? "true" : "false";
      break;
    case Kind::int64:
      text += fmt::format("{}", value.as_int());
      break;
    case Kind::uint64:
      text += fmt::format("{}u", value.as_uint());
      break;
    case Kind::float64:
      text += double_literal(value.as_double());
      break;
    case Kind::string:
      text += quote(std::string_view(value.as_string()).substr(0, length_max + 4));
      break;
    case Kind::bytes:
      text += quote_bytes(std::string_view(value.as_bytes()).substr(0, length_max + 1));
      break;
    case Kind::list:
      append_list(text, value.as_list(), length_max);
      break;
    case Kind::map:
      append_map(text, value.as_map(), length_max);
      break;
    case Kind::timestamp:
      text += "timestamp(\"" + format(value.as_timestamp()) + "\")";
      break;
    case Kind::duration:
      text += "duration(\"" + format(value.as_duration()) + "\")";
      break;
    case Kind::type:
      text += value.as_type().name();
      break;
    case Kind::optional:
      if (auto const& held = value.as_optional().value) {
        text += "optional.of(";
        append_literal(text, *held, length_max);
        text += ')';
      } else {
        text += "optional.none()";
      }
      break;
    case Kind::ip:
      text += "ip(\"" + format(value.as_ip()) + "\")";
      break;
    case Kind::cidr:
      text += "cidr(\"" + format(value.as_cidr()) + "\")";
      break;
  }
}

}  // namespace

char32_t take_code_point(std::string_view& text) {
  std::size_t const length = std::max<std::size_t>(sequence_length(text), 1);
  auto code = static_cast<char32_t>(static_cast<unsigned char>(text[0]));
  if (length > 1) code &= 0x7FU >> length;
  for (std::size_t i = 1; i < length; ++i) code = (code << 6) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  text.remove_prefix(length);
  return code;
}

void append_code_point(std::string& text, char32_t code) {
  auto const push = [&](char32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (code < 0x80) {
    push(code);
  } else if (code < 0x800) {
    push(0xC0 | (code >> 6));
    push(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    push(0xE0 | (code >> 12));
    push(0x80 | ((code >> 6) & 0x3F));
    push(0x80 | (code & 0x3F));
  } else {
    push(0xF0 | (code >> 18));
    push(0x80 | ((code >> 12) & 0x3F));
    push(0x80 | ((code >> 6) & 0x3F));
    push(0x80 | (code & 0x3F));
  }
}

std::size_t bytes_of_code_points(std::string_view text, std::size_t count) {
  std::size_t bytes = 0;
  while (count > 0 && bytes < text.size()) {
    ++bytes;
    while (bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) ++bytes;
    --count;
  }
  return bytes;
}

std::string to_valid_utf8(std::string_view octets) {
  constexpr char32_t replacement = 0xFFFD;
  std::string text;
  while (!octets.empty()) {
    std::size_t const length = sequence_length(octets);
    if (length == 0)
      append_code_point(text, replacement);
    else
      text += octets.substr(0, length);
    octets.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return text;
}

std::string quote(std::string_view text) {
  std::string quoted = "\"";
  for (char c : text) {
    switch (c) {
      case '"':
        quoted += "\\\"";
        break;
      case '\\':
        quoted += "\\\\";
        break;
      case '\a':
        quoted += "\\a";
        break;
      case '\b':
        quoted += "\\b";
        break;
      case '\f':
        quoted += "\\f";
        break;
      case '\v':
        quoted += "\\v";
        break;
      case '\n':
        quoted += "\\n";
        break;
      case '\r':
        quoted += "\\r";
        break;
      case '\t':
        quoted += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
          quoted += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        } else {
          quoted += c;
        }
    }
  }
  return quoted + '"';
}

std::string quote_bytes(std::string_view octets) {
  std::string quoted = "b\"";
  for (char c : octets) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (c >= 0x20 && c < 0x7F) {
      quoted += c;
    } else {
      quoted += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    }
  }
  return quoted + '"';
}

bool is_valid_utf8(std::string_view text) {
  while (!text.empty()) {
    std::size_t const length = sequence_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::int64_t count_code_points(std::string_view text) {
  std::int64_t count = 0;
  for (char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

// The shortest digits that read back as the same double, with an exponent below 1e-4 and from 1e6 on, as cel-go has it.
std::string format_double(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "+Inf" : "-Inf";
  double const magnitude = std::fabs(number);
  bool const plain = magnitude == 0 || (magnitude >= 1e-4 && magnitude < 1e6);
  std::array<char, 64> digits{};
  auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), number,
                                 plain ? std::chars_format::fixed : std::chars_format::scientific)
                       .ptr;
  return {digits.data(), end};
}

std::string to_literal(Value const& value, std::size_t length_max) {
  std::string text;
  append_literal(text, value, length_max);
  if (text.size() <= length_max) return text;
  std::size_t cut = length_max;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  text.resize(cut);
  return text + "...";
}

}  // namespace redress::cel
