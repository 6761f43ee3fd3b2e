# The flags of every translation unit of ours. Botan and Boost are SYSTEM and have their own.
add_library(assay_flags INTERFACE)
target_compile_options(assay_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wswitch $<$<BOOL:${ASSAY_WERROR}>:-Werror>)
if(NOT ASSAY_WERROR)
  # Whatever the including project makes of warnings. GCC 12 at -O3 warns of overlaps inside std::string that cannot be
  # (its bug 105651).
  target_compile_options(assay_flags INTERFACE -Wno-error $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
endif()

set(ASSAY_SANITIZE "" CACHE STRING "What to sanitize, for -fsanitize= (native builds)")
if(ASSAY_SANITIZE)
  # Botan is instrumented too: a wrong length that we pass to it is found where it is used.
  add_compile_options(-fsanitize=${ASSAY_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${ASSAY_SANITIZE})
  # GCC's manual: with sanitizers this warning has false positives.
  target_compile_options(assay_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()

if(EMSCRIPTEN)
  # Without exceptions, Emscripten's default: what would throw traps, and fails closed (bindings/embind.cpp). With them a
  # first token has a sixth more machine code to wait for. SIMD128 is in every runtime.
  add_compile_options(-msimd128)
endif()

# assay_map_path(DIRECTORY NAME): writes NAME for DIRECTORY in __FILE__, which gets into messages. What ships must not
# depend on or reveal the directories of the build and its sources (npm run build:check). Of several that match, clang
# takes the last one.
function(assay_map_path directory name)
  if(EMSCRIPTEN)
    add_compile_options("-ffile-prefix-map=${directory}=${name}")
  endif()
endfunction()
assay_map_path("${PROJECT_SOURCE_DIR}" .)
assay_map_path("${PROJECT_BINARY_DIR}" build)

# The module that ships is optimized as a whole and drops virtual functions that are never called.
if(EMSCRIPTEN AND CMAKE_BUILD_TYPE STREQUAL "MinSizeRel")
  set(whole_program -flto -fvisibility=hidden -fwhole-program-vtables -fvirtual-function-elimination)
  add_compile_options(${whole_program})
  add_link_options(${whole_program})
endif()
