# assay_find_source(VARIABLE PROBE DEFAULT): the directory of a third party's sources, from -DVARIABLE, from the
# environment, or from what `npm run setup` has fetched. PROBE is a file that must be in it.
function(assay_find_source variable probe default)
  set(fetched "${default}")
  if(DEFINED ENV{${variable}})
    set(default "$ENV{${variable}}")
  endif()
  set(${variable} "${default}" CACHE PATH "Directory that holds ${probe}")
  if(NOT EXISTS "${${variable}}/${probe}")
    message(FATAL_ERROR "${variable}: there is no ${probe} in \"${${variable}}\".\n"
      "Give the directory of your copy: -D${variable}=…\n"
      "Or have it fetched, which works on Debian:\n"
      "  bash \"${PROJECT_SOURCE_DIR}/tools/toolchain.sh\" \"${PROJECT_SOURCE_DIR}/.toolchain\" sources\n"
      "and give that: -D${variable}=\"${fetched}\"")
  endif()
endfunction()

set(ASSAY_SOURCES_DIR "${PROJECT_SOURCE_DIR}/.toolchain/sources")
