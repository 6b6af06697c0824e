# What every target of ours is compiled with. One interface target, `redress_options`, carries it.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

set(REDRESS_SANITIZE "" CACHE STRING "Sanitizers to build with: empty, 'address,undefined' or 'thread'")

add_library(redress_options INTERFACE)
target_include_directories(redress_options INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(redress_options INTERFACE
  -pthread   # everywhere, or half of the program could not share the other half's precompiled header
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # The two -Wno are g++ 12 false alarms in optimised standard-library code (GCC bugs 105329 and 105651).
  target_compile_options(redress_options INTERFACE -Wno-restrict -Wno-maybe-uninitialized)
  if(NOT CMAKE_DISABLE_PRECOMPILE_HEADERS)
    target_compile_options(redress_options INTERFACE -fpch-preprocess)   # lets ccache see through the precompiled header
  endif()
endif()
if(REDRESS_SANITIZE)
  add_compile_options(-fsanitize=${REDRESS_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${REDRESS_SANITIZE})
  if(REDRESS_SANITIZE STREQUAL "thread")
    add_compile_options(-Wno-tsan)   # Asio uses atomic_thread_fence, which g++ only notes under TSan
  endif()
endif()

# The counts are kept by all threads at once and written when a program ends; one that is killed leaves none. Clang counts
# the branches that stand in the source; g++ counts those of its own making with them, clean-ups after exceptions mostly.
option(REDRESS_COVERAGE "Count which lines and branches are reached; needs clang" OFF)
if(REDRESS_COVERAGE)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "branches of the source are counted by clang; use the preset 'coverage'")
  endif()
  add_compile_options(-fprofile-instr-generate -fcoverage-mapping -fprofile-update=atomic)
  add_link_options(-fprofile-instr-generate)
endif()

# Fuzzing: the libraries count which of their branches an input takes; only the programs of tests/fuzz bring a main.
option(REDRESS_FUZZ "Build for libFuzzer, with address and undefined-behaviour sanitizers; needs clang" OFF)
if(REDRESS_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "libFuzzer comes with clang; use the preset 'fuzz'")
  endif()
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=address,undefined)
endif()

# ccache keeps rebuilds short; the sloppiness is what its manual asks for with precompiled headers.
find_program(REDRESS_CCACHE ccache)
if(REDRESS_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime "${REDRESS_CCACHE}")
endif()

# The precompiled header holds only what nearly every file reads; heavy headers (MSM, Beast, CLI11, Valijson) stay out.
# It is compiled once, by the engine that everything else links, and once more with what tests read.
set(redress_common_headers
  <algorithm> <array> <chrono> <cstdint> <functional> <map> <memory> <optional> <span> <string> <string_view>
  <utility> <variant> <vector> <boost/json.hpp> <fmt/format.h>)
function(redress_precompile target)
  if(target STREQUAL "redress_engine")
    target_precompile_headers(${target} PRIVATE ${redress_common_headers})
  else()
    target_precompile_headers(${target} REUSE_FROM redress_engine)
  endif()
endfunction()
