// Which network an address is counted as, where a limit is meant for one visitor.
//
// An IPv4 address counts as itself. Of an IPv6 address the first 64 bits count: a site is given at least that much
// (RFC 6177), so whoever has one address there has 2^64. Pure.
#pragma once

#include <string>
#include <string_view>

namespace redress::api::http {

/// "203.0.113.9", "2001:db8:1:2::/64"; loopback as "127.0.0.1" and "::1". What is no address is given back as it is.
std::string network_of(std::string_view address);

}  // namespace redress::api::http
