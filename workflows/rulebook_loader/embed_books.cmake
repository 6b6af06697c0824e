# Writes OUTPUT, a .cpp that holds the rulebook files as texts: cmake -DOUTPUT=... -P embed_books.cmake -- FILE...
# A raw string's delimiter is checked against the text, so no file can end its own literal early.
set(entries "")
set(past_dashes FALSE)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(i RANGE 1 ${last})
  set(file "${CMAKE_ARGV${i}}")
  if(past_dashes)
    get_filename_component(name "${file}" NAME_WE)
    file(READ "${file}" text)
    string(FIND "${text}" ")rulebook\"" ends_early)
    if(NOT ends_early EQUAL -1)
      message(FATAL_ERROR "${file} contains )rulebook\", which would end its literal")
    endif()
    string(APPEND entries "    BookSource{\"${name}\", R\"rulebook(${text})rulebook\"},\n")
  elseif(file STREQUAL "--")
    set(past_dashes TRUE)
  endif()
endforeach()
file(WRITE "${OUTPUT}" "// Made by embed_books.cmake from workflows/rulebooks; never edited.
#include \"workflows/rulebook_loader/library.hpp\"

namespace redress::rules {

std::span<BookSource const> builtin_sources() {
  static std::vector<BookSource> const sources{
${entries}  };
  return sources;
}

}  // namespace redress::rules
")
