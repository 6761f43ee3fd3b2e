# What every translation unit of ours is compiled with. Botan and Boost are SYSTEM and have their own rules.
add_library(assay_flags INTERFACE)
target_compile_options(assay_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wswitch -Werror)

set(ASSAY_SANITIZE "" CACHE STRING "What to sanitize, for -fsanitize= (native builds)")
if(ASSAY_SANITIZE)
  # Botan is instrumented too: a wrong length that we hand over is found where it is used.
  add_compile_options(-fsanitize=${ASSAY_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${ASSAY_SANITIZE})
endif()
