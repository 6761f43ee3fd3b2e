# cmake --install: the native library as a CMake package, assay::assay. Whoever uses it needs the prefix alone: Botan
# and Boost.JSON are archives beside it, and the headers of Boost that a public header includes come along.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

# What verifier.hpp includes, all of it; the core's other headers stay inside.
set(public_headers
  algorithm.hpp
  base64url.hpp
  error.hpp
  jwk.hpp
  jwk_set.hpp
  policy.hpp
  secret_bytes.hpp
  trace.hpp
  verified.hpp
  verifier.hpp
)
list(TRANSFORM public_headers PREPEND "${PROJECT_SOURCE_DIR}/src/")
install(FILES ${public_headers} DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/assay")

# boost/system/result.hpp (assay::Result) and whatever it includes, with any compiler.
set(boost_headers "${CMAKE_INSTALL_INCLUDEDIR}/assay/third_party")
foreach(directory assert config mp11 system variant2)
  install(DIRECTORY "${BOOST_INCLUDE_DIR}/boost/${directory}" DESTINATION "${boost_headers}/boost")
endforeach()
foreach(header assert.hpp config.hpp cstdint.hpp exception/exception.hpp mp11.hpp throw_exception.hpp version.hpp)
  cmake_path(GET header PARENT_PATH directory)
  install(FILES "${BOOST_INCLUDE_DIR}/boost/${header}" DESTINATION "${boost_headers}/boost/${directory}")
endforeach()

# Names of their own (cmake/Botan.cmake has the name space): a program may have a Botan beside them.
set_target_properties(botan PROPERTIES OUTPUT_NAME assay_botan)
set_target_properties(assay_boost PROPERTIES EXPORT_NAME boost)
install(TARGETS assay assay_boost botan EXPORT assay
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")

set(package_directory "${CMAKE_INSTALL_LIBDIR}/cmake/assay")
install(EXPORT assay NAMESPACE assay:: FILE assay-targets.cmake DESTINATION "${package_directory}")
configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/assay-config.cmake.in" "${PROJECT_BINARY_DIR}/assay-config.cmake"
  INSTALL_DESTINATION "${package_directory}" PATH_VARS boost_headers NO_CHECK_REQUIRED_COMPONENTS_MACRO)
# Semantic Versioning: before 1.0.0 a minor version may change anything.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/assay-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/assay-config.cmake" "${PROJECT_BINARY_DIR}/assay-config-version.cmake"
  DESTINATION "${package_directory}")

install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" "${PROJECT_SOURCE_DIR}/NOTICE" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
