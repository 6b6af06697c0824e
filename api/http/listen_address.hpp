// "HOST:PORT" as people write it on a command line.
#pragma once

#include "engine/base/fault.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace redress::api::http {

struct ListenAddress {
  std::string host;  // without the brackets of IPv6
  std::uint16_t port = 0;

  bool operator==(ListenAddress const&) const = default;
};

/// "127.0.0.1:8080", "localhost:0", "[::1]:8080". Fault `invalid_params`.
Result<ListenAddress> parse_listen_address(std::string_view text);

/// The address as it stands in a URL, IPv6 in brackets.
std::string format(ListenAddress const& address);

}  // namespace redress::api::http
