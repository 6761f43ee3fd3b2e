# GoogleTest as WebAssembly, from the sources that Debian's googletest package installs.
set(GTEST_SOURCE_DIR /usr/src/googletest CACHE PATH "GoogleTest's sources (a directory that holds googletest/)")
if(NOT EXISTS "${GTEST_SOURCE_DIR}/googletest/src/gtest-all.cc")
  # Not an error: a build of the module alone doesn't need it.
  message(STATUS "No GoogleTest sources in \"${GTEST_SOURCE_DIR}\" (package googletest): no target assay_wasm_tests")
  return()
endif()

add_library(gtest_main STATIC EXCLUDE_FROM_ALL
  "${GTEST_SOURCE_DIR}/googletest/src/gtest-all.cc" "${GTEST_SOURCE_DIR}/googletest/src/gtest_main.cc")
target_include_directories(gtest_main PRIVATE "${GTEST_SOURCE_DIR}/googletest")
target_include_directories(gtest_main SYSTEM PUBLIC "${GTEST_SOURCE_DIR}/googletest/include")
target_compile_options(gtest_main PRIVATE -w)
add_library(GTest::gtest_main ALIAS gtest_main)

# run_by_node(NAME): the executable is a script for Node; it is built only when it is asked for.
function(run_by_node name)
  if(NOT TARGET ${name})
    return()
  endif()
  # .cjs: Emscripten's output for Node is CommonJS, and the package.json above says "module".
  set_target_properties(${name} PROPERTIES EXCLUDE_FROM_ALL ON SUFFIX .cjs)
  target_link_options(${name} PRIVATE
    -O1                      # the code is compiled as it ships; wasm-opt would take a minute over this one
    -sENVIRONMENT=node
    -sNODERAWFS              # the tests read vector files by the host's paths
    -sALLOW_MEMORY_GROWTH -sSTACK_SIZE=1MB
    -sEXIT_RUNTIME)          # the exit status says whether the tests passed
endfunction()
