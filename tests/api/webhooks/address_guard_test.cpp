// Where deliveries may go: every special network at its edges, and what an allowance is good for.
#include "api/webhooks/address_guard.hpp"

#include <gtest/gtest.h>

namespace redress::api::webhooks {
namespace {

AddressGuard guard(std::vector<std::string> allow = {}) {
  return AddressGuard::make({.allow = std::move(allow)}).value();
}
bool refused(AddressGuard const& guard, std::string const& address, std::string_view host = "erp.example.com") {
  return guard.refusal_of(boost::asio::ip::make_address(address), host).has_value();
}

TEST(AddressGuard, refuses_every_special_network_to_its_last_address_and_none_beside_it) {
  struct Row {
    char const *inside_first, *inside_last, *before, *after;  // "": what is there is special too
  };
  for (auto const& row : {
           Row{"0.0.0.0", "0.255.255.255", "", "1.0.0.0"},
           Row{"10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0"},
           Row{"100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0"},
           Row{"127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0"},
           Row{"169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0"},
           Row{"172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0"},
           Row{"192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0"},
           Row{"192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0"},
           Row{"192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0"},
           Row{"198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0"},
           Row{"198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0"},
           Row{"203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0"},
           Row{"224.0.0.0", "255.255.255.255", "223.255.255.255", ""},
           Row{"::1", "::1", "", ""},
           Row{"fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", ""},
           Row{"fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", ""},
           Row{"ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", ""},
           Row{"2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db7:ffff::1", "2001:db9::"},
           Row{"2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2000:ffff::1", "2001:200::"},
           Row{"4000::", "4000::1", "3ffe::1", ""},
       }) {
    EXPECT_TRUE(refused(guard(), row.inside_first)) << row.inside_first;
    EXPECT_TRUE(refused(guard(), row.inside_last)) << row.inside_last;
    if (*row.before) EXPECT_FALSE(refused(guard(), row.before)) << row.before;
    if (*row.after) EXPECT_FALSE(refused(guard(), row.after)) << row.after;
  }
}

TEST(AddressGuard, looks_at_the_ipv4_address_inside_of_an_ipv6_one) {
  for (auto const* address : {"::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::10.0.0.1",
                              "2002:7f00:1::", "2002:a9fe:a9fe::1", "::127.0.0.1", "::"})
    EXPECT_TRUE(refused(guard(), address)) << address;
  for (auto const* address : {"::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1", "2606:4700::1111"})
    EXPECT_FALSE(refused(guard(), address)) << address;
}

TEST(AddressGuard, lets_through_what_was_allowed_and_nothing_beside_it) {
  auto const networks = guard({"10.1.0.0/16", "fd00:1::/32", "192.168.7.7"});
  for (auto const* address : {"10.1.0.0", "10.1.255.255", "fd00:1::5", "192.168.7.7", "::ffff:10.1.2.3"})
    EXPECT_FALSE(refused(networks, address)) << address;
  for (auto const* address : {"10.0.255.255", "10.2.0.0", "fd00:2::5", "192.168.7.8", "127.0.0.1"})
    EXPECT_TRUE(refused(networks, address)) << address;
  auto const named = guard({"ERP.lan"});
  EXPECT_FALSE(refused(named, "10.0.0.1", "erp.LAN")) << "names have no case";
  EXPECT_TRUE(refused(named, "10.0.0.1", "erp.lan.example.com"));
  EXPECT_TRUE(refused(named, "10.0.0.1", "other.lan"));
}

TEST(AddressGuard, takes_names_addresses_and_networks_and_nothing_else) {
  for (auto const* text : {"erp.lan", "10.0.0.0/8", "10.0.0.1", "::1", "fd00::/8", "0.0.0.0/0"})
    EXPECT_TRUE(AddressGuard::make({.allow = {text}}).has_value()) << text;
  for (auto const* text : {"", "erp lan", "http://erp.lan", "10.0.0.0/33", "10.0.0.0/x", "fd00::/129", "erp.lan:80"})
    EXPECT_FALSE(AddressGuard::make({.allow = {text}}).has_value()) << text;
}

TEST(AddressGuard, looks_at_urls_before_they_are_kept) {
  auto const strict = guard({"erp.lan", "127.0.0.1"});
  for (auto const* url :
       {"https://erp.example.com/redress", "https://erp.example.com:8443/a?b=c", "https://8.8.8.8/",
        "http://erp.lan:9000/x", "http://127.0.0.1:1234/x", "https://xn--fiq228c.example/", "https://ERP.example.com"})
    EXPECT_TRUE(strict.check_url(url).has_value()) << url;
  for (auto const* url :
       {"http://erp.example.com/", "https://erp.example.com:22/", "https://user@erp.example.com/",
        "https://user:secret@erp.example.com/", "https://erp.example.com/#x", "ftp://erp.lan/", "file:///etc/passwd",
        "erp.example.com", "", "https://", "https://127.0.0.2/", "https://[::1]/", "https://[::ffff:127.0.0.2]/",
        "https://169.254.169.254/latest/meta-data", "https://10.0.0.1/", "https://erp%2f.example.com/",
        "https://erp.example.com/\r\nx: y", "gopher://erp.lan/", "https://erp.lan.:99999/"})
    EXPECT_FALSE(strict.check_url(url).has_value()) << url;
}

TEST(AddressGuard, takes_urls_of_2048_characters_and_not_one_more) {
  std::string url = "https://erp.example.com/";
  url.resize(url_characters_max, 'a');
  EXPECT_TRUE(guard().check_url(url).has_value());
  EXPECT_FALSE(guard().check_url(url + "a").has_value());
}

}  // namespace
}  // namespace redress::api::webhooks
