# The headers that a program includes, as <assay/name.hpp>: the same from the build tree (FetchContent,
# add_subdirectory) and from a prefix. The core's others stay private.

# assay_public_headers(VARIABLE DIRECTORY HEADERS...): copies headers of src/ into DIRECTORY/assay. They include each other
# there without base/ or crypto/, as a program may have such directories of its own. VARIABLE becomes the list of copies.
function(assay_public_headers variable directory)
  set(copies "")
  foreach(header IN LISTS ARGN)
    cmake_path(GET header FILENAME name)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${header}")
    file(READ "${PROJECT_SOURCE_DIR}/src/${header}" text)
    string(REGEX REPLACE "#include \"([a-z]+/)+" "#include \"" text "${text}")
    file(CONFIGURE OUTPUT "${directory}/assay/${name}" CONTENT "${text}" @ONLY)
    list(APPEND copies "${directory}/assay/${name}")
  endforeach()
  set(${variable} "${copies}" PARENT_SCOPE)
endfunction()

# assay_face(NAME LIBRARY INCLUDES): the target assay::NAME of the build tree. It links LIBRARY, and its users see only the
# public headers.
function(assay_face name library includes)
  add_library(assay_face_${name} INTERFACE)
  target_link_libraries(assay_face_${name} INTERFACE "$<LINK_ONLY:${library}>" ${ARGN})
  target_include_directories(assay_face_${name} SYSTEM INTERFACE "${includes}")
  target_compile_features(assay_face_${name} INTERFACE cxx_std_20)
  add_library(assay::${name} ALIAS assay_face_${name})
endfunction()

set(assay_headers "${PROJECT_BINARY_DIR}/include")
# bearer.hpp, possession.hpp, and all headers that these and verifier.hpp include.
assay_public_headers(assay_header_files "${assay_headers}"
  base/base64url.hpp
  base/error.hpp
  base/limits.hpp
  base/reason.hpp
  base/scheme.hpp
  base/secret_bytes.hpp
  dpop/possession.hpp
  dpop/proof.hpp
  dpop/proof_algorithms.hpp
  dpop/proof_check.hpp
  dpop/proof_headers.hpp
  dpop/proof_policy.hpp
  dpop/proof_report.hpp
  http/bearer.hpp
  http/challenge.hpp
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
assay_face(assay assay "${assay_headers}")
# assay::Result is Boost's. A program that has found Boost by now uses that one, which must be the same version.
if(TARGET Boost::headers)
  target_link_libraries(assay_face_assay INTERFACE Boost::headers)
else()
  target_include_directories(assay_face_assay SYSTEM INTERFACE "${BOOST_INCLUDE_DIR}")
endif()
target_compile_definitions(assay_face_assay INTERFACE "ASSAY_BOOST_VERSION=${ASSAY_BOOST_VERSION}")

if(ASSAY_JWKS)
  assay_public_headers(assay_jwks_header_files "${assay_headers}" jwks/jwks_verifier.hpp)
  assay_face(jwks assay_jwks "${assay_headers}" assay::assay)
endif()
