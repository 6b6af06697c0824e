// Named time zones ("Asia/Shanghai", "America/Los_Angeles"), from the zone files of the machine.
//
// Different machines may hold different editions of those files, so nothing that is recorded or judged stands on them:
// rulebooks are refused other zones than the engine itself knows (docs/decisions/0006-rules-read-no-zone-files.md).
// The files are read once, when first asked; any thread.
#pragma once

#include "engine/cel/time.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace redress::api {

/// Seconds east of UTC at that moment; nullopt if the machine knows no zone of that name.
std::optional<std::int32_t> utc_offset_s(std::string_view zone, cel::Timestamp at);

}  // namespace redress::api
