// Looks at a picture of a stranger in a process of its own: one that may not grow, run on, write files or open sockets.
//
// The child is this very program, called as `redress picture-mark MIME FILE PIXELS`; it bounds itself before it reads
// the first byte, prints one line of JSON and ends. Whatever a picture does to a decoder ends there.
#pragma once

#include "engine/base/fault.hpp"
#include "engine/cases/store.hpp"

#include <filesystem>
#include <string>

namespace redress::api {

/// The child's side. Exit code: 0 with a line on stdout, 1 where it could not bound itself.
int run_picture_child(std::string const& mime, std::filesystem::path const& file, std::string const& pixels_max);

/// The server's side; waits at most a few seconds. Faults: those of storage::look_at_picture; a child that was killed
/// or ran out of its bounds answers a picture without size and mark, which is kept like any file.
/// `program` is the binary to call.
Result<PictureMark> look_in_child(std::filesystem::path const& program, std::string const& mime,
                                  std::filesystem::path const& file, std::int64_t pixels_max);

/// The binary that runs now.
std::filesystem::path this_program();

}  // namespace redress::api
