"""assay for Conan 2: `conan create cmake/conan`, with BOTAN_SOURCE_DIR in the environment."""

import json
import os

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load


class AssayConan(ConanFile):
    name = "assay"
    description = "Verifies OAuth bearer tokens (JWTs) strictly, with keys that it can fetch and refresh"
    license = "MIT"
    package_type = "static-library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"jwks": [True, False], "fPIC": [True, False]}
    default_options = {"jwks": True, "fPIC": True}
    implements = ["auto_shared_fpic"]

    @property
    def _root(self):
        return os.path.join(self.recipe_folder, "..", "..")

    def set_version(self):
        self.version = json.loads(load(self, os.path.join(self._root, "package.json")))["version"]

    def export_sources(self):
        for pattern in ("CMakeLists.txt", "package.json", "LICENSE", "NOTICE", "cmake/*", "src/*"):
            copy(self, pattern, self._root, self.export_sources_folder)

    def validate(self):
        check_min_cppstd(self, 20)

    def requirements(self):
        # assay::Result is Boost's: programs compile with the same version.
        self.requires("boost/1.88.0", headers=True, libs=False, transitive_headers=True)
        if self.options.jwks:
            self.requires("libcurl/[>=7.68 <9]")

    def layout(self):
        cmake_layout(self)

    def generate(self):
        CMakeDeps(self).generate()
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables["ASSAY_TESTS"] = False
        toolchain.cache_variables["ASSAY_WERROR"] = False
        toolchain.cache_variables["ASSAY_JWKS"] = bool(self.options.jwks)
        toolchain.cache_variables["BOOST_INCLUDE_DIR"] = self.dependencies["boost"].cpp_info.includedirs[0]
        toolchain.generate()  # BOTAN_SOURCE_DIR: CMake takes it from the environment

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()

    def package_info(self):
        # The package has a CMake package of its own, which find_package(assay) finds.
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.builddirs.append(os.path.join("lib", "cmake", "assay"))
