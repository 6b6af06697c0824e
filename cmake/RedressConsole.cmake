# redress_embed_console(TARGET): the console's files as generated source of TARGET (api/server/console_files.hpp).
#
# REDRESS_CONSOLE=ON builds api/console with npm where its sources changed; OFF takes one page that says so, and needs
# no npm. ON is the default of a release build on a machine that has what the console's build needs.
find_program(REDRESS_NODE node)
find_program(REDRESS_NPM npm)
set(redress_console_folder "${CMAKE_SOURCE_DIR}/api/console")

set(redress_console_default OFF)
if(EXISTS "${redress_console_folder}/node_modules/.package-lock.json" AND CMAKE_BUILD_TYPE STREQUAL "Release" AND REDRESS_NODE AND REDRESS_NPM)
  execute_process(COMMAND "${REDRESS_NODE}" --version OUTPUT_VARIABLE redress_node_version OUTPUT_STRIP_TRAILING_WHITESPACE)
  string(REGEX REPLACE "^v" "" redress_node_version "${redress_node_version}")
  if(redress_node_version VERSION_GREATER_EQUAL 20.19)   # what Vite 8 asks for
    set(redress_console_default ON)
  endif()
endif()
option(REDRESS_CONSOLE "Build the console and embed it" ${redress_console_default})
if(NOT REDRESS_CONSOLE)
  message(STATUS "REDRESS_CONSOLE is OFF: one page stands in for the console (./dev build installs what its build needs)")
endif()

function(redress_embed_console target)
  set(folder "${CMAKE_SOURCE_DIR}/api/server/placeholder")
  set(stamp "${folder}/index.html")
  if(REDRESS_CONSOLE)
    set(folder "${redress_console_folder}/dist")
    set(stamp "${CMAKE_BINARY_DIR}/generated/api/console.built")
    if(NOT REDRESS_NPM)
      message(FATAL_ERROR "REDRESS_CONSOLE needs npm; ./dev build installs it, -DREDRESS_CONSOLE=OFF does without")
    endif()
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS
      "${redress_console_folder}/src/*" "${redress_console_folder}/public/*" "${redress_console_folder}/scripts/*")
    file(GLOB settings CONFIGURE_DEPENDS
      "${redress_console_folder}/*.json" "${redress_console_folder}/*.ts" "${redress_console_folder}/*.html")
    add_custom_command(OUTPUT "${stamp}"
      COMMAND "${REDRESS_NPM}" run build --silent
      COMMAND "${CMAKE_COMMAND}" -E touch "${stamp}"
      WORKING_DIRECTORY "${redress_console_folder}"
      DEPENDS ${sources} ${settings}
      COMMENT "Building the console" VERBATIM)
  endif()
  set(out "${CMAKE_BINARY_DIR}/generated/api/console_files.cpp")
  add_custom_command(OUTPUT "${out}"
    COMMAND "${CMAKE_COMMAND}" -DFOLDER=${folder} -DOUT=${out} -DWORK=${CMAKE_BINARY_DIR}/generated/api/console
            -P "${CMAKE_SOURCE_DIR}/cmake/EmbedConsole.cmake"
    DEPENDS "${stamp}" "${CMAKE_SOURCE_DIR}/cmake/EmbedConsole.cmake"
    COMMENT "Embedding the console" VERBATIM)
  target_sources(${target} PRIVATE "${out}")
endfunction()
