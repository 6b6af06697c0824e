#include "engine/cel/network.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace redress::cel {
namespace {

constexpr std::size_t text_size_max = 45;  // eight groups of four and the dots of a mapped address
constexpr int v4_bits_before = 96;         // what ::ffff:0:0/96 puts before an IPv4 address

int bits_of(IpAddress const& address) { return address.is_v4 ? 32 : 128; }
int prefix_in_octets(IpRange const& range) { return range.prefix_bits + (range.address.is_v4 ? v4_bits_before : 0); }

/// The first of the four octets of an IPv4 address.
std::uint8_t v4_octet(IpAddress const& address, std::size_t place) { return address.octets[12 + place]; }

bool is_mapped(IpAddress const& address) {
  return std::all_of(address.octets.begin(), address.octets.begin() + 10, [](auto octet) { return octet == 0; }) &&
         address.octets[10] == 0xFF && address.octets[11] == 0xFF;
}

std::string dotted(IpAddress const& address) {
  return fmt::format("{}.{}.{}.{}", v4_octet(address, 0), v4_octet(address, 1), v4_octet(address, 2),
                     v4_octet(address, 3));
}

struct Run {
  std::size_t begin = 0;
  std::size_t size = 0;
};

/// The first of the longest runs of zero groups, if it is longer than one.
Run longest_zeros(std::array<unsigned, 8> const& groups) {
  Run best;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    std::size_t size = 0;
    while (i + size < groups.size() && groups[i + size] == 0) ++size;
    if (size > 1 && size > best.size) best = {i, size};
  }
  return best;
}

std::uint8_t kept_bits(int prefix_bits, std::size_t octet) {
  int const kept = std::clamp(prefix_bits - static_cast<int>(octet) * 8, 0, 8);
  return static_cast<std::uint8_t>(0xFF00U >> kept);
}

IpAddress masked_to(IpAddress address, int prefix_in_octets) {
  for (std::size_t i = 0; i < address.octets.size(); ++i) address.octets[i] &= kept_bits(prefix_in_octets, i);
  return address;
}

}  // namespace

std::optional<IpAddress> parse_ip(std::string_view text) {
  bool const colons = text.find(':') != std::string_view::npos;
  bool const dots = text.find('.') != std::string_view::npos;
  if (text.size() > text_size_max || (colons && dots) || text.find('\0') != std::string_view::npos) return std::nullopt;
  std::string const terminated(text);
  IpAddress made;
  made.is_v4 = dots;
  if (colons) {
    if (inet_pton(AF_INET6, terminated.c_str(), made.octets.data()) != 1) return std::nullopt;
    return made;
  }
  made.octets[10] = made.octets[11] = 0xFF;
  if (inet_pton(AF_INET, terminated.c_str(), made.octets.data() + 12) != 1) return std::nullopt;
  return made;
}

std::optional<IpRange> parse_cidr(std::string_view text) {
  std::size_t const slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  auto const address = parse_ip(text.substr(0, slash));
  std::string_view const digits = text.substr(slash + 1);
  if (!address || digits.empty() || digits.size() > 3 || (digits[0] == '0' && digits.size() > 1)) return std::nullopt;
  int bits = 0;
  auto const [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  if (fault != std::errc{} || end != digits.data() + digits.size() || bits < 0 || bits > bits_of(*address))
    return std::nullopt;
  return IpRange{*address, static_cast<std::uint8_t>(bits)};
}

std::string format(IpAddress const& address) {
  if (address.is_v4) return dotted(address);
  if (is_mapped(address)) return "::ffff:" + dotted(address);
  std::array<unsigned, 8> groups{};
  for (std::size_t i = 0; i < groups.size(); ++i) groups[i] = address.octets[2 * i] * 256U + address.octets[2 * i + 1];
  Run const zeros = longest_zeros(groups);
  std::string text;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (zeros.size > 0 && i == zeros.begin) {
      text += "::";
      i += zeros.size - 1;
      continue;
    }
    if (!text.empty() && !text.ends_with(':')) text += ':';
    text += fmt::format("{:x}", groups[i]);
  }
  return text;
}

std::string format(IpRange const& range) { return fmt::format("{}/{}", format(range.address), range.prefix_bits); }

IpRange masked(IpRange const& range) { return {masked_to(range.address, prefix_in_octets(range)), range.prefix_bits}; }

bool contains(IpRange const& range, IpAddress const& address) {
  if (range.address.is_v4 != address.is_v4) return false;
  int const prefix = prefix_in_octets(range);
  return masked_to(range.address, prefix) == masked_to(address, prefix);
}

bool contains(IpRange const& range, IpRange const& inner) {
  return range.prefix_bits <= inner.prefix_bits && contains(range, inner.address);
}

bool is_unspecified(IpAddress const& address) {
  return std::all_of(address.octets.begin() + (address.is_v4 ? 12 : 0), address.octets.end(),
                     [](auto octet) { return octet == 0; });
}

bool is_loopback(IpAddress const& address) {
  if (address.is_v4) return v4_octet(address, 0) == 127;
  IpAddress one;
  one.octets[15] = 1;
  return address == one;
}

bool is_link_local_unicast(IpAddress const& address) {
  if (address.is_v4) return v4_octet(address, 0) == 169 && v4_octet(address, 1) == 254;
  return address.octets[0] == 0xFE && (address.octets[1] & 0xC0) == 0x80;
}

bool is_link_local_multicast(IpAddress const& address) {
  if (address.is_v4) return v4_octet(address, 0) == 224 && v4_octet(address, 1) == 0 && v4_octet(address, 2) == 0;
  return address.octets[0] == 0xFF && (address.octets[1] & 0x0F) == 0x02;
}

bool is_global_unicast(IpAddress const& address) {
  bool const multicast = address.is_v4 ? (v4_octet(address, 0) & 0xF0) == 0xE0 : address.octets[0] == 0xFF;
  bool const broadcast = address.is_v4 && std::all_of(address.octets.begin() + 12, address.octets.end(),
                                                      [](auto octet) { return octet == 0xFF; });
  return !multicast && !broadcast && !is_unspecified(address) && !is_loopback(address) &&
         !is_link_local_unicast(address);
}

}  // namespace redress::cel
