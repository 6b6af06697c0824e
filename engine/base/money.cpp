#include "engine/base/money.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <charconv>
#include <limits>
#include <numeric>

namespace redress {
namespace {

__extension__ using Wide = __int128;  // products of two int64 fit, so no step below can overflow

// What a caller may say at most, either way: a hundred billion yuan. An order's 500 lines of it add up to a number that
// every reader of JSON reads exactly (2^53 - 1, RFC 7493), so whatever follows from it can be written in an entry.
constexpr std::int64_t money_minor_max = 10'000'000'000'000;

Fault overflow() { return invalid_params({}, "金额超出可表示的范围", "the amount is too large to represent"); }

Fault two_currencies(Money a, Money b) {
  return invalid_params({}, fmt::format("币种不同：{} 与 {}", a.currency.code(), b.currency.code()),
                        fmt::format("two currencies: {} and {}", a.currency.code(), b.currency.code()));
}

Result<Money> narrow(Wide minor, Currency currency) {
  if (minor > std::numeric_limits<std::int64_t>::max() || minor < std::numeric_limits<std::int64_t>::min())
    return overflow();
  return Money{static_cast<std::int64_t>(minor), currency};
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Result<Currency> Currency::parse(std::string_view code) {
  if (code.size() != 3 || !std::ranges::all_of(code, [](char c) { return c >= 'A' && c <= 'Z'; }))
    return invalid_params({}, fmt::format("币种须为三个大写字母，收到“{}”", code),
                          fmt::format("a currency is three upper-case letters, got \"{}\"", code));
  Currency currency;
  std::ranges::copy(code, currency.letters_.begin());
  return currency;
}

Result<Money> add(Money a, Money b) {
  if (a.currency != b.currency) return two_currencies(a, b);
  return narrow(Wide{a.minor} + b.minor, a.currency);
}

Result<Money> subtract(Money a, Money b) {
  if (a.currency != b.currency) return two_currencies(a, b);
  return narrow(Wide{a.minor} - b.minor, a.currency);
}

Result<Money> parse_yuan(std::string_view text) {
  auto const point = text.find('.');
  auto const whole = text.substr(0, point);
  auto fraction = point == std::string_view::npos ? std::string{} : std::string(text.substr(point + 1));
  bool const shaped = all_digits(whole) && (point == std::string_view::npos || all_digits(fraction));
  if (!shaped || fraction.size() > 2)
    return invalid_params({}, fmt::format("“{}”不是元为单位的金额（最多两位小数）", text),
                          fmt::format("\"{}\" is not an amount in yuan with at most two decimals", text));
  fraction.resize(2, '0');
  std::int64_t yuan = 0;
  if (std::from_chars(whole.data(), whole.data() + whole.size(), yuan).ec != std::errc{}) return overflow();
  return narrow(Wide{yuan} * 100 + (fraction[0] - '0') * 10 + (fraction[1] - '0'), Currency{});
}

std::string format_major(Money money) {
  auto const magnitude = money.minor < 0 ? -Wide{money.minor} : Wide{money.minor};
  return fmt::format("{}{}.{:02}", money.minor < 0 ? "-" : "", static_cast<std::uint64_t>(magnitude / 100),
                     static_cast<std::uint64_t>(magnitude % 100));
}

std::vector<Money> allocate(Money total, std::span<std::int64_t const> weights) {
  assert(total.minor >= 0);
  std::vector<Money> parts(weights.size(), Money{0, total.currency});
  if (parts.empty()) return parts;
  Wide const sum = std::accumulate(weights.begin(), weights.end(), Wide{0});
  if (sum == 0) {
    parts.front() = total;
    return parts;
  }
  std::vector<Wide> remainders(weights.size());
  std::int64_t left = total.minor;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    assert(weights[i] >= 0);
    Wide const share = Wide{total.minor} * weights[i];
    parts[i].minor = static_cast<std::int64_t>(share / sum);
    remainders[i] = share % sum;
    left -= parts[i].minor;
  }
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](auto a, auto b) { return remainders[a] > remainders[b]; });
  for (std::size_t i = 0; left > 0; ++i, --left) ++parts[order[i]].minor;
  return parts;
}

Result<Money> per_mille_of(Money base, std::int64_t per_mille) {
  assert(base.minor >= 0 && per_mille >= 0);
  return narrow((Wide{base.minor} * per_mille + 500) / 1000, base.currency);
}

boost::json::object to_json(Money money) { return {{"minor", money.minor}, {"currency", money.currency.code()}}; }

Result<Money> money_from_json(boost::json::value const& value, std::string position) {
  auto const* object = value.if_object();
  auto const* minor = object ? object->if_contains("minor") : nullptr;
  auto const* code = object ? object->if_contains("currency") : nullptr;
  if (!minor || !minor->is_int64() || !code || !code->is_string() || object->size() != 2)
    return invalid_params(std::move(position), "金额须形如 {\"minor\":20007,\"currency\":\"CNY\"}",
                          "money has the form {\"minor\":20007,\"currency\":\"CNY\"}");
  auto const currency = Currency::parse(code->get_string());
  if (!currency) return Fault{currency.error().kind, currency.error().says, std::move(position)};
  if (minor->get_int64() > money_minor_max || minor->get_int64() < -money_minor_max)
    return invalid_params(std::move(position), fmt::format("金额不可超过 {} 分", money_minor_max),
                          fmt::format("an amount is at most {} minor units", money_minor_max));
  return Money{minor->get_int64(), *currency};
}

}  // namespace redress
