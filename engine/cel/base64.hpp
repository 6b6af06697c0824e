// Base64 as CEL reads and writes it: the standard alphabet (RFC 4648, section 4); padding may be left out when reading.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace redress::cel {

std::string to_base64(std::string_view octets);

/// nullopt if it is not base64.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace redress::cel
