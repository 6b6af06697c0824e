// The console's files as they were when the program was built: index.html as text, everything else compressed.
//
// The definitions are generated from api/console/dist, or from the placeholder where the console is not built
// (cmake/RedressConsole.cmake). Everything lives as long as the program.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace redress::api {

struct ConsoleFile {
  std::string_view path;        // "/assets/index-3f9a.js"
  std::string_view media_type;  // of what is inside of the gzip
  std::string_view sha256;      // of that, hex
  std::string_view gzip;
  std::size_t plain_bytes;
};

/// By path.
std::span<ConsoleFile const> console_files();

/// With `__CSP_NONCE__` where each answer has its own.
std::string_view console_index();

}  // namespace redress::api
