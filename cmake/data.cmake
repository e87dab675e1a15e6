# yilin_data(room folder): compiles folder/*.json into the room as
#   namespace yilin::<room> { std::span<const std::string_view> data_files(); }
set(YILIN_EMBED_DATA ${CMAKE_CURRENT_LIST_DIR}/embed_data.cmake)

function(yilin_data room folder)
  file(GLOB texts CONFIGURE_DEPENDS ${folder}/*.json)
  list(JOIN texts "|" joined)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/${room}_data.cpp)
  add_custom_command(OUTPUT ${generated}
    COMMAND ${CMAKE_COMMAND} -DNAMESPACE=${room} -DTEXTS=${joined} -DOUTPUT=${generated} -P ${YILIN_EMBED_DATA}
    DEPENDS ${texts} ${YILIN_EMBED_DATA} VERBATIM)
  add_library(yilin_${room}_data STATIC ${generated})
  target_link_libraries(yilin_${room} PUBLIC yilin_${room}_data)
endfunction()
