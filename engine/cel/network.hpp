// IP addresses and ranges of them, as the network extension of CEL has them.
//
// An IPv4 address and the IPv6 one it is mapped to (::ffff:0:0/96) are equal. Zones ("fe80::1%en0") are refused, and so
// is a mapped address written with dots. Pure: nothing is looked up.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace redress::cel {

struct IpAddress {
  std::array<std::uint8_t, 16> octets{};  // IPv4 as the IPv6 address it is mapped to
  bool is_v4 = false;

  bool operator==(IpAddress const& other) const { return octets == other.octets; }
};

/// An address with the number of its leading bits that name the network: "192.168.0.1/24".
struct IpRange {
  IpAddress address;
  std::uint8_t prefix_bits = 0;  // of 32 for IPv4, of 128 for IPv6

  bool operator==(IpRange const& other) const {
    return address.is_v4 == other.address.is_v4 && address == other.address && prefix_bits == other.prefix_bits;
  }
};

std::optional<IpAddress> parse_ip(std::string_view text);
std::optional<IpRange> parse_cidr(std::string_view text);

/// The one canonical spelling: lower case, the longest run of zeros left out (RFC 5952).
std::string format(IpAddress const& address);
std::string format(IpRange const& range);

/// The range with every bit behind the prefix 0.
IpRange masked(IpRange const& range);

/// Never across families.
bool contains(IpRange const& range, IpAddress const& address);
bool contains(IpRange const& range, IpRange const& inner);

bool is_unspecified(IpAddress const& address);
bool is_loopback(IpAddress const& address);
bool is_link_local_unicast(IpAddress const& address);
bool is_link_local_multicast(IpAddress const& address);

/// Neither unspecified, loopback, multicast, link-local nor the IPv4 broadcast address.
bool is_global_unicast(IpAddress const& address);

}  // namespace redress::cel
