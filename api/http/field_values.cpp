#include "api/http/field_values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace redress::api::http {
namespace {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

constexpr std::array<bool, 256> bytes_of(std::string_view others) {
  std::array<bool, 256> set{};
  for (int c = 0; c < 128; ++c)
    set[static_cast<std::size_t>(c)] = is_digit(static_cast<char>(c)) || is_letter(static_cast<char>(c));
  for (char const c : others) set[static_cast<unsigned char>(c)] = true;
  return set;
}
constexpr auto token_bytes = bytes_of("!#$%&'*+-.^_`|~");
constexpr auto bearer_bytes = bytes_of("-._~+/=");
constexpr auto host_name_bytes = bytes_of("-._~!$&'()*+;=%");

bool only(std::array<bool, 256> const& set, std::string_view text) {
  return std::ranges::all_of(text, [&](char c) { return set[static_cast<unsigned char>(c)]; });
}

std::optional<std::uint64_t> whole_number(std::string_view digits) {
  std::uint64_t number = 0;
  auto const [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (wrong != std::errc{} || end != digits.data() + digits.size() || digits.empty()) return std::nullopt;
  return number;
}

}  // namespace

bool same_word(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::ranges::equal(a, b, {}, lower, lower);
}

bool is_token(std::string_view text) { return !text.empty() && only(token_bytes, text); }

std::string_view without_blanks(std::string_view text) {
  auto const first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string_view next_item(std::string_view& list) {
  auto const comma = list.find(',');
  auto const item = without_blanks(list.substr(0, comma));
  list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
  return item;
}

bool lists_word(std::string_view list, std::string_view word) {
  while (!list.empty())
    if (same_word(next_item(list), word)) return true;
  return false;
}

std::string_view bearer_token(std::string_view authorization) {
  constexpr std::string_view scheme = "bearer ";
  if (!same_word(authorization.substr(0, scheme.size()), scheme)) return {};
  auto const token = without_blanks(authorization.substr(scheme.size()));
  return only(bearer_bytes, token) ? token : std::string_view{};
}

std::string_view cookie_named(std::string_view field, std::string_view name) {
  if (name.empty()) return {};
  std::string_view found;
  bool seen = false;
  while (!field.empty()) {
    auto const end = std::min(field.find(';'), field.size());
    auto const pair = without_blanks(field.substr(0, end));
    field.remove_prefix(std::min(end + 1, field.size()));
    auto const equals = pair.find('=');
    if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
    if (seen) return {};
    seen = true;
    found = pair.substr(equals + 1);
  }
  return found;
}

bool is_json(std::string_view content_type) {
  return same_word(without_blanks(content_type.substr(0, content_type.find(';'))), "application/json");
}

bool origin_may_call(std::string_view origin, std::string_view host, std::span<std::string const> allowed) {
  if (std::ranges::any_of(allowed, [&](std::string const& each) { return same_word(each, origin); })) return true;
  for (auto const& [scheme, default_port] :
       {std::pair<std::string_view, std::string_view>{"http://", ":80"}, {"https://", ":443"}}) {
    if (!same_word(origin.substr(0, scheme.size()), scheme)) continue;
    auto const bare = [&](std::string_view name) {
      return name.ends_with(default_port) ? name.substr(0, name.size() - default_port.size()) : name;
    };
    return same_word(bare(origin.substr(scheme.size())), bare(host));
  }
  return false;
}

bool is_host(std::string_view text) {
  std::string_view port;
  if (text.starts_with('[')) {
    auto const end = text.find(']');
    if (end == std::string_view::npos || end == 1) return false;
    auto const address = text.substr(1, end - 1);
    if (address.find_first_not_of("0123456789abcdefABCDEF:.") != std::string_view::npos) return false;
    port = text.substr(end + 1);
  } else {
    auto const colon = text.find(':');
    auto const name = text.substr(0, colon);
    if (name.empty() || !only(host_name_bytes, name)) return false;
    if (colon != std::string_view::npos) port = text.substr(colon);
  }
  if (port.empty()) return true;
  auto const number = port.front() == ':' ? whole_number(port.substr(1)) : std::nullopt;
  return number && *number <= 65535;
}

bool is_sha256_hex(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

ByteRange read_range(std::string_view range, std::uint64_t size) {
  constexpr std::string_view unit = "bytes=";
  if (!same_word(range.substr(0, unit.size()), unit)) return {};
  auto const spec = without_blanks(range.substr(unit.size()));
  auto const dash = spec.find('-');
  if (dash == std::string_view::npos) return {};
  auto const first = whole_number(spec.substr(0, dash));
  auto const last = whole_number(spec.substr(dash + 1));
  if (dash == 0) {  // the last so many bytes
    if (!last) return {};
    if (*last == 0 || size == 0) return {.kind = ByteRange::Kind::unsatisfiable};
    auto const count = std::min(*last, size);
    return {ByteRange::Kind::part, size - count, count};
  }
  bool const open_end = dash + 1 == spec.size();
  if (!first || (!last && !open_end) || (last && *last < *first)) return {};
  if (*first >= size) return {.kind = ByteRange::Kind::unsatisfiable};
  auto const end = open_end ? size - 1 : std::min(*last, size - 1);
  return {ByteRange::Kind::part, *first, end - *first + 1};
}

}  // namespace redress::api::http
