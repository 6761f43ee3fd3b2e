# Boost.JSON and Boost.System: headers only (BOOST_INCLUDE_DIR holds boost/).
include(Sources)
assay_find_source(BOOST_INCLUDE_DIR boost/json/basic_parser_impl.hpp "${ASSAY_SOURCES_DIR}/boost")

add_library(assay_boost INTERFACE)
target_include_directories(assay_boost SYSTEM INTERFACE "${BOOST_INCLUDE_DIR}")
# Nothing is auto-linked and nothing is built as a library of its own.
target_compile_definitions(assay_boost INTERFACE BOOST_ALL_NO_LIB)
