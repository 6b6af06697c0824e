// The network extension: ip(), cidr() and what can be asked of them.
#include "engine/cel/function.hpp"

#include <fmt/format.h>

namespace redress::cel {
namespace {

Outcome no_ip(Value const& text) {
  std::string const shown = to_literal(text, 60);
  return error(fmt::format("{} 不是 IP 地址（不含区域，映射的 IPv4 不用点）", shown),
               fmt::format("{} is no IP address (no zones, no IPv4-mapped IPv6 with dots)", shown));
}
Outcome no_cidr(Value const& text) {
  std::string const shown = to_literal(text, 60);
  return error(fmt::format("{} 不是网段，例如 10.0.0.0/8", shown),
               fmt::format("{} is no network range such as 10.0.0.0/8", shown));
}

Outcome ip(Calling&, Arguments a) {
  auto const address = parse_ip(a[0].as_string());
  return address ? Outcome(Value(*address)) : no_ip(a[0]);
}
Outcome is_ip(Calling&, Arguments a) { return Value(parse_ip(a[0].as_string()).has_value()); }
Outcome is_canonical(Calling&, Arguments a) {
  auto const address = parse_ip(a[0].as_string());
  return address ? Outcome(Value(format(*address) == a[0].as_string())) : no_ip(a[0]);
}
Outcome family(Calling&, Arguments a) { return Value(a[0].as_ip().is_v4 ? 4 : 6); }

template <bool (*holds)(IpAddress const&)>
Outcome asked(Calling&, Arguments a) {
  return Value(holds(a[0].as_ip()));
}

Outcome cidr(Calling&, Arguments a) {
  auto const range = parse_cidr(a[0].as_string());
  return range ? Outcome(Value(*range)) : no_cidr(a[0]);
}
Outcome is_cidr(Calling&, Arguments a) { return Value(parse_cidr(a[0].as_string()).has_value()); }

Outcome contains_ip(Calling&, Arguments a) { return Value(contains(a[0].as_cidr(), a[1].as_ip())); }
Outcome contains_ip_text(Calling&, Arguments a) {
  auto const address = parse_ip(a[1].as_string());
  return address ? Outcome(Value(contains(a[0].as_cidr(), *address))) : no_ip(a[1]);
}
Outcome contains_cidr(Calling&, Arguments a) { return Value(contains(a[0].as_cidr(), a[1].as_cidr())); }
Outcome contains_cidr_text(Calling&, Arguments a) {
  auto const range = parse_cidr(a[1].as_string());
  return range ? Outcome(Value(contains(a[0].as_cidr(), *range))) : no_cidr(a[1]);
}
Outcome ip_of(Calling&, Arguments a) { return Value(a[0].as_cidr().address); }
Outcome masked_range(Calling&, Arguments a) { return Value(masked(a[0].as_cidr())); }
Outcome prefix_length(Calling&, Arguments a) { return Value(std::int64_t{a[0].as_cidr().prefix_bits}); }

}  // namespace

std::vector<Function> network_functions() {
  Type const b = Type::boolean(), i = Type::int64(), s = Type::string(), address = Type::ip(), range = Type::cidr();
  return {
      {"ip", {{{{s}, address}, ip}, {{{range}, address, true}, ip_of}}},
      {"isIP", {{{{s}, b}, is_ip}}},
      {"ip.isCanonical", {{{{s}, b}, is_canonical}}},
      {"family", {{{{address}, i, true}, family}}},
      {"isUnspecified", {{{{address}, b, true}, asked<is_unspecified>}}},
      {"isLoopback", {{{{address}, b, true}, asked<is_loopback>}}},
      {"isGlobalUnicast", {{{{address}, b, true}, asked<is_global_unicast>}}},
      {"isLinkLocalMulticast", {{{{address}, b, true}, asked<is_link_local_multicast>}}},
      {"isLinkLocalUnicast", {{{{address}, b, true}, asked<is_link_local_unicast>}}},
      {"cidr", {{{{s}, range}, cidr}}},
      {"isCIDR", {{{{s}, b}, is_cidr}}},
      {"containsIP", {{{{range, address}, b, true}, contains_ip}, {{{range, s}, b, true}, contains_ip_text}}},
      {"containsCIDR", {{{{range, range}, b, true}, contains_cidr}, {{{range, s}, b, true}, contains_cidr_text}}},
      {"masked", {{{{range}, range, true}, masked_range}}},
      {"prefixLength", {{{{range}, i, true}, prefix_length}}},
  };
}

}  // namespace redress::cel
