// Log lines as JSON on stderr: ids, methods and durations - never a name, a text or a token.
#pragma once

namespace redress::api {

/// Replaces spdlog's default logger; call once, first thing in main.
void start_logging(bool verbose);

}  // namespace redress::api
