# What every translation unit of ours is compiled with. Botan and Boost are SYSTEM and have their own rules.
add_library(assay_flags INTERFACE)
target_compile_options(assay_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wswitch -Werror)

set(ASSAY_SANITIZE "" CACHE STRING "What to sanitize, for -fsanitize= (native builds)")
if(ASSAY_SANITIZE)
  # Botan is instrumented too: a wrong length that we hand over is found where it is used.
  add_compile_options(-fsanitize=${ASSAY_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${ASSAY_SANITIZE})
  # GCC's manual: with sanitizers this warning has false positives.
  target_compile_options(assay_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()

if(EMSCRIPTEN)
  # On every translation unit, Botan's too: an exception has to pass through all of them. Emscripten's default emulates
  # exceptions in JavaScript, which is slow and needs the glue for each call that may throw. SIMD128 is in every runtime.
  add_compile_options(-fwasm-exceptions -msimd128)
  add_link_options(-fwasm-exceptions)
endif()

# assay_map_path(DIRECTORY NAME): __FILE__ gets into messages, and what ships must neither depend on nor tell where it
# was built, and where the sources of others were (npm run build:check). Where several fit, clang takes the last one.
function(assay_map_path directory name)
  if(EMSCRIPTEN)
    add_compile_options("-ffile-prefix-map=${directory}=${name}")
  endif()
endfunction()
assay_map_path("${PROJECT_SOURCE_DIR}" .)
assay_map_path("${PROJECT_BINARY_DIR}" build)

# The module that ships is optimized as a whole, and of each virtual function only what is ever called stays: a key of
# Botan's can sign, generate and encode itself, and nothing here does. Measured: 231 kB after brotli without, 148 with.
if(EMSCRIPTEN AND CMAKE_BUILD_TYPE STREQUAL "MinSizeRel")
  set(whole_program -flto -fvisibility=hidden -fwhole-program-vtables -fvirtual-function-elimination)
  add_compile_options(${whole_program})
  add_link_options(${whole_program})
endif()
