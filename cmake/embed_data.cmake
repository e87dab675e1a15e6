# Script (cmake -P): NAMESPACE, TEXTS (paths joined by |), OUTPUT. Every byte is written as \xNN, so any text survives.
cmake_minimum_required(VERSION 3.25)
string(REPLACE "|" ";" texts "${TEXTS}")
list(SORT texts)
set(rows "")
foreach(path IN LISTS texts)
  file(READ ${path} hex HEX)
  string(LENGTH "${hex}" digits)
  math(EXPR bytes "${digits} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" escaped "${hex}")
  string(APPEND rows "    std::string_view(\"${escaped}\", ${bytes}),\n")
endforeach()
file(WRITE ${OUTPUT} "// Generated from data files.
#include <span>
#include <string_view>

namespace yilin::${NAMESPACE} {
std::span<const std::string_view> data_files();
std::span<const std::string_view> data_files() {
  static constexpr std::string_view all[] = {
${rows}  };
  return all;
}
}  // namespace yilin::${NAMESPACE}
")
