#include "api/http/network_of.hpp"

#include "api/http/roster.hpp"

#include <gtest/gtest.h>

namespace redress::api::http {
namespace {

TEST(NetworkOf, is_the_address_itself_or_the_first_half_of_an_ipv6_address) {
  struct Case {
    char const* address;
    char const* network;
  };
  for (auto const& [address, network] : {
           Case{"203.0.113.9", "203.0.113.9"},
           Case{"127.0.0.1", "127.0.0.1"},
           Case{"::1", "::1"},
           Case{"2001:db8:1:2::1", "2001:db8:1:2::/64"},
           Case{"2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"},
           Case{"2001:db8:1:3::1", "2001:db8:1:3::/64"},
           Case{"fe80::1%7", "fe80::/64"},
           Case{"no address", "no address"},
           Case{"", ""},
       })
    EXPECT_EQ(network_of(address), network) << address;
}

TEST(Roster, counts_the_addresses_of_one_ipv6_network_together) {
  Limits limits;
  limits.connections_per_address = 2;
  Roster roster(limits);
  auto const first = roster.enter("2001:db8:1:2::1", false);
  {
    auto const second = roster.enter("2001:db8:1:2:a:b:c:d", false);
    EXPECT_TRUE(std::holds_alternative<Place>(second));
    auto const third = roster.enter("2001:db8:1:2::3", false);
    ASSERT_TRUE(std::holds_alternative<TurnedAway>(third));
    EXPECT_EQ(std::get<TurnedAway>(third), TurnedAway::address_full);
    EXPECT_TRUE(std::holds_alternative<Place>(roster.enter("2001:db8:1:3::1", false)));
  }
  auto const again = roster.enter("2001:db8:1:2::3", false);
  ASSERT_TRUE(std::holds_alternative<Place>(again));
  EXPECT_EQ(std::get<Place>(again).address(), "2001:db8:1:2::3");
}

}  // namespace
}  // namespace redress::api::http
