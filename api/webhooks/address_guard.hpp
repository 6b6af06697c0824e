// Where deliveries may go: public addresses over https, and what whoever runs the server allowed beside them.
//
// The table of refused networks is that of IANA's registries of special-purpose addresses (RFC 6890 and what was added
// to them since). Immutable; any thread.
#pragma once

#include "engine/base/fault.hpp"

#include <boost/asio/ip/address.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redress::api::webhooks {

/// Part of the configuration.
struct GuardOptions {
  std::vector<std::string> allow = {};             // host names, addresses, networks ("10.1.0.0/16")
  std::vector<std::uint16_t> ports = {443, 8443};  // of what is not allowed by name
};

inline constexpr std::size_t url_characters_max = 2048;

class AddressGuard {
 public:
  /// Fault `invalid_params` for what is neither a host name nor an address nor a network.
  static Result<AddressGuard> make(GuardOptions const& options);

  /// Fault `invalid_params` at "params.url": no absolute http or https URL, one with a name, password or fragment, or
  /// one whose scheme, port or address is not allowed. A host name is not resolved here.
  Result<void> check_url(std::string_view url) const;

  /// Why no connection may be made to that address on behalf of a URL with that host; nothing where it may.
  std::optional<Says> refusal_of(boost::asio::ip::address const& address, std::string_view host) const;

 private:
  struct Network {
    boost::asio::ip::address_v6 base;  // IPv4 as mapped into IPv6
    int bits = 128;
  };
  static std::optional<Network> network_from(std::string_view text);
  bool is_listed_host(std::string_view host) const;
  bool is_listed_address(boost::asio::ip::address const& address) const;

  std::vector<std::string> hosts_;  // lower case
  std::vector<Network> networks_;
  std::vector<std::uint16_t> ports_;
};

/// The host of a URL that passed check_url(), without brackets, in lower case.
std::string host_of(std::string_view url);

}  // namespace redress::api::webhooks
