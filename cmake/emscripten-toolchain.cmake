# Finds Emscripten and hands over to its own toolchain file: the one on PATH when it is new enough (emsdk), else the
# one that `npm run setup` has put under .toolchain/. Older ones lack libc++'s ranges and embind's types.
set(ASSAY_EMSCRIPTEN_MINIMUM 3.1.69)

# CMake reads this file again for each of its try-compiles; they get the answer of the first reading.
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES ASSAY_EMSCRIPTEN_ROOT)

function(assay_find_emscripten result)
  find_program(emcc emcc NO_CACHE)
  find_program(em_config em-config NO_CACHE)
  if(emcc AND em_config)
    execute_process(COMMAND "${emcc}" --version OUTPUT_VARIABLE version ERROR_QUIET)
    execute_process(COMMAND "${em_config}" EMSCRIPTEN_ROOT
      OUTPUT_VARIABLE root ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
    if(version MATCHES "([0-9]+\\.[0-9]+\\.[0-9]+)" AND CMAKE_MATCH_1 VERSION_GREATER_EQUAL ASSAY_EMSCRIPTEN_MINIMUM
        AND EXISTS "${root}/cmake/Modules/Platform/Emscripten.cmake")
      set(${result} "${root}" PARENT_SCOPE)
      return()
    endif()
  endif()
  set(private "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../.toolchain/emscripten/usr/share/emscripten")
  cmake_path(NORMAL_PATH private)
  if(NOT EXISTS "${private}/emcc")
    message(FATAL_ERROR "Emscripten >= ${ASSAY_EMSCRIPTEN_MINIMUM} is neither on PATH nor under .toolchain/.\n"
      "Run `npm run setup`, which fetches it.")
  endif()
  set(${result} "${private}" PARENT_SCOPE)
endfunction()

if(NOT ASSAY_EMSCRIPTEN_ROOT)
  assay_find_emscripten(ASSAY_EMSCRIPTEN_ROOT)
  set(ASSAY_EMSCRIPTEN_ROOT "${ASSAY_EMSCRIPTEN_ROOT}" CACHE PATH "Directory of Emscripten's emcc")
endif()
include("${ASSAY_EMSCRIPTEN_ROOT}/cmake/Modules/Platform/Emscripten.cmake")
