# Boost.JSON and Boost.System, from their headers (BOOST_INCLUDE_DIR holds boost/).
include("${CMAKE_CURRENT_LIST_DIR}/Sources.cmake")
assay_find_source(BOOST_INCLUDE_DIR boost/json/basic_parser_impl.hpp "${ASSAY_SOURCES_DIR}/boost")
assay_map_path("${BOOST_INCLUDE_DIR}" boost)

# A library of its own because it takes longer to compile than all the rest, and the core is compiled more than once.
add_library(assay_boost STATIC "${PROJECT_SOURCE_DIR}/src/base/boost_json.cpp")
target_include_directories(assay_boost SYSTEM PUBLIC "$<BUILD_INTERFACE:${BOOST_INCLUDE_DIR}>")
target_compile_definitions(assay_boost PUBLIC "$<BUILD_INTERFACE:BOOST_ALL_NO_LIB>") # no library of Boost's is linked

file(STRINGS "${BOOST_INCLUDE_DIR}/boost/version.hpp" boost_version REGEX "#define BOOST_VERSION ")
string(REGEX MATCH "[0-9]+" ASSAY_BOOST_VERSION "${boost_version}")
target_compile_definitions(assay_boost INTERFACE "$<INSTALL_INTERFACE:ASSAY_BOOST_VERSION=${ASSAY_BOOST_VERSION}>")
