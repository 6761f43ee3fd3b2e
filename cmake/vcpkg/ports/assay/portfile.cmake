# An overlay port: it builds the repository that it is in. A port of vcpkg's registry has vcpkg_from_github() here.
vcpkg_check_linkage(ONLY_STATIC_LIBRARY)
cmake_path(SET source NORMALIZE "${CMAKE_CURRENT_LIST_DIR}/../../../..")

# assay compiles Botan into itself, from sources and in a name space of its own: the port "botan" is not used.
if(NOT DEFINED ENV{BOTAN_SOURCE_DIR})
  message(FATAL_ERROR "BOTAN_SOURCE_DIR: set this variable of the environment to the unpacked sources of Botan 3.7.1, "
    "and name it in VCPKG_KEEP_ENV_VARS")
endif()

vcpkg_check_features(OUT_FEATURE_OPTIONS features FEATURES jwks ASSAY_JWKS)
vcpkg_find_acquire_program(PYTHON3)
vcpkg_cmake_configure(
  SOURCE_PATH "${source}"
  OPTIONS
    ${features}
    -DASSAY_TESTS=OFF
    -DASSAY_WERROR=OFF
    "-DPython3_EXECUTABLE=${PYTHON3}"
    "-DBOTAN_SOURCE_DIR=$ENV{BOTAN_SOURCE_DIR}"
    "-DBOOST_INCLUDE_DIR=${CURRENT_INSTALLED_DIR}/include")
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(PACKAGE_NAME assay CONFIG_PATH lib/cmake/assay)

file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include" "${CURRENT_PACKAGES_DIR}/debug/share")
file(INSTALL "${CURRENT_PORT_DIR}/usage" DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}")
vcpkg_install_copyright(FILE_LIST "${source}/LICENSE" "${source}/NOTICE")
