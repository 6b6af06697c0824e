#include "api/webhooks/address_guard.hpp"

#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace redress::api::webhooks {
namespace {

using boost::asio::ip::address;
using boost::asio::ip::address_v4;
using boost::asio::ip::address_v6;

constexpr int mapped_bits = 96;  // of an IPv6 address before the IPv4 address mapped into it

struct Special {
  char const* network;
  int bits;
  Says what;
};

std::vector<Special> const& special_v4() {
  static std::vector<Special> const all{
      {"0.0.0.0", 8, {"本机网络", "this network"}},
      {"10.0.0.0", 8, {"私有地址", "a private address"}},
      {"100.64.0.0", 10, {"运营商级 NAT 地址", "carrier-grade NAT"}},
      {"127.0.0.0", 8, {"本机地址", "loopback"}},
      {"169.254.0.0", 16, {"链路本地地址（含云主机元数据）", "link-local, where clouds keep metadata"}},
      {"172.16.0.0", 12, {"私有地址", "a private address"}},
      {"192.0.0.0", 24, {"协议保留地址", "reserved for protocols"}},
      {"192.0.2.0", 24, {"文档示例地址", "for documentation"}},
      {"192.31.196.0", 24, {"保留地址", "reserved"}},
      {"192.52.193.0", 24, {"保留地址", "reserved"}},
      {"192.88.99.0", 24, {"6to4 中继", "a 6to4 relay"}},
      {"192.168.0.0", 16, {"私有地址", "a private address"}},
      {"192.175.48.0", 24, {"保留地址", "reserved"}},
      {"198.18.0.0", 15, {"测速网络", "for benchmarks"}},
      {"198.51.100.0", 24, {"文档示例地址", "for documentation"}},
      {"203.0.113.0", 24, {"文档示例地址", "for documentation"}},
      {"224.0.0.0", 4, {"组播地址", "multicast"}},
      {"240.0.0.0", 4, {"保留地址", "reserved"}},
  };
  return all;
}

// Outside of 2000::/3 nothing of IPv6 is global unicast, so inside of it only these have to be named.
std::vector<Special> const& special_v6() {
  static std::vector<Special> const all{
      {"::1", 128, {"本机地址", "loopback"}},
      {"fe80::", 10, {"链路本地地址", "link-local"}},
      {"fc00::", 7, {"唯一本地地址（私有）", "unique-local, a private address"}},
      {"ff00::", 8, {"组播地址", "multicast"}},
      {"2001::", 23, {"协议保留地址（含 Teredo）", "reserved for protocols, Teredo among them"}},
      {"2001:db8::", 32, {"文档示例地址", "for documentation"}},
      {"2620:4f:8000::", 48, {"保留地址", "reserved"}},
      {"3fff::", 20, {"文档示例地址", "for documentation"}},
  };
  return all;
}

bool within(address_v6::bytes_type const& bytes, address_v6::bytes_type const& base, int bits) {
  constexpr int byte = 8;
  for (int at = 0; bits > 0; ++at, bits -= byte) {
    auto const mask = bits >= byte ? 0xFFU : (0xFFU << (byte - bits)) & 0xFFU;
    auto const i = static_cast<std::size_t>(at);
    if ((bytes.at(i) & mask) != (base.at(i) & mask)) return false;
  }
  return true;
}

address_v6 as_v6(address const& from) {
  return from.is_v4() ? make_address_v6(boost::asio::ip::v4_mapped, from.to_v4()) : from.to_v6();
}

// The IPv4 address that packets end at: mapped (::ffff:0:0/96), compatible (::/96), NAT64 (64:ff9b::/96), 6to4
// (2002::/16).
std::optional<address_v4> inside(address_v6 const& v6) {
  auto const bytes = v6.to_bytes();
  constexpr std::size_t last = 12, sixth = 2;
  auto const v4_at = [&](std::size_t at) {
    return address_v4({bytes.at(at), bytes.at(at + 1), bytes.at(at + 2), bytes.at(at + 3)});
  };
  for (auto const* prefix : {"::ffff:0:0", "64:ff9b::"})
    if (within(bytes, boost::asio::ip::make_address_v6(prefix).to_bytes(), mapped_bits)) return v4_at(last);
  if (!v6.is_loopback() && within(bytes, address_v6::bytes_type{}, mapped_bits)) return v4_at(last);
  if (within(bytes, boost::asio::ip::make_address_v6("2002::").to_bytes(), 16)) return v4_at(sixth);
  return std::nullopt;
}

std::optional<Says> special(address const& from) {
  auto const v4 = from.is_v4() ? std::optional(from.to_v4()) : inside(from.to_v6());
  if (v4) {
    auto const bytes = as_v6(*v4).to_bytes();
    for (auto const& each : special_v4())
      if (within(bytes, as_v6(boost::asio::ip::make_address_v4(each.network)).to_bytes(), mapped_bits + each.bits))
        return each.what;
    return std::nullopt;
  }
  auto const bytes = from.to_v6().to_bytes();
  for (auto const& each : special_v6())
    if (within(bytes, boost::asio::ip::make_address_v6(each.network).to_bytes(), each.bits)) return each.what;
  if (!within(bytes, boost::asio::ip::make_address_v6("2000::").to_bytes(), 3))
    return Says{"非公网地址", "no public address"};
  return std::nullopt;
}

std::string lower(std::string_view text) {
  std::string made(text);
  std::ranges::transform(made, made.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return made;
}

// In the form the guard compares; a zone ("%eth0") is part of no address that may be named.
std::optional<address> address_in(std::string_view host) {
  boost::system::error_code failed;
  auto const made = boost::asio::ip::make_address(std::string(host), failed);
  if (failed || host.find('%') != std::string_view::npos) return std::nullopt;
  return made;
}

bool is_host_name(std::string_view text) {
  constexpr std::size_t longest = 253;
  return !text.empty() && text.size() <= longest && std::ranges::all_of(text, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_';
  });
}

Fault bad_url(std::string zh, std::string en) { return invalid_params("params.url", std::move(zh), std::move(en)); }

}  // namespace

