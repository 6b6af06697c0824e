#include "engine/cel/string_format.hpp"

#include "engine/cel/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace redress::cel {
namespace {

constexpr int precision_max = 100;

Outcome mismatch(char clause, Value const& value) {
  return error(fmt::format("%{} 不能格式化 {}", clause, value.type().name()),
               fmt::format("%{} cannot format {}", clause, value.type().name()));
}

/// NaN, Infinity and -Infinity, which no clause formats otherwise; empty for finite numbers.
std::string not_finite(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
  return {};
}

void append_plain(Calling& calling, std::string& out, Value const& value);

void append_map(Calling& calling, std::string& out, Map const& map) {
  std::vector<std::pair<std::string, Value const*>> rows;
  for (auto const& [key, value] : map.entries()) {
    std::string text;
    append_plain(calling, text, key);
    rows.emplace_back(std::move(text), &value);
  }
  std::sort(rows.begin(), rows.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
  out += '{';
  for (std::size_t i = 0; i < rows.size() && calling.steps >= 0; ++i) {
    if (i > 0) out += ", ";
    out += rows[i].first + ": ";
    append_plain(calling, out, *rows[i].second);
  }
  out += '}';
}

/// What %s makes of any value.
void append_plain(Calling& calling, std::string& out, Value const& value) {
  calling.charge(0);
  if (calling.steps < 0) return;
  switch (value.kind()) {
    case Kind::string:
      calling.charge(value.as_string().size());
      out += value.as_string();
      break;
    case Kind::bytes:
      calling.charge(value.as_bytes().size() * 3);
      out += to_valid_utf8(value.as_bytes());
      break;
    case Kind::uint64:
      out += std::to_string(value.as_uint());
      break;
    case Kind::float64: {
      std::string const special = not_finite(value.as_double());
      out += special.empty() ? format_double(value.as_double()) : special;
      break;
    }
    case Kind::timestamp:
      out += format(value.as_timestamp());
      break;
    case Kind::duration:
      out += format(value.as_duration());
      break;
    case Kind::list: {
      out += '[';
      List const& items = value.as_list();
      for (std::size_t i = 0; i < items.size() && calling.steps >= 0; ++i) {
        if (i > 0) out += ", ";
        append_plain(calling, out, items[i]);
      }
      out += ']';
      break;
    }
    case Kind::map:
      append_map(calling, out, value.as_map());
      break;
    default:
      out += to_literal(value);
  }
}

template <class Bytes>
std::string hex_of(Bytes const& octets, bool upper) {
  std::string text;
  for (char c : octets) text += fmt::format(fmt::runtime(upper ? "{:02X}" : "{:02x}"), static_cast<unsigned char>(c));
  return text;
}

/// %b %o %x %X of a whole number; nullopt for other values.
std::optional<std::string> in_base(char clause, Value const& value) {
  std::string const layout = std::string("{:") + (clause == 'b' ? 'b' : clause) + "}";
  if (value.is(Kind::int64)) return fmt::format(fmt::runtime(layout), value.as_int());
  if (value.is(Kind::uint64)) return fmt::format(fmt::runtime(layout), value.as_uint());
  if (clause == 'b' && value.is(Kind::boolean)) return value.as_bool() ? "1" : "0";
  if (clause != 'x' && clause != 'X') return std::nullopt;
  if (value.is(Kind::string)) return hex_of(value.as_string(), clause == 'X');
  if (value.is(Kind::bytes)) return hex_of(value.as_bytes(), clause == 'X');
  return std::nullopt;
}

std::optional<std::string> decimal(Value const& value) {
  if (value.is(Kind::int64)) return std::to_string(value.as_int());
  if (value.is(Kind::uint64)) return std::to_string(value.as_uint());
  if (!value.is(Kind::float64)) return std::nullopt;
  std::string const special = not_finite(value.as_double());
  return special.empty() ? fmt::format("{:.0f}", value.as_double()) : special;
}

std::optional<std::string> with_precision(char clause, int precision, Value const& value) {
  double number = 0;
  if (value.is(Kind::float64)) {
    number = value.as_double();
  } else if (value.is(Kind::int64)) {
    number = static_cast<double>(value.as_int());
  } else if (value.is(Kind::uint64)) {
    number = static_cast<double>(value.as_uint());
  } else {
    return std::nullopt;
  }
  std::string const special = not_finite(number);
  if (!special.empty()) return special;
  return clause == 'e' ? fmt::format("{:.{}e}", number, precision) : fmt::format("{:.{}f}", number, precision);
}

}  // namespace

Outcome format_text(Calling& calling, std::string const& pattern, List const& arguments) {
  calling.charge(pattern.size());
  std::string out;
  std::size_t next = 0;
  for (std::size_t i = 0; i < pattern.size() && calling.steps >= 0; ++i) {
    if (pattern[i] != '%') {
      out += pattern[i];
      continue;
    }
    if (++i < pattern.size() && pattern[i] == '%') {
      out += '%';
      continue;
    }
    int precision = 6;
    if (i < pattern.size() && pattern[i] == '.') {
      precision = 0;
      for (++i; i < pattern.size() && pattern[i] >= '0' && pattern[i] <= '9' && precision <= precision_max; ++i) {
        precision = precision * 10 + (pattern[i] - '0');
      }
    }
    char const clause = i < pattern.size() ? pattern[i] : '\0';
    if (clause == '\0' || std::string_view("sdfeboxX").find(clause) == std::string_view::npos ||
        precision > precision_max) {
      return error("格式串里有不认识的写法", "unrecognized formatting clause");
    }
    if (next >= arguments.size()) {
      return error(fmt::format("格式串要第 {} 个值，但没有给", next + 1),
                   fmt::format("format argument {} is missing", next));
    }
    Value const& value = arguments[next++];
    std::optional<std::string> text;
    if (clause == 's') {
      append_plain(calling, out, value);
      continue;
    }
    if (value.is(Kind::string)) calling.charge(value.as_string().size() * 2);
    if (value.is(Kind::bytes)) calling.charge(value.as_bytes().size() * 2);
    calling.charge(16 * 8);
    if (clause == 'd') text = decimal(value);
    if (clause == 'f' || clause == 'e') text = with_precision(clause, precision, value);
    if (clause == 'b' || clause == 'o' || clause == 'x' || clause == 'X') text = in_base(clause, value);
    if (!text) return mismatch(clause, value);
    calling.charge(text->size() * 4);
    out += *text;
  }
  return Value(std::move(out));
}

}  // namespace redress::cel
