# cmake --install: the native library as a CMake package, assay::assay. A user needs only the prefix: Botan and
# Boost.JSON are archives in it, and so are the headers of Boost that a public header includes.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

install(FILES ${assay_header_files} DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/assay")

# boost/system/result.hpp (assay::Result) and whatever it includes, with any compiler.
set(boost_headers "${CMAKE_INSTALL_INCLUDEDIR}/assay/third_party")
foreach(directory assert config mp11 system variant2)
  install(DIRECTORY "${BOOST_INCLUDE_DIR}/boost/${directory}" DESTINATION "${boost_headers}/boost")
endforeach()
foreach(header assert.hpp config.hpp cstdint.hpp exception/exception.hpp mp11.hpp throw_exception.hpp version.hpp)
  cmake_path(GET header PARENT_PATH directory)
  install(FILES "${BOOST_INCLUDE_DIR}/boost/${header}" DESTINATION "${boost_headers}/boost/${directory}")
endforeach()

# Names of their own (the namespace is in cmake/Botan.cmake): a program may also link its own Botan.
set_target_properties(assay_boost PROPERTIES EXPORT_NAME boost)
set_target_properties(assay_botan PROPERTIES EXPORT_NAME botan)
install(TARGETS assay assay_boost assay_botan EXPORT assay
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")

set(package_directory "${CMAKE_INSTALL_LIBDIR}/cmake/assay")
install(EXPORT assay NAMESPACE assay:: FILE assay-targets.cmake DESTINATION "${package_directory}")
if(ASSAY_JWKS)
  # Targets of their own: a program that does not fetch needs no libcurl.
  install(FILES ${assay_jwks_header_files} DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/assay")
  set_target_properties(assay_jwks PROPERTIES EXPORT_NAME jwks)
  install(TARGETS assay_jwks EXPORT assay-jwks
    ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
  install(EXPORT assay-jwks NAMESPACE assay:: FILE assay-jwks-targets.cmake DESTINATION "${package_directory}")
endif()
configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/assay-config.cmake.in" "${PROJECT_BINARY_DIR}/assay-config.cmake"
  INSTALL_DESTINATION "${package_directory}" PATH_VARS boost_headers)
# Semantic Versioning: before 1.0.0 a minor version may change anything.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/assay-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/assay-config.cmake" "${PROJECT_BINARY_DIR}/assay-config-version.cmake"
  DESTINATION "${package_directory}")

install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" "${PROJECT_SOURCE_DIR}/NOTICE" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
