#include "api/http/listen_address.hpp"

#include <fmt/format.h>

#include <charconv>

namespace redress::api::http {

Result<ListenAddress> parse_listen_address(std::string_view text) {
  auto const fault = [&] {
    return invalid_params("listen", fmt::format("监听地址须为 主机:端口，收到「{}」", text),
                          fmt::format("the listen address must be HOST:PORT, not \"{}\"", text));
  };
  auto const colon = text.rfind(':');
  if (colon == std::string_view::npos) return fault();
  auto host = text.substr(0, colon);
  auto const digits = text.substr(colon + 1);
  if (host.starts_with('[') != host.ends_with(']')) return fault();
  if (host.starts_with('['))
    host = host.substr(1, host.size() - 2);
  else if (host.find(':') != std::string_view::npos)
    return fault();  // IPv6 without brackets: which colon is the port's?
  if (host.empty()) return fault();

  ListenAddress address{.host = std::string(host)};
  auto const [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
  if (wrong != std::errc{} || end != digits.data() + digits.size()) return fault();
  return address;
}

std::string format(ListenAddress const& address) {
  bool const v6 = address.host.find(':') != std::string::npos;
  return fmt::format(fmt::runtime(v6 ? "[{}]:{}" : "{}:{}"), address.host, address.port);
}

}  // namespace redress::api::http
