# cmake --install: the native library as a CMake package, assay::assay. A user needs only the prefix: Botan and
# Boost.JSON are archives in it, and so are the headers of Boost that a public header includes.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

# All headers that verifier.hpp includes; the core's others stay private. They are installed in one directory and
# include each other without base/ or crypto/, as a program may have such directories of its own.
set(public_headers
  base/base64url.hpp
  base/error.hpp
  base/limits.hpp
  base/reason.hpp
  base/secret_bytes.hpp
  crypto/algorithm.hpp
  crypto/verification_key.hpp
  jose/claim_path.hpp
  jose/jwk.hpp
  jose/jwk_set.hpp
  verify/check.hpp
  verify/claim_rule.hpp
  verify/policy.hpp
  verify/required_scope.hpp
  verify/trace.hpp
  verify/verified.hpp
  verify/verifier.hpp
)
foreach(header IN LISTS public_headers)
  cmake_path(GET header FILENAME name)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${header}")
  file(READ "${PROJECT_SOURCE_DIR}/src/${header}" text)
  string(REGEX REPLACE "#include \"([a-z]+/)+" "#include \"" text "${text}")
  file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/include/assay/${name}" CONTENT "${text}" @ONLY)
  install(FILES "${PROJECT_BINARY_DIR}/include/assay/${name}" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/assay")
endforeach()

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
