# Writes OUT.hpp and OUT.cpp with the bytes of SOURCE as numbers: no byte of any file needs escaping.
file(READ "${SOURCE}" bytes HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
file(WRITE "${OUT}.hpp" "// The bytes of a file of the source tree.\n#pragma once\n\n#include <string_view>\n\n"
  "namespace ${NAMESPACE} {\nextern std::string_view const ${NAME};\n}\n")
file(WRITE "${OUT}.cpp" "#include \"${HEADER}\"\n\nnamespace ${NAMESPACE} {\nnamespace {\n"
  "constexpr unsigned char bytes[] = {${bytes}0};\n}\n"
  "std::string_view const ${NAME}{reinterpret_cast<char const*>(bytes), sizeof bytes - 1};\n}\n")
