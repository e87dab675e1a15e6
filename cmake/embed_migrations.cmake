# Script (cmake -P): NAMESPACE, TEXTS (paths joined by |), OUTPUT. Every byte is written as \xNN, so any text survives.
cmake_minimum_required(VERSION 3.25)
string(REPLACE "|" ";" texts "${TEXTS}")
list(SORT texts)

function(take_text path variable length)
  file(READ ${path} hex HEX)
  string(LENGTH "${hex}" digits)
  math(EXPR bytes "${digits} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" escaped "${hex}")
  set(${variable} "\"${escaped}\"" PARENT_SCOPE)
  set(${length} ${bytes} PARENT_SCOPE)
endfunction()

set(stems "")
foreach(path IN LISTS texts)
  get_filename_component(file ${path} NAME)
  if(NOT file MATCHES "^[0-9][0-9][0-9][0-9]_[a-z0-9_]+(\\.sqlite|\\.pg)?\\.sql$")
    message(FATAL_ERROR "migration ${path}: the name must be NNNN_name.sql, NNNN_name.sqlite.sql or NNNN_name.pg.sql")
  endif()
  string(REGEX REPLACE "(\\.sqlite|\\.pg)?\\.sql$" "" stem ${path})
  list(APPEND stems ${stem})
endforeach()
list(REMOVE_DUPLICATES stems)

set(rows "")
set(numbers "")
foreach(stem IN LISTS stems)
  get_filename_component(name ${stem} NAME)
  string(SUBSTRING ${name} 0 4 digits)
  string(SUBSTRING ${name} 5 -1 name)
  string(REGEX REPLACE "^0+" "" number ${digits})
  if(NOT number OR digits IN_LIST numbers)
    message(FATAL_ERROR "migration ${stem}: the number is 0 or taken")
  endif()
  list(APPEND numbers ${digits})
  foreach(dialect sqlite pg)
    set(path ${stem}.${dialect}.sql)
    if(NOT EXISTS ${path})
      set(path ${stem}.sql)
    endif()
    if(NOT EXISTS ${path})
      message(FATAL_ERROR "migration ${stem}: no text for ${dialect}")
    endif()
    take_text(${path} ${dialect} ${dialect}_length)
  endforeach()
  string(APPEND rows "    {\"${NAMESPACE}\", ${number}, \"${name}\", std::string_view(${sqlite}, ${sqlite_length}), std::string_view(${pg}, ${pg_length})},\n")
endforeach()

file(WRITE ${OUTPUT} "// Generated from migrations/*.sql.
#include \"kernel/sql/migrations.h\"

namespace yilin::${NAMESPACE} {
std::span<const sql::Migration> migrations();
std::span<const sql::Migration> migrations() {
  static constexpr sql::Migration all[] = {
${rows}  };
  return all;
}
}  // namespace yilin::${NAMESPACE}
")
