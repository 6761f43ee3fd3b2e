# Botan, built from its sources (BOTAN_SOURCE_DIR) with our own flags and only with the modules that are used.
#
# Botan's configure.py decides which files belong to the modules and generates build.h. CMake compiles them one by one,
# so that the linker can leave out or replace single functions, which an amalgamation prevents.
include("${CMAKE_CURRENT_LIST_DIR}/Sources.cmake")
assay_find_source(BOTAN_SOURCE_DIR configure.py "${ASSAY_SOURCES_DIR}/botan")
assay_map_path("${BOTAN_SOURCE_DIR}" botan)
find_package(Python3 REQUIRED COMPONENTS Interpreter)

set(botan_modules rsa emsa_pkcs1 emsa_pssr sha2_32 sha2_64 hmac)
set(botan_options
  --minimized-build --disable-shared-library --build-targets=static --without-documentation)
if(EMSCRIPTEN)
  list(APPEND botan_options --os=emscripten --cpu=wasm --cc=emcc
    # Neither threads nor files nor a random device: the core does no I/O and verifies on the caller's thread.
    --without-os-features=threads,thread_local,filesystem,dev_random,atomics)
else()
  if(ASSAY_TESTS)
    # The tests sign, and compare the arithmetic of curves with Botan's.
    list(APPEND botan_modules
      auto_rng system_rng ecdsa raw_hash pcurves_secp256r1 pcurves_secp384r1 pcurves_secp521r1 ed25519)
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    list(APPEND botan_options --cc=gcc)
  else()
    list(APPEND botan_options --cc=clang)
  endif()
endif()
list(JOIN botan_modules "," botan_modules)
list(APPEND botan_options "--cc-bin=${CMAKE_CXX_COMPILER}" "--enable-modules=${botan_modules}")

# configure.py runs again only when its inputs have changed: it touches build.h, which rebuilds everything.
set(botan_dir "${PROJECT_BINARY_DIR}/botan")
set(botan_config "${botan_dir}/build/build_config.json")
file(SHA256 "${BOTAN_SOURCE_DIR}/configure.py" botan_key)
string(APPEND botan_key " ${BOTAN_SOURCE_DIR} ${botan_options}")
set(botan_stamp "${botan_dir}/configured")
if(EXISTS "${botan_stamp}")
  file(READ "${botan_stamp}" botan_done)
endif()
if(NOT "${botan_done}" STREQUAL "${botan_key}")
  message(STATUS "Configuring Botan")
  file(REMOVE_RECURSE "${botan_dir}")
  execute_process(
    COMMAND "${Python3_EXECUTABLE}" "${BOTAN_SOURCE_DIR}/configure.py" ${botan_options} "--with-build-dir=${botan_dir}"
    OUTPUT_VARIABLE botan_log ERROR_VARIABLE botan_log RESULT_VARIABLE botan_result)
  if(NOT botan_result EQUAL 0)
    message(FATAL_ERROR "Botan's configure.py failed:\n${botan_log}")
  endif()
  file(WRITE "${botan_stamp}" "${botan_key}")
endif()

file(READ "${botan_config}" botan_json)
string(JSON botan_version GET "${botan_json}" version)
if(NOT botan_version STREQUAL "3.7.1")
  message(WARNING "Botan ${botan_version} in ${BOTAN_SOURCE_DIR}: this code is written for and tested with 3.7.1")
endif()

add_library(assay_botan STATIC)
string(JSON botan_files LENGTH "${botan_json}" lib_build_info)
math(EXPR botan_last "${botan_files} - 1")
foreach(index RANGE ${botan_last})
  string(JSON source GET "${botan_json}" lib_build_info ${index} src)
  cmake_path(GET source FILENAME name)
  if(EMSCRIPTEN AND EXISTS "${CMAKE_CURRENT_LIST_DIR}/botan/${name}")
    set(source "${CMAKE_CURRENT_LIST_DIR}/botan/${name}") # smaller; each says why
  endif()
  string(JSON isa_flags GET "${botan_json}" lib_build_info ${index} isa_flags)
  target_sources(assay_botan PRIVATE "${source}")
  if(isa_flags)
    set_source_files_properties("${source}" PROPERTIES COMPILE_OPTIONS "${isa_flags}")
  endif()
endforeach()
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${CMAKE_CURRENT_LIST_DIR}/botan") # which files are there
if(EMSCRIPTEN)
  # The hash of every token; the rest of Botan is compiled for size.
  set_source_files_properties("${CMAKE_CURRENT_LIST_DIR}/botan/sha2_32.cpp" PROPERTIES COMPILE_OPTIONS -O3)
endif()
if(ASSAY_SANITIZE)
  # One function that fills a table. It takes 45 seconds under GCC's sanitizers, with nothing to find.
  set_source_files_properties("${BOTAN_SOURCE_DIR}/src/lib/asn1/oid_maps.cpp" PROPERTIES
    COMPILE_OPTIONS "-fno-sanitize=all;-O0")
endif()
target_compile_definitions(assay_botan PRIVATE BOTAN_IS_BEING_BUILT)
if(NOT EMSCRIPTEN)
  # A namespace of our own: a program that links the library may also link its own Botan, of any version.
  target_compile_definitions(assay_botan PUBLIC "$<BUILD_INTERFACE:Botan=assay_botan>")
endif()
target_compile_options(assay_botan PRIVATE -w) # we don't fix a third party's warnings
if(NOT ASSAY_SANITIZE)
  target_compile_options(assay_botan PRIVATE -g0) # its debug information doubles the time of a native build
endif()
if(EMSCRIPTEN)
  target_include_directories(assay_botan PRIVATE "${CMAKE_CURRENT_LIST_DIR}/botan/include")
endif()
target_include_directories(assay_botan PRIVATE "${botan_dir}/build/include/internal")
target_include_directories(assay_botan SYSTEM PUBLIC "$<BUILD_INTERFACE:${botan_dir}/build/include/public>")
if(NOT EMSCRIPTEN)
  find_package(Threads REQUIRED)
  target_link_libraries(assay_botan PUBLIC Threads::Threads)
endif()
set_target_properties(assay_botan PROPERTIES EXPORT_COMPILE_COMMANDS OFF)
