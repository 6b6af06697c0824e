// The network extension: addresses of the documentation blocks (RFC 5737, RFC 3849) and the special ones (RFC 6890).
#include "tests/engine/cel/run.hpp"

#include <rapidcheck/gtest.h>

namespace redress::cel {
namespace {

TEST(CelNetwork, Addresses) {
  Case const table[] = {
      {"string(ip('198.51.100.7'))", "\"198.51.100.7\""},
      {"string(ip('2001:DB8:0:0:1:0:0:1'))", "\"2001:db8::1:0:0:1\""},
      {"string(ip('2001:db8:0:1:1:1:1:1'))", "\"2001:db8:0:1:1:1:1:1\""},
      {"string(ip('::'))", "\"::\""},
      {"string(ip('1::'))", "\"1::\""},
      {"string(ip('::102:304'))", "\"::102:304\""},
      {"ip('198.51.100.7')", "ip(\"198.51.100.7\")"},
      {"ip('198.51.100')", "!is no IP address"},
      {"ip('198.51.100.07')", "!is no IP address"},
      {"ip('198.51.100.256')", "!is no IP address"},
      {"ip('')", "!is no IP address"},
      {"ip('1:::2')", "!is no IP address"},
      {"ip('fe80::1%eth0')", "!is no IP address"},
      {"ip('::ffff:198.51.100.7')", "!is no IP address"},
      {"ip('198.51.100.7\\x00')", "!is no IP address"},
      {"ip(1)", "!no such overload: ip(int)"},
      {"isIP('2001:db8::7') && !isIP('2001:db8::g')", "true"},
      {"isIP(cidr('10.0.0.0/8'))", "!no such overload: isIP(net.CIDR)"},
      {"ip.isCanonical('2001:db8::7')", "true"},
      {"ip.isCanonical('2001:DB8::7')", "false"},
      {"ip.isCanonical('2001:db8')", "!is no IP address"},
      {"ip('198.51.100.7').family()", "4"},
      {"ip('2001:db8::7').family()", "6"},
      {"ip('::ffff:c633:6407') == ip('198.51.100.7')", "true"},
      {"ip('2001:db8::7') == ip('2001:DB8:0::7')", "true"},
      {"ip('198.51.100.7') == ip('198.51.100.8')", "false"},
      {"ip('198.51.100.7') == '198.51.100.7'", "false"},
      {"ip('198.51.100.7') < ip('198.51.100.8')", "!no such overload"},
      {"{ip('198.51.100.7'): 1}", "!unsupported map key type net.IP"},
      {"type(ip('::')) == net.IP && type(net.IP) == type", "true"},
  };
  expect_all(table);
}

struct Sort {
  std::string_view address;
  std::string_view is;  // of the five questions in order: one letter each that is true
};

TEST(CelNetwork, SortsOfAddresses) {
  Sort const table[] = {
      {"0.0.0.0", "u"},     {"127.9.8.7", "l"}, {"198.51.100.7", "g"}, {"255.255.255.255", ""},
      {"224.0.0.251", "m"}, {"224.0.1.1", ""},  {"169.254.0.1", "s"},  {"10.0.0.1", "g"},
      {"::", "u"},          {"::1", "l"},       {"2001:db8::7", "g"},  {"ff02::fb", "m"},
      {"ff0e::1", ""},      {"fe80::1", "s"},   {"fec0::1", "g"},      {"fd00::1", "g"},
  };
  for (auto const& [address, is] : table) {
    std::string const made = "ip('" + std::string(address) + "').";
    std::string found;
    for (auto const& [letter, question] :
         {std::pair{"u", "isUnspecified"}, std::pair{"l", "isLoopback"}, std::pair{"g", "isGlobalUnicast"},
          std::pair{"m", "isLinkLocalMulticast"}, std::pair{"s", "isLinkLocalUnicast"}}) {
      if (run(made + question + "()") == "true") found += letter;
    }
    EXPECT_EQ(found, is) << address;
  }
}

TEST(CelNetwork, Ranges) {
  Case const table[] = {
      {"string(cidr('203.0.113.9/24'))", "\"203.0.113.9/24\""},
      {"cidr('203.0.113.9/24').masked()", "cidr(\"203.0.113.0/24\")"},
      {"cidr('2001:db8:ffff::/33').masked()", "cidr(\"2001:db8:8000::/33\")"},
      {"cidr('203.0.113.9/24').ip()", "ip(\"203.0.113.9\")"},
      {"cidr('203.0.113.9/24').prefixLength()", "24"},
      {"cidr('203.0.113.0/')", "!is no network range"},
      {"cidr('203.0.113.0')", "!is no network range"},
      {"cidr('203.0.113.0/33')", "!is no network range"},
      {"cidr('203.0.113.0/024')", "!is no network range"},
      {"cidr('203.0.113.0/-1')", "!is no network range"},
      {"cidr('2001:db8::/129')", "!is no network range"},
      {"cidr('fe80::%eth0/64')", "!is no network range"},
      {"cidr('::ffff:203.0.113.0/120')", "!is no network range"},
      {"isCIDR('203.0.113.0/32') && isCIDR('::/0') && !isCIDR('a/8')", "true"},
      {"cidr('203.0.113.0/24') == cidr('203.0.113.0/24')", "true"},
      {"cidr('203.0.113.0/24') == cidr('203.0.113.0/25')", "false"},
      {"cidr('203.0.113.0/24').containsIP(ip('203.0.113.255'))", "true"},
      {"cidr('203.0.113.0/24').containsIP('203.0.114.0')", "false"},
      {"cidr('0.0.0.0/0').containsIP('203.0.114.0')", "true"},
      {"cidr('0.0.0.0/0').containsIP('::1')", "false"},
      {"cidr('::/0').containsIP('203.0.114.0')", "false"},
      {"cidr('2001:db8::/32').containsIP('2001:db8:ffff::1')", "true"},
      {"cidr('203.0.113.0/24').containsIP('x')", "!is no IP address"},
      {"cidr('203.0.113.0/24').containsCIDR('203.0.113.128/25')", "true"},
      {"cidr('203.0.113.0/24').containsCIDR(cidr('203.0.112.0/23'))", "false"},
      {"cidr('203.0.113.0/24').containsCIDR('203.0.113.0/24')", "true"},
      {"cidr('203.0.113.0/24').containsCIDR('x')", "!is no network range"},
      {"type(cidr('::/0')) == net.CIDR", "true"},
  };
  expect_all(table);
}

RC_GTEST_PROP(CelNetworkLaws, TextReadsBack, ()) {
  IpAddress address;
  address.is_v4 = *rc::gen::arbitrary<bool>();
  for (std::size_t i = address.is_v4 ? 12 : 0; i < 16; ++i)
    address.octets[i] = *rc::gen::element<std::uint8_t>(0, 0, 0, 1, 0x10, 0xFF);
  if (address.is_v4) address.octets[10] = address.octets[11] = 0xFF;
  auto const text = format(address);
  auto const again = parse_ip(text);
  if (!again) {
    RC_ASSERT(text.find('.') != std::string::npos && !address.is_v4);  // a mapped address, which is not read
    return;
  }
  RC_ASSERT(*again == address && again->is_v4 == address.is_v4);
  RC_ASSERT(format(*again) == text);
  IpRange const range{address, static_cast<std::uint8_t>(*rc::gen::inRange(0, address.is_v4 ? 33 : 129))};
  RC_ASSERT(contains(range, address));
  RC_ASSERT(contains(masked(range), range.address));
  RC_ASSERT(masked(masked(range)) == masked(range));
}

}  // namespace
}  // namespace redress::cel
