#include "engine/cel/string_extension.hpp"

#include "engine/cel/base64.hpp"
#include "engine/cel/string_format.hpp"
#include "engine/cel/text.hpp"
#include "engine/cel/text_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace redress::cel {
namespace {

Outcome out_of_range(std::int64_t index) {
  return error(fmt::format("位置超出字符串：{}", index), fmt::format("index out of range: {}", index));
}

std::int64_t charged_length(Calling& calling, std::string const& text) {
  calling.charge(text.size());
  return count_code_points(text);
}

std::size_t byte_at(std::string const& text, std::int64_t code_point) {
  return bytes_of_code_points(text, static_cast<std::size_t>(code_point));
}

Outcome char_at(Calling& calling, Arguments a) {
  std::string const& text = a[0].as_string();
  std::int64_t const index = a[1].as_int();
  std::int64_t const length = charged_length(calling, text);
  if (index < 0 || index > length) return out_of_range(index);
  if (index == length) return Value("");
  std::string_view const rest = std::string_view(text).substr(byte_at(text, index));
  return Value(rest.substr(0, bytes_of_code_points(rest, 1)));
}

Outcome index_of(Calling& calling, Arguments a) {
  std::string const& text = a[0].as_string();
  std::int64_t const from = a.size() > 2 ? a[2].as_int() : 0;
  std::int64_t const length = charged_length(calling, text);
  if (from < 0 || from > length) return out_of_range(from);
  calling.charge(a[1].as_string().size());
  std::size_t const found = TextSearch(a[1].as_string()).first(text, byte_at(text, from));
  return Value(found == std::string::npos ? std::int64_t{-1}
                                          : count_code_points(std::string_view(text).substr(0, found)));
}

Outcome last_index_of(Calling& calling, Arguments a) {
  std::string const& text = a[0].as_string();
  std::int64_t const length = charged_length(calling, text);
  std::int64_t const from = a.size() > 2 ? a[2].as_int() : length;
  if (from < 0 || from > length) return out_of_range(from);
  calling.charge(a[1].as_string().size());
  std::size_t const found = TextSearch(a[1].as_string()).last(text, byte_at(text, from));
  return Value(found == std::string::npos ? std::int64_t{-1}
                                          : count_code_points(std::string_view(text).substr(0, found)));
}

Outcome substring(Calling& calling, Arguments a) {
  std::string const& text = a[0].as_string();
  std::int64_t const length = charged_length(calling, text);
  std::int64_t const from = a[1].as_int();
  std::int64_t const to = a.size() > 2 ? a[2].as_int() : length;
  if (from < 0 || from > length) return out_of_range(from);
  if (to < 0 || to > length) return out_of_range(to);
  if (to < from) {
    return error(fmt::format("子串的起点 {} 在终点 {} 之后", from, to),
                 fmt::format("invalid substring range: start {}, end {}", from, to));
  }
  std::size_t const begin = byte_at(text, from);
  return Value(text.substr(begin, byte_at(text, to) - begin));
}

template <char from, char to>
Outcome ascii_case(Calling& calling, Arguments a) {
  std::string text = a[0].as_string();
  calling.charge(text.size());
  for (char& c : text) {
    if (c >= from && c < from + 26) c = static_cast<char>(c - from + to);
  }
  return Value(std::move(text));
}

Outcome replace(Calling& calling, Arguments a) {
  std::string const& text = a[0].as_string();
  std::string const& old = a[1].as_string();
  std::string const& made = a[2].as_string();
  std::int64_t left = a.size() > 3 ? a[3].as_int() : -1;
  calling.charge(text.size() + old.size());
  TextSearch const search(old);
  std::string out;
  std::size_t at = 0;
  while (left != 0 && calling.steps >= 0) {
    std::size_t const found = search.first(text, at);
    if (found == std::string::npos) break;
    calling.charge(made.size());
    out.append(text, at, found - at).append(made);
    at = found + old.size();
    --left;
    if (!old.empty()) continue;
    if (at >= text.size()) return Value(std::move(out));  // an empty text stands before every code point and at the end
    std::size_t const step = bytes_of_code_points(std::string_view(text).substr(at), 1);
    out.append(text, at, step);
    at += step;
  }
  out.append(text, at);
  return Value(std::move(out));
}

Outcome split(Calling& calling, Arguments a) {
  std::string_view rest = a[0].as_string();
  std::string const& separator = a[1].as_string();
  std::int64_t const limit = a.size() > 2 ? a[2].as_int() : -1;
  calling.charge(rest.size() + separator.size());
  TextSearch const search(separator);
  List parts;
  if (limit == 0) return Value(std::move(parts));
  while (limit < 0 || static_cast<std::int64_t>(parts.size()) + 1 < limit) {
    if (--calling.steps < 0) break;
    std::size_t const found = separator.empty() ? bytes_of_code_points(rest, 1) : search.first(rest);
    if (found == std::string_view::npos || (separator.empty() && found >= rest.size())) break;
    parts.emplace_back(rest.substr(0, found));
    rest.remove_prefix(found + separator.size());
  }
  if (!rest.empty() || !separator.empty()) parts.emplace_back(rest);
  return Value(std::move(parts));
}

Outcome join(Calling& calling, Arguments a) {
  std::string const separator = a.size() > 1 ? a[1].as_string() : "";
  std::string out;
  bool first = true;
  for (Value const& item : a[0].as_list()) {
    if (!item.is(Kind::string)) return no_overload("join", a);
    calling.charge(item.as_string().size() + separator.size());
    if (calling.steps < 0) break;
    if (!first) out += separator;
    out += item.as_string();
    first = false;
  }
  return Value(std::move(out));
}

/// Unicode's White_Space.
bool is_space(char32_t c) {
  constexpr std::array<char32_t, 8> singles{0x20, 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F};
  return (c >= 0x09 && c <= 0x0D) || (c >= 0x2000 && c <= 0x200A) || c == 0x3000 ||
         std::find(singles.begin(), singles.end(), c) != singles.end();
}

Outcome trim(Calling& calling, Arguments a) {
  std::string_view rest = a[0].as_string();
  calling.charge(rest.size());
  std::size_t begin = std::string_view::npos;
  std::size_t end = 0;
  std::size_t const size = rest.size();
  while (!rest.empty()) {
    std::size_t const at = size - rest.size();
    if (is_space(take_code_point(rest))) continue;
    if (begin == std::string_view::npos) begin = at;
    end = size - rest.size();
  }
  if (begin == std::string_view::npos) return Value("");
  return Value(a[0].as_string().substr(begin, end - begin));
}

Outcome reverse(Calling& calling, Arguments a) {
  std::string_view rest = a[0].as_string();
  calling.charge(rest.size());
  std::vector<char32_t> codes;
  while (!rest.empty()) codes.push_back(take_code_point(rest));
  std::string out;
  for (auto code = codes.rbegin(); code != codes.rend(); ++code) append_code_point(out, *code);
  return Value(std::move(out));
}

Outcome quote_text(Calling& calling, Arguments a) {
  calling.charge(a[0].as_string().size() * 4);
  return Value(quote(a[0].as_string()));
}

Outcome format_arguments(Calling& calling, Arguments a) {
  return format_text(calling, a[0].as_string(), a[1].as_list());
}

Outcome base64_encode(Calling& calling, Arguments a) {
  calling.charge(a[0].as_bytes().size() * 2);
  return Value(to_base64(a[0].as_bytes()));
}

Outcome base64_decode(Calling& calling, Arguments a) {
  calling.charge(a[0].as_string().size());
  auto octets = from_base64(a[0].as_string());
  return octets ? Outcome(Value::bytes(std::move(*octets))) : error("这不是合法的 base64", "not valid base64");
}

}  // namespace

