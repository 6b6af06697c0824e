# Writes OUT (a .cpp) that holds every file of FOLDER for api/server/console_files.hpp: index.html as it is, the others
# compressed by gzip into WORK and taken in by the assembler, which is quick and needs no byte written as a number.
file(GLOB_RECURSE paths RELATIVE "${FOLDER}" "${FOLDER}/*")
list(SORT paths COMPARE STRING)
file(REMOVE_RECURSE "${WORK}")
file(MAKE_DIRECTORY "${WORK}")

set(js "text/javascript; charset=utf-8")
set(mjs "text/javascript; charset=utf-8")
set(css "text/css; charset=utf-8")
set(html "text/html; charset=utf-8")
set(svg "image/svg+xml")
set(png "image/png")
set(ico "image/x-icon")
set(json "application/json")
set(webmanifest "application/manifest+json")
set(woff2 "font/woff2")
set(txt "text/plain; charset=utf-8")

function(take_in number file out)
  set(${out} "__asm__(R\"(
  .section .rodata
  .global redress_console_${number}
  .global redress_console_${number}_end
redress_console_${number}:
  .incbin \"${file}\"
redress_console_${number}_end:
  .byte 0
  .previous
)\");
extern \"C\" char const redress_console_${number}[];
extern \"C\" char const redress_console_${number}_end[];
" PARENT_SCOPE)
endfunction()

if(NOT EXISTS "${FOLDER}/index.html")
  message(FATAL_ERROR "${FOLDER} has no index.html")
endif()
file(SHA256 "${FOLDER}/index.html" index_hash)
file(COPY "${FOLDER}/index.html" DESTINATION "${WORK}")
take_in(index "${WORK}/index.html" bytes)
set(table "")
set(count 0)
foreach(path IN LISTS paths)
  cmake_path(GET path EXTENSION LAST_ONLY extension)
  string(REGEX REPLACE "^\\." "" extension "${extension}")
  if(path STREQUAL "index.html" OR extension STREQUAL "map")
    continue()
  endif()
  if(NOT DEFINED ${extension})
    message(FATAL_ERROR "${FOLDER}/${path}: cmake/EmbedConsole.cmake knows no media type of .${extension}")
  endif()
  file(SHA256 "${FOLDER}/${path}" hash)
  file(SIZE "${FOLDER}/${path}" size)
  execute_process(COMMAND gzip -9 -n -c "${FOLDER}/${path}" OUTPUT_FILE "${WORK}/${count}.gz" COMMAND_ERROR_IS_FATAL ANY)
  take_in(${count} "${WORK}/${count}.gz" one)
  string(APPEND bytes "${one}")
  string(APPEND table "      ConsoleFile{\"/${path}\", \"${${extension}}\",\n                  \"${hash}\",\n"
    "                  {redress_console_${count}, static_cast<std::size_t>(redress_console_${count}_end - redress_console_${count})}, ${size}},\n")
  math(EXPR count "${count} + 1")
endforeach()
file(WRITE "${OUT}" "// The files of the console, taken in. index.html: ${index_hash}
#include \"api/server/console_files.hpp\"

#include <array>

${bytes}
namespace redress::api {

std::span<ConsoleFile const> console_files() {
  static std::array<ConsoleFile, ${count}> const files{
${table}  };
  return files;
}

std::string_view console_index() {
  return {redress_console_index, static_cast<std::size_t>(redress_console_index_end - redress_console_index)};
}

}  // namespace redress::api
")
