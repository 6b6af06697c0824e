#include "api/http/network_of.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v6.hpp>

namespace redress::api::http {

namespace ip = boost::asio::ip;

std::string network_of(std::string_view address) {
  constexpr unsigned short site_bits = 64;
  boost::system::error_code wrong;
  auto const parsed = ip::make_address(address, wrong);
  if (wrong || !parsed.is_v6() || parsed.is_loopback()) return std::string(address);
  ip::address_v6 const without_interface(parsed.to_v6().to_bytes());
  return ip::network_v6(without_interface, site_bits).canonical().to_string();
}

}  // namespace redress::api::http
