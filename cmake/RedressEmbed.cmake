# redress_embed(TARGET FILE NAMESPACE NAME): compiles FILE's bytes into TARGET as `NAMESPACE::NAME`, a std::string_view,
# declared in a generated header included as "<dir of FILE>/NAME.hpp". A changed file is a changed build.
function(redress_embed target file namespace name)
  cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" OUTPUT_VARIABLE source)
  cmake_path(RELATIVE_PATH source BASE_DIRECTORY "${CMAKE_SOURCE_DIR}" OUTPUT_VARIABLE relative)
  cmake_path(GET relative PARENT_PATH folder)
  set(out "${CMAKE_BINARY_DIR}/generated/${folder}")
  add_custom_command(
    OUTPUT "${out}/${name}.hpp" "${out}/${name}.cpp"
    COMMAND "${CMAKE_COMMAND}" -DSOURCE=${source} -DOUT=${out}/${name} -DHEADER=${folder}/${name}.hpp
            -DNAMESPACE=${namespace} -DNAME=${name} -P "${CMAKE_SOURCE_DIR}/cmake/EmbedFile.cmake"
    DEPENDS "${source}" "${CMAKE_SOURCE_DIR}/cmake/EmbedFile.cmake"
    COMMENT "Embedding ${relative}" VERBATIM)
  target_sources(${target} PRIVATE "${out}/${name}.cpp" "${out}/${name}.hpp")
  target_include_directories(${target} PUBLIC "${CMAKE_BINARY_DIR}/generated")
  # Headers for readers that compile nothing, such as clang-tidy: `cmake --build DIR --target redress_embedded`.
  if(NOT TARGET redress_embedded)
    add_custom_target(redress_embedded)
  endif()
  add_custom_target(embed_${name} DEPENDS "${out}/${name}.hpp")
  add_dependencies(redress_embedded embed_${name})
  add_dependencies(${target} embed_${name})
endfunction()
