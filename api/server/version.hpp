// Which release this is.
#pragma once

#include <string_view>

namespace redress::api {

inline constexpr std::string_view version_text = REDRESS_VERSION;

}  // namespace redress::api
