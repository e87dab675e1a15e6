# Script (cmake -P): FOLDER, TEXTS (paths joined by |), OUTPUT. Every byte is written as \xNN, so any text survives.
cmake_minimum_required(VERSION 3.25)
string(REPLACE "|" ";" texts "${TEXTS}")
list(SORT texts)

function(take value variable length)
  string(HEX "${value}" hex)
  string(LENGTH "${hex}" digits)
  math(EXPR bytes "${digits} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" escaped "${hex}")
  set(${variable} "\"${escaped}\"" PARENT_SCOPE)
  set(${length} ${bytes} PARENT_SCOPE)
endfunction()

set(rows "")
foreach(path IN LISTS texts)
  file(RELATIVE_PATH name ${FOLDER} ${path})
  take("${name}" name name_length)
  file(READ ${path} hex HEX)
  string(LENGTH "${hex}" digits)
  math(EXPR length "${digits} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" text "${hex}")
  string(APPEND rows "    {std::string_view(${name}, ${name_length}), std::string_view(\"${text}\", ${length})},\n")
endforeach()

file(WRITE ${OUTPUT} "// Generated from policy/.
#include \"modules/policy/shipped.h\"

namespace yilin::policies {
std::span<const Shipped> shipped() {
  static constexpr Shipped all[] = {
${rows}  };
  return all;
}
}  // namespace yilin::policies
")