std::string host_of(std::string_view url) {
  auto const parsed = boost::urls::parse_uri(boost::urls::string_view(url.data(), url.size()));
  if (!parsed) return {};
  std::string host = parsed->host();
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return lower(host);
}

std::optional<AddressGuard::Network> AddressGuard::network_from(std::string_view text) {
  auto const slash = text.find('/');
  auto const base = address_in(text.substr(0, slash));
  if (!base) return std::nullopt;
  int const most = base->is_v4() ? 32 : 128;
  int bits = most;
  if (slash != std::string_view::npos) {
    auto const digits = text.substr(slash + 1);
    auto const [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (failed != std::errc{} || end != digits.data() + digits.size() || bits < 0 || bits > most) return std::nullopt;
  }
  return Network{as_v6(*base), base->is_v4() ? mapped_bits + bits : bits};
}

Result<AddressGuard> AddressGuard::make(GuardOptions const& options) {
  AddressGuard guard;
  guard.ports_ = options.ports;
  for (auto const& text : options.allow) {
    if (auto const network = network_from(text))
      guard.networks_.push_back(*network);
    else if (is_host_name(text))
      guard.hosts_.push_back(lower(text));
    else
      return invalid_params("webhooks.allow", fmt::format("“{}”不是主机名、地址或网段", text),
                            fmt::format("\"{}\" is no host name, address or network", text));
  }
  return guard;
}

bool AddressGuard::is_listed_host(std::string_view host) const {
  return std::ranges::find(hosts_, lower(host)) != hosts_.end();
}

bool AddressGuard::is_listed_address(address const& given) const {
  auto const v4 = given.is_v6() ? inside(given.to_v6()) : std::nullopt;
  auto const bytes = as_v6(v4 ? address(*v4) : given).to_bytes();
  return std::ranges::any_of(networks_,
                             [&](auto const& each) { return within(bytes, each.base.to_bytes(), each.bits); });
}

std::optional<Says> AddressGuard::refusal_of(address const& given, std::string_view host) const {
  if (is_listed_host(host) || is_listed_address(given)) return std::nullopt;
  auto const what = special(given);
  if (!what) return std::nullopt;
  return Says{fmt::format("不向 {} 投递：{}", given.to_string(), what->zh),
              fmt::format("nothing is sent to {}: {}", given.to_string(), what->en)};
}

Result<void> AddressGuard::check_url(std::string_view url) const {
  if (url.size() > url_characters_max)
    return bad_url(fmt::format("网址至多 {} 个字符", url_characters_max),
                   fmt::format("a URL has at most {} characters", url_characters_max));
  auto const parsed = boost::urls::parse_uri(boost::urls::string_view(url.data(), url.size()));
  bool const http = parsed && parsed->scheme() == "http";
  if (!parsed || (!http && parsed->scheme() != "https") || parsed->host().empty())
    return bad_url("须为完整的 https 网址，如 https://erp.example.com/redress",
                   "this is no whole https address such as https://erp.example.com/redress");
  if (parsed->has_userinfo() || parsed->has_fragment())
    return bad_url("网址中不可有用户名、密码或 # 之后的部分", "a URL may hold no user name, password or fragment");
  auto const host = host_of(url);
  auto const literal = address_in(host);
  if (!literal && !is_host_name(host)) return bad_url("无法识别的主机名", "this is no host name");
  bool const listed = is_listed_host(host) || (literal && is_listed_address(*literal));
  if (literal)
    if (auto const why = refusal_of(*literal, host)) return bad_url(why->zh, why->en);
  if (listed) return {};
  if (http)
    return bad_url("须为 https；局域网主机须由服务启动参数放行",
                   "https is asked for, unless this host was allowed when the server was started");
  if (parsed->has_port() && std::ranges::find(ports_, parsed->port_number()) == ports_.end())
    return bad_url(fmt::format("不允许端口 {}，可用：{}", parsed->port_number(), fmt::join(ports_, "、")),
                   fmt::format("port {} is not allowed; there are {}", parsed->port_number(), fmt::join(ports_, ", ")));
  return {};
}

}  // namespace redress::api::webhooks