std::vector<Function> string_extension_functions() {
  Type const i = Type::int64(), s = Type::string(), strings = Type::list(s), any = Type::list(Type::dyn()),
             y = Type::bytes();
  return {
      {"charAt", {{{{s, i}, s, true}, char_at}}},
      {"indexOf", {{{{s, s}, i, true}, index_of}, {{{s, s, i}, i, true}, index_of}}},
      {"lastIndexOf", {{{{s, s}, i, true}, last_index_of}, {{{s, s, i}, i, true}, last_index_of}}},
      {"substring", {{{{s, i}, s, true}, substring}, {{{s, i, i}, s, true}, substring}}},
      {"lowerAscii", {{{{s}, s, true}, ascii_case<'A', 'a'>}}},
      {"upperAscii", {{{{s}, s, true}, ascii_case<'a', 'A'>}}},
      {"replace", {{{{s, s, s}, s, true}, replace}, {{{s, s, s, i}, s, true}, replace}}},
      {"split", {{{{s, s}, strings, true}, split}, {{{s, s, i}, strings, true}, split}}},
      {"join", {{{{strings}, s, true}, join}, {{{strings, s}, s, true}, join}}},
      {"trim", {{{{s}, s, true}, trim}}},
      {"reverse", {{{{s}, s, true}, reverse}}},
      {"format", {{{{s, any}, s, true}, format_arguments}}},
      {"strings.quote", {{{{s}, s}, quote_text}}},
      {"base64.encode", {{{{y}, s}, base64_encode}}},
      {"base64.decode", {{{{s}, y}, base64_decode}}},
  };
}

}  // namespace redress::cel
