# yilin_migrations(room target folder): compiles folder/*.sql into the target as
#   namespace yilin::<room> { std::span<const sql::Migration> migrations(); }   (without the prefix kernel_)
# See src/kernel/sql/migrations.h for the names of the files. Called by yilin_room().
set(YILIN_EMBED_MIGRATIONS ${CMAKE_CURRENT_LIST_DIR}/embed_migrations.cmake)

function(yilin_migrations room target folder)
  string(REGEX REPLACE "^kernel_" "" namespace ${room})
  file(GLOB texts CONFIGURE_DEPENDS ${folder}/*.sql)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/${room}_migrations.cpp)
  if(NOT texts)
    return()
  endif()
  # The list is an argument of the command, so that a file added or removed runs it again too.
  list(JOIN texts "|" joined)
  add_custom_command(OUTPUT ${generated}
    COMMAND ${CMAKE_COMMAND} -DNAMESPACE=${namespace} -DTEXTS=${joined} -DOUTPUT=${generated} -P ${YILIN_EMBED_MIGRATIONS}
    DEPENDS ${texts} ${YILIN_EMBED_MIGRATIONS} VERBATIM)
  # A library of its own: the room's objects then need not wait for its neighbours' (CMAKE_OPTIMIZE_DEPENDENCIES).
  add_library(${target}_migrations STATIC ${generated})
  target_include_directories(${target}_migrations PRIVATE ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(${target} PUBLIC ${target}_migrations)
endfunction()
